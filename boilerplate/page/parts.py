"""A huge page read in parts, so that the parser never holds more than one of them.

A tree takes some fifteen times its source. A part ends before the start of a block. The next
one begins with the tags of all elements that are open there, and the parser goes on as if it
had read what came before; what the repeated tags and the artificial end add is cut away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from boilerplate.page.markup import parse, tokens, visible_markup
from boilerplate.page.tags import Tag, Tags

PART: Final = 1 << 20
"""Characters of a part, or a few more."""

_CUT: Final = re.compile(
    r"<(?:p|div|[uo]l|li|d[ltd]|h[1-6]|t(?:able|r)|section|article)(?=[\s>])", re.I
)
"""Where a page may be cut: every one of these tags ends a run of text."""

_ENCLOSED: Final = tuple(
    (f"<{name}", "-->" if name == "!--" else f"</{name}")
    for name in "!-- script style textarea title svg template noscript iframe select xmp".split()
)
"""A page can't be cut in the midst of these."""

_LOOK_BACK: Final = 1 << 18
_TRIES: Final = 16
"""Bounds on the search for a place to cut: where it fails, the part is made longer."""

_DOCTYPE: Final = re.compile("<!doctype[^>]*>", re.I)
_PROLOGUE: Final = 4096
"""Characters of a source that are searched for its document type: it decides on quirks."""

_NO_PATH: Final = np.zeros(0, np.int32)

_END: Final = re.compile(r"((?:<[^/>][^>]*>)*)\s*(?:</[^>]*>\s*)*")
"""What may stand after the place of a cut: formatting reopened, and all that is open closed."""


class Part(NamedTuple):
    """What one parse gave: a document in normal form, its visible texts and, between them, tags.

    The tags of all parts one after the other are those of the page.

    Attributes
    ----------
    tags
        int32, shape (t,). Numbers in :class:`Tags`.
    path
        int32, outermost first. The elements that are open where the part begins.
    """

    markup: str
    texts: list[str]
    tags: NDArray[np.int32]
    path: NDArray[np.int32] = _NO_PATH


def read_parts(source: str, tags: Tags, size: int = PART, *, noscript: bool) -> Iterator[Part]:
    """Parse `source` part by part.

    Parameters
    ----------
    size
        Characters a part has at least; more where there is no place to cut.
    noscript
        Whether to keep what stands inside ``noscript``.
    """
    mark = next(name for i in count() if (name := f"part-{i}") not in source)
    doctype = _DOCTYPE.search(source, 0, _PROLOGUE)
    opening = f"{doctype[0] if doctype else ''}<body>"
    # A tag without effect that leads back into a body already closed; a space, before which
    # the parser reopens what formatting the source has left unclosed.
    ending = f"<body><!--{mark}--> "
    path = _NO_PATH
    prefix = reopened = ""
    begin, length = 0, size
    while begin < len(source):
        end = _cut(source, begin, begin + length)
        is_last = end == len(source)
        markup = parse(f"{prefix}{source[begin:end]}{'' if is_last else ending}")
        shown = visible_markup(markup.replace(f"<!--{mark}-->", f"<{mark}>"), noscript=noscript)
        sections = shown.split(f"<{mark}>")
        at_end = None if is_last else _END.fullmatch(sections[-1])
        if not is_last and (not at_end or len(sections) != (2 if begin == 0 else 3)):
            length *= 2  # in the midst of what is not shown, or of what belongs before a table
            continue
        if at_end:
            sections.pop()
        *before, inside = sections
        if "".join(before) == reopened:
            texts, names = tokens(inside)
        else:  # not the same elements again, or text has moved among them: all of it is new
            closing = [f"/{_name(tags.names[tag])}" for tag in path[::-1].tolist()]
            texts, names = tokens("".join(sections))
            texts, names = [""] * len(closing) + texts, closing + names
        numbers = tags.number(names)
        yield Part(markup, texts, numbers, path)
        path = _still_open(path, numbers, tags)

        unclosed = tokens(at_end[1])[1] if at_end else []
        reopened = "".join(f"<{tags.names[tag]}>" for tag in path.tolist())
        prefix = opening + reopened
        if unclosed:  # closing what surrounds formatting leaves it to be reopened
            formatting = "".join(f"<{tag}>" for tag in unclosed)
            prefix += f"<span>{formatting}</span>"
            closing = [f"</{_name(tag)}>" for tag in reversed(unclosed)]
            reopened += f"<span>{formatting}{''.join(closing)}</span>"
        # Deep nesting is not to be parsed again and again.
        begin, length = end, max(size, 2 * len(prefix))
        prefix += f"<!--{mark}-->"


def _name(tag: str) -> str:
    return tag.partition(" ")[0]


def _cut(source: str, begin: int, place: int) -> int:
    """Where to cut, from `place` on, as far as a look at the surroundings tells.

    The parse shows whether it was right.
    """
    cut = len(source)
    for _ in range(_TRIES):
        found = _CUT.search(source, place) if place >= 0 else None
        if not found:
            return len(source)
        cut = found.start()
        place = _way_out(source, begin, cut)
        if place == cut:
            break
    return cut


def _way_out(source: str, begin: int, place: int) -> int:
    """Where that ends in which `place` lies and which can't be cut; -1 for never."""
    earliest = max(begin, place - _LOOK_BACK)
    for opening, closing in _ENCLOSED:
        opened = source.rfind(opening, earliest, place)
        if opened >= 0 and source.rfind(closing, opened, place) < 0:
            return source.find(closing, place)
    in_tag = source.rfind("<", earliest, place) > source.rfind(">", earliest, place)
    return place + 1 if in_tag else place


def _still_open(
    path: NDArray[np.int32], numbers: NDArray[np.int32], tags: Tags
) -> NDArray[np.int32]:
    """The elements that a part leaves open, where those of `path` were open before it."""
    joined = np.append(path, numbers)
    fact = tags.facts[joined]
    opens = (fact & Tag.OPENS) != 0
    depth = np.cumsum(opens.astype(np.int32) - ((fact & Tag.CLOSES) != 0))
    lowest_from = np.minimum.accumulate(depth[::-1])[::-1]
    still_open: NDArray[np.int32] = joined[opens & (depth == lowest_from)]
    return still_open
