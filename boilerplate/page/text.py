"""Plain text into blocks: every line that is not empty is one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import repeat
from typing import Final

import numpy as np
from numpy.typing import NDArray

from boilerplate.page.columns import SECTIONS, PageColumns

INVISIBLE: Final = "\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\0"
"""Characters that show nothing: a line of only these and white space is empty."""

EDGES: Final = "".join({chr(c) for c in range(0x3001) if chr(c).isspace()} | set(INVISIBLE))
"""What is cut off both ends of a line."""

PROSE_CHARS: Final = 80
"""A line this long is prose rather than an entry of a list."""

_LINE_BREAK: Final = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
"""Where :meth:`str.splitlines` ends a line."""

_AT_ONCE: Final = 1 << 20
"""Characters of lines that are taken apart at once: of each there are several copies then."""

_Numbers = NDArray[np.int64]


def split_text(source: str) -> PageColumns:
    """Split plain text into blocks, one for each line that shows anything.

    ``source[starts[i]:ends[i]] == texts[i]`` holds for every block. Lines end at whatever
    :meth:`str.splitlines` ends them at, form feeds among them.
    """
    texts: list[str] = []
    places: list[tuple[_Numbers, _Numbers, _Numbers]] = []
    lines = at = 0
    for chunk in _chunks(source):
        found, number, start, length, count = _shown(chunk)
        texts += found
        number += lines
        start += at
        places.append((number, start, length))
        lines += count
        at += len(chunk)
    blank_before, starts, lengths = map(np.concatenate, zip(*places, strict=True))
    blank_before[1:] -= blank_before[:-1] + 1
    n = len(texts)
    section_starts, section_ends = _sections(blank_before, lengths)
    missing = np.full(n, np.nan, np.float32)
    return PageColumns(
        kind="text",
        texts=texts,
        starts=starts,
        ends=starts + lengths,
        blank_before=blank_before.astype(np.float32),
        link_chars=missing,
        links=missing,
        media=missing,
        inputs=missing,
        hidden=missing,
        depth=missing,
        section_starts=section_starts,
        section_ends=section_ends,
        tags=[],
        path_tags=np.zeros(0, np.int32),
        path_offsets=np.zeros(n + 1, np.int64),
        path_own=np.zeros(0, np.bool_),
    )


def _chunks(source: str) -> Iterator[str]:
    """Whole lines, as many at once as have about `_AT_ONCE` characters; at least one chunk."""
    if len(source) <= _AT_ONCE:
        yield source
        return
    at = 0
    while at < len(source):
        broken = _LINE_BREAK.search(source, at + _AT_ONCE)
        end = broken.end() if broken else len(source)
        yield source[at:end]
        at = end


def _shown(source: str) -> tuple[list[str], _Numbers, _Numbers, _Numbers, int]:
    """The lines that show anything.

    Returns
    -------
    texts
        What they show.
    numbers, starts, lengths
        Which of the lines they are; where in the source their texts begin, and how long they are.
    count
        Lines in all.
    """
    lines = source.splitlines(keepends=True)
    begun = list(map(str.lstrip, lines, repeat(EDGES)))
    stripped = list(map(str.rstrip, begun, repeat(EDGES)))
    lengths = _lengths(stripped)
    kept = np.flatnonzero(lengths)
    # A line's text begins as far before the line's end as it is long without its white space.
    starts = (np.cumsum(_lengths(lines)) - _lengths(begun))[kept]
    return list(filter(None, stripped)), kept, starts, lengths[kept], len(lines)


def _lengths(texts: list[str]) -> _Numbers:
    return np.fromiter(map(len, texts), np.int64, len(texts))


def _sections(
    blank_before: _Numbers, lengths: _Numbers
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Sections of plain text, from narrow to wide.

    Lines without a blank line between; neighbouring lines that are all prose or all short;
    paragraph groups without a double blank line between; the whole page.
    """
    n = len(lengths)
    prose = lengths >= PROSE_CHARS
    breaks = (blank_before[1:] > 0, prose[1:] != prose[:-1], blank_before[1:] > 1)
    starts = np.zeros((n, SECTIONS), np.int32)
    ends = np.full((n, SECTIONS), n, np.int32)
    bounded = np.ones(n + 1, np.bool_)
    for level, inside in enumerate(breaks):
        bounded[1:-1] = inside
        bounds = np.flatnonzero(bounded).astype(np.int32)
        sizes = bounds[1:] - bounds[:-1]
        starts[:, level] = bounds[:-1].repeat(sizes)
        ends[:, level] = bounds[1:].repeat(sizes)
    return starts, ends
