"""What makes the parser slow beyond measure: tags of countless attributes, countless tag names."""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

from boilerplate.page.tags import BLOCK_LEVEL

_MOST: Final = 2048
"""Attributes that a tag keeps. The parser takes 4 ms for so many, and four times that for twice
as many: a million would take an hour."""

_SAMPLED: Final = 1 << 15
"""Characters between the places that are looked at: twenty thousand attributes take more."""

_WINDOW: Final = 1 << 18
"""Characters that are read from each of these places on, at most."""

_MANY: Final = 1024
"""Attributes in a window that make a page worth reading whole."""

_MOST_NAMES: Final = 20_000
"""Names of tags that a page keeps; beyond, the parser's time grows with their square."""

_LONG: Final = 1 << 20
"""Characters below which a page can't have names enough to matter."""

_ATTRIBUTE: Final = re.compile(
    r"[\t\n\f\r /]*(?:=|(?=[^\t\n\f\r />=]))[^\t\n\f\r />=]*"
    r"(?:[\t\n\f\r ]*=[\t\n\f\r ]*"
    r"""(?:"[^"]*"|'[^']*'|[^\t\n\f\r >"'][^\t\n\f\r >]*|(?=>))|(?![\t\n\f\r ]*=))"""
)
_OPEN: Final = re.compile("<(?=[a-zA-Z])")
_TAG_NAME: Final = re.compile(r"(</?)([a-zA-Z][^\t\n\f\r />]*)")


def thinned(source: str) -> str:
    """The source without what goes beyond 2,048 attributes in a tag and 20,000 names of tags."""
    source = _cut(source) if _crowded(source) else source
    return _few_names(source) if len(source) > _LONG else source


def _few_names(source: str) -> str:
    names = dict.fromkeys(match[2] for match in _TAG_NAME.finditer(source))
    if len(names) <= _MOST_NAMES:
        return source
    kept = BLOCK_LEVEL | set(islice(names, _MOST_NAMES))
    return _TAG_NAME.sub(lambda m: m[0] if m[2] in kept else f"{m[1]}x", source)


def _crowded(source: str) -> bool:
    """Whether many attributes seem to follow each other anywhere, judged by samples.

    A sample may fall into a value in quotes of either kind, so that three readings are tried.
    """
    for place in range(_SAMPLED, len(source), _SAMPLED):
        for begin in (place, source.find('"', place) + 1, source.find("'", place) + 1):
            end = min(begin + _WINDOW, len(source))
            if begin and _attributes(source, begin, end, _MANY)[0] == _MANY:
                return True
    return False


def _cut(source: str) -> str:
    kept: list[str] = []
    position = 0
    opening = _OPEN.search(source)
    while opening:
        count, cut = _attributes(source, opening.end(), len(source), _MOST)
        end = cut
        if count == _MOST:
            _, end = _attributes(source, cut, len(source), len(source))
            kept += source[position:cut], " "
            position = end
        opening = _OPEN.search(source, end)
    kept.append(source[position:])
    return "".join(kept)


def _attributes(source: str, begin: int, end: int, most: int) -> tuple[int, int]:
    """How many attributes stand one behind the other, at most `most`, and where they end."""
    count, at = 0, begin
    while count < most and (found := _ATTRIBUTE.match(source, at, end)):
        count, at = count + 1, found.end()
    return count, at
