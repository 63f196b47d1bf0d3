"""The text that is kept of pages, without the rest: for reading, or for other programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from html import escape
from itertools import compress
from typing import Final, Literal

from boilerplate.document import Block, Page
from boilerplate.labels import Role
from boilerplate.output.entry import Entry
from boilerplate.output.markdown import markdown

TextFormat = Literal["txt", "markdown", "json", "html"]


def text(entries: Iterable[Entry], metadata: bool) -> Iterator[str]:
    """Yield the lines of each page; an empty line parts two pages."""
    return _parted((_headed(page.main_content, page, metadata) for page, _, _ in entries), "\n")


def readable(entries: Iterable[Entry], metadata: bool) -> Iterator[str]:
    """Yield each page as Markdown; a rule parts two pages."""
    bodies = (("\n\n".join(markdown(page, _kept(page))), page) for page, _, _ in entries)
    return _parted((_headed(body, page, metadata) for body, page in bodies), "\n---\n\n")


def lines(entries: Iterable[Entry], metadata: bool) -> Iterator[str]:
    """Yield each page as a line of JSON; named pages lead each line with ``"page"``."""
    for page, name, _ in entries:
        found: dict[str, object] = {} if name is None else {"page": name}
        if metadata:
            found |= _metadata(page)
        yield json.dumps(found | {"text": page.main_content}, ensure_ascii=False) + "\n"


def articles(entries: Iterable[Entry], metadata: bool) -> Iterator[str]:
    """Yield one HTML document, in which each page is an article."""
    opened = False
    for page, name, _ in entries:
        if not opened:
            title = escape(page.title or name or "Main content")
            yield f'<!doctype html>\n<meta charset="utf-8">\n<title>{title}</title>\n'
            opened = True
        yield "<article>\n"
        if metadata:
            for key, value in _metadata(page).items():
                yield f'<meta itemprop="{key}" content="{escape(value or "")}">\n'
        for block in _kept(page):
            tag = _tag(block, page.title)
            yield f"<{tag}>{escape(block.text)}</{tag}>\n"
        yield "</article>\n"


TEXT_FORMATS: Final[dict[TextFormat, Callable[[Iterable[Entry], bool], Iterator[str]]]] = {
    "txt": text,
    "markdown": readable,
    "json": lines,
    "html": articles,
}
"""Each takes pages, and whether to tell their titles and bylines beside their text."""


def _kept(page: Page) -> Iterable[Block]:
    return compress(page.blocks, page.kept.tolist())


def _metadata(page: Page) -> dict[str, str | None]:
    return {"title": page.title, "byline": page.byline}


def _headed(body: str, page: Page, metadata: bool) -> str:
    """A page's text, under its metadata where that is wanted."""
    head = ""
    if metadata:
        # What is a string in JSON is one in YAML.
        told = (f"{k}: {json.dumps(v, ensure_ascii=False)}\n" for k, v in _metadata(page).items())
        head = f"---\n{''.join(told)}---\n"
    return f"{head}{body}\n" if body else head


def _parted(pieces: Iterable[str], between: str) -> Iterator[str]:
    """Pieces with something between two of them; empty ones part nothing."""
    begun = False
    for piece in pieces:
        yield between + piece if begun and piece else piece
        begun = begun or bool(piece)


def _tag(block: Block, headline: str | None) -> str:
    if block.role is Role.TITLE and block.text == headline:
        return "h1"
    return "figcaption" if block.role is Role.CAPTION else "p"
