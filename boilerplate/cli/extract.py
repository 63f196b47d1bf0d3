"""``boilerplate extract``: the main content of pages."""

from __future__ import annotations

import sys
from typing import Annotated, Literal

import typer

from boilerplate.cli.options import Keep, Kind, Model, Output, kept_roles
from boilerplate.cli.reading import STDIN, each
from boilerplate.cli.writing import refuse_overwriting, write
from boilerplate.output import Entry
from boilerplate.output.kept import TEXT_FORMATS, TextFormat

EXAMPLES = """[bold]Examples[/bold]

boilerplate extract page.html > page.txt

boilerplate extract --keep body,caption page.html

boilerplate extract --format markdown --with-metadata page.html

boilerplate extract --precision --min-probability 0.8 page.html

curl -s https://example.org/ | boilerplate extract"""


def extract(
    pages: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PAGE",
            help="Text or HTML files; without any, or with -, the standard input is read.",
        ),
    ] = None,
    format: Annotated[
        TextFormat,
        typer.Option("--format", "--output-format", "-f", help="How the text is written."),
    ] = "txt",
    with_metadata: Annotated[
        bool, typer.Option("--with-metadata", help="Tell title and byline beside the text.")
    ] = False,
    kind: Kind = "auto",
    model: Model = None,
    keep: Keep = None,
    favor: Annotated[
        Literal["precision", "balanced", "recall"],
        typer.Option(help="Main content rather free of other text, or rather complete."),
    ] = "balanced",
    precision: Annotated[
        bool, typer.Option("--precision", help="The same as --favor precision.")
    ] = False,
    recall: Annotated[bool, typer.Option("--recall", help="The same as --favor recall.")] = False,
    no_comments: Annotated[
        bool, typer.Option("--no-comments", help="Leave out readers' comments in any case.")
    ] = False,
    min_probability: Annotated[
        float,
        typer.Option(
            min=0,
            max=1,
            metavar="0..1",
            help="Leave out blocks less likely than this to be what they are kept as.",
        ),
    ] = 0.0,
    output: Output = None,
) -> None:
    """Print the main content of pages, or with --keep the text of these labels or roles."""
    from boilerplate.extraction import wanted
    from boilerplate.model.labeler import load

    if precision and recall:
        raise typer.BadParameter("precision and recall can't both be favoured")
    favor = "precision" if precision else "recall" if recall else favor
    sources = pages or [STDIN]
    if not pages and sys.stdin.isatty():
        raise typer.BadParameter("give a file, or a page on the standard input", param_hint="PAGE")
    roles = kept_roles(keep) or None
    refuse_overwriting(sources, output)
    labeler = load(model)
    failed: list[str] = []
    found = each(
        lambda data: wanted(labeler, data, kind, roles, favor, min_probability, not no_comments),
        sources,
        failed,
    )
    several = len(sources) > 1
    entries = (Entry(page, name if several else None) for name, page in found)
    write(TEXT_FORMATS[format](entries, with_metadata), output)
    if failed:
        raise typer.Exit(1)
