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

_ATTRIBUTE: Final = (
    r"[\t\n\f\r /]*(?:=|(?=[^\t\n\f\r />=]))[^\t\n\f\r />=]*"
    r"(?:[\t\n\f\r ]*=[\t\n\f\r ]*"
    r"""(?:"[^"]*"|'[^']*'|[^\t\n\f\r >"'][^\t\n\f\r >]*|(?=>))|(?![\t\n\f\r ]*=))"""
)
_ONE_BY_ONE: Final = rf"(?:(?=({_ATTRIBUTE}))\1)"
"""An attribute that a pattern never comes back to: what is looked ahead at is taken as a whole."""

_CROWD: Final = re.compile(_ONE_BY_ONE + f"{{{_MANY}}}")
_REST: Final = re.compile(_ONE_BY_ONE + "*")
_TAG: Final = re.compile(f"<(?=[a-zA-Z]){_ONE_BY_ONE}{{0,{_MOST}}}")
_FULL_TAG: Final = re.compile(f"<(?=[a-zA-Z]){_ONE_BY_ONE}{{{_MOST}}}")
"""Its name counts as one of the attributes."""

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
            if begin and _CROWD.match(source, begin, begin + _WINDOW):
                return True
    return False


def _cut(source: str) -> str:
    kept: list[str] = []
    position = 0
    for tag in _TAG.finditer(source):
        begin, end = tag.span()
        if begin >= position and end - begin > _MOST and _FULL_TAG.match(source, begin):
            kept += source[position:end], " "
            rest = _REST.match(source, end)
            position = rest.end() if rest else end
    kept.append(source[position:])
    return "".join(kept)
