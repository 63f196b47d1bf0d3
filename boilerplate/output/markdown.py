"""Markdown for reading: the headline, who wrote it, the text, and the captions in italics."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from boilerplate.document import Block, Page
from boilerplate.labels import Role
from boilerplate.output.entry import Entry

_FRAME = frozenset({Role.TITLE, Role.BYLINE, Role.CAPTION})
_INLINE = re.compile(r"([\\`*_\[\]<>])")
_AT_START = re.compile(r"^(#{1,6}(?=\s|$)|[-+=~|](?=.)|\d+(?=[.)]))")


def render(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield each page's main content and its frame; pages are parted by a rule."""
    for number, entry in enumerate(entries):
        if number:
            yield "\n---\n\n"
        paragraphs = list(markdown(entry.page, _readable(entry)))
        if paragraphs:
            yield "\n\n".join(paragraphs) + "\n"


def markdown(page: Page, blocks: Iterable[Block]) -> Iterator[str]:
    """Some blocks of a page as paragraphs of Markdown."""
    headline = page.title
    credits = dict(page.captions)
    for block in blocks:
        text = _escape(block.text)
        if block.role is Role.TITLE and block.text == headline:
            yield f"# {text}"
            headline = None
        elif block.role is Role.CAPTION:
            # A caption that stands on the page twice is read once.
            if block.text in credits:
                credit = credits.pop(block.text)
                yield f"*{text}*" if credit is None else f"*{text} ({_escape(credit)})*"
        elif block.role is not Role.CREDIT:
            yield text


def _readable(entry: Entry) -> Iterable[Block]:
    if entry.keep is not None:
        return entry.blocks
    kept = entry.page.kept
    return (block for block in entry.page if kept[block.index] or block.role in _FRAME)


def _escape(text: str) -> str:
    text = _INLINE.sub(r"\\\1", text)
    match = _AT_START.match(text)
    if match is None:
        return text
    if match[0].isdigit():
        return f"{match[0]}\\{text[match.end() :]}"
    return "\\" + text
