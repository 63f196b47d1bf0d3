"""From labelled pages to text: one file a format, each a pure function.

A format is a function from entries to pieces of text, so that many pages can be written as
they come. ``"".join(FORMATS["jsonl"]([Entry(page)]))`` is a page as a string.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, Literal

from boilerplate.output import html, json, jsonl, markdown, table, tsv
from boilerplate.output.entry import Entry

__all__ = ["FORMATS", "Entry", "Format", "Renderer"]

Format = Literal["table", "jsonl", "json", "tsv", "html", "markdown"]
Renderer = Callable[[Iterable[Entry]], Iterator[str]]

FORMATS: Final[dict[Format, Renderer]] = {
    "table": table.render,
    "jsonl": jsonl.render,
    "json": json.render,
    "tsv": tsv.render,
    "html": html.render,
    "markdown": markdown.render,
}
