"""What an HTML page says of itself in places that it does not show."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from typing import Final

_TITLE: Final = re.compile(r"<title[^>]*>([^<]*)")
_META: Final = re.compile(
    r'<meta [^>]*?(?:name|property|itemprop)="(?:og:|twitter:|article:|parsely-|dc\.|sailthru\.)?'
    r'(title|description|author|creator)"[^>]*>',
    re.I,
)
_CONTENT: Final = re.compile(r' content="([^"]*)"')
_ALT: Final = re.compile(r' alt="([^"]+)"')
_AUTHORS: Final = ("author", "creator")
_DATA_BEGINS: Final = "application/ld+json"
_DATA: Final = re.compile(
    r'"(?:articleBody|reviewBody|description|headline|name|text|caption)"\s*:\s*'
    r'("[^"\\]*(?:\\.[^"\\]*)*")'
)
_DECODER: Final = json.JSONDecoder(strict=False)
_LONGEST: Final = 12_000
"""Characters of linked data that are looked at."""

_BETWEEN: Final = " \n "
"""Parts one hint from the next."""


def read_hints(markup: str) -> tuple[str, str, str, str]:
    """The title, description, author and linked data of a document in normal form.

    Titles and descriptions are those of ``title`` and ``meta`` elements (Open Graph's and the
    like too); of linked data (JSON-LD), the strings that pages show as text.
    """
    head = markup[: markup.find("<body")]
    named = _TITLE.search(head)
    found: dict[str, list[str]] = {"title": [named[1]] if named else []}
    for meta in _META.finditer(head):
        if content := _CONTENT.search(meta[0]):
            name = meta[1].lower()
            found.setdefault("author" if name in _AUTHORS else name, []).append(content[1])
    title, description, author = (
        unescape(_BETWEEN.join(found.get(key, ()))) for key in ("title", "description", "author")
    )
    return title, description, author, _as_one(_linked_data(markup))


def join_hints(parts: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """The hints of a page from those of its parts, the first of which has the head."""
    data = (text for *_, data in parts if data for text in data.split(_BETWEEN))
    return *parts[0][:-1], _as_one(data)


def picture_names(tags: Iterable[str]) -> str:
    """The texts that stand for pictures, from their opening tags."""
    return unescape(_BETWEEN.join(found[1] for tag in tags if (found := _ALT.search(tag))))


def _linked_data(markup: str) -> Iterator[str]:
    position = 0
    while (position := markup.find(_DATA_BEGINS, position)) >= 0:
        end = markup.find("</script>", position)
        end = end if end >= 0 else len(markup)
        for match in _DATA.finditer(markup, position, end):
            yield _string(match[1])
        position = end


def _as_one(data: Iterable[str]) -> str:
    """Linked data as one text; no more is asked for once that is as long as it may be."""
    found: list[str] = []
    room = _LONGEST
    for text in data:
        found.append(text[:room])
        room -= len(found[-1])
        if room <= 0:
            break
    return _BETWEEN.join(found)


def _string(quoted: str) -> str:
    if "\\" not in quoted:
        return quoted[1:-1]
    try:
        return str(_DECODER.decode(quoted))
    except ValueError:
        return quoted
