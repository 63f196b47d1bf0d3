"""``boilerplate extract``: the main content of a page as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import typer

from boilerplate.cli.options import Keep, Kind, Model, Output, Pages, kept_roles
from boilerplate.cli.reading import label_each
from boilerplate.cli.writing import refuse_overwriting, write

EXAMPLES = """[bold]Examples[/bold]

boilerplate extract page.html > page.txt

boilerplate extract --keep body,caption page.html

curl -s https://example.org/ | boilerplate extract -"""


def extract(
    pages: Pages,
    kind: Kind = "auto",
    model: Model = None,
    keep: Keep = None,
    output: Output = None,
) -> None:
    """Print the main content of pages, or with --keep the text of these labels or roles."""
    from boilerplate.model.labeler import load

    roles = kept_roles(keep)
    refuse_overwriting(pages, output)
    failed: list[str] = []
    labelled = label_each(load(model), pages, kind, failed)
    texts = (page.text(*roles) if roles else page.main_content for _, page in labelled)
    write(_parted(texts), output)
    if failed:
        raise typer.Exit(1)


def _parted(texts: Iterable[str]) -> Iterator[str]:
    """Texts that end their last line, with an empty line between two of them."""
    begun = False
    for text in texts:
        yield f"\n{text}\n" if begun and text else f"{text}\n" if text else ""
        begun = begun or bool(text)
