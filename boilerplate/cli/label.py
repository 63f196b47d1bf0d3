"""``boilerplate label``: every block of a page with its label."""

from __future__ import annotations

import sys
from functools import partial
from typing import Annotated

import typer

from boilerplate.cli.options import Keep, Kind, Model, Output, Pages, kept_roles
from boilerplate.cli.reading import label_each
from boilerplate.cli.writing import refuse_overwriting, write
from boilerplate.output import FORMATS, Entry, Format, table

EXAMPLES = """[bold]Examples[/bold]

boilerplate label page.html

boilerplate label --format html -o labelled.html page.html

curl -s https://example.org/ | boilerplate label - | jq .label

boilerplate label --keep caption,byline *.html"""


def label(
    pages: Pages,
    format: Annotated[
        Format | None,
        typer.Option(
            "--format",
            "-f",
            help="By default a table on a terminal, JSON lines elsewhere.",
            show_default=False,
        ),
    ] = None,
    kind: Kind = "auto",
    model: Model = None,
    keep: Keep = None,
    output: Output = None,
) -> None:
    """Label every block of pages."""
    from boilerplate.model.labeler import load

    roles = kept_roles(keep)
    refuse_overwriting(pages, output)
    to_terminal = output is None and sys.stdout.isatty()
    chosen = format or ("table" if to_terminal else "jsonl")
    render = partial(table.render, colour=to_terminal) if chosen == "table" else FORMATS[chosen]
    failed: list[str] = []
    labelled = label_each(load(model), pages, kind, failed)
    several = len(pages) > 1
    write(render(Entry(page, name if several else None, roles) for name, page in labelled), output)
    if failed:
        raise typer.Exit(1)
