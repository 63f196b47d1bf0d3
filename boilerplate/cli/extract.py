"""``boilerplate extract``: the main content of a page as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Literal

import typer

from boilerplate.cli.options import Keep, Kind, Model, Output, Pages, kept_roles
from boilerplate.cli.reading import each
from boilerplate.cli.writing import refuse_overwriting, write

EXAMPLES = """[bold]Examples[/bold]

boilerplate extract page.html > page.txt

boilerplate extract --keep body,caption page.html

boilerplate extract --favor precision --min-probability 0.8 page.html

curl -s https://example.org/ | boilerplate extract -"""


def extract(
    pages: Pages,
    kind: Kind = "auto",
    model: Model = None,
    keep: Keep = None,
    favor: Annotated[
        Literal["precision", "balanced", "recall"],
        typer.Option(help="Main content rather free of other text, or rather complete."),
    ] = "balanced",
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
    from boilerplate.extraction import wanted_text
    from boilerplate.model.labeler import load

    roles = kept_roles(keep) or None
    refuse_overwriting(pages, output)
    labeler = load(model)
    failed: list[str] = []
    texts = each(
        lambda data: wanted_text(labeler, data, kind, roles, favor, min_probability), pages, failed
    )
    write(_parted(text for _, text in texts), output)
    if failed:
        raise typer.Exit(1)


def _parted(texts: Iterable[str]) -> Iterator[str]:
    """Texts that end their last line, with an empty line between two of them."""
    begun = False
    for text in texts:
        yield f"\n{text}\n" if begun and text else f"{text}\n" if text else ""
        begun = begun or bool(text)
