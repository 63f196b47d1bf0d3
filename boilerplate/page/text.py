"""Plain text into blocks: every line that is not empty is one."""

from __future__ import annotations

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


def split_text(source: str) -> PageColumns:
    """Split plain text into blocks, one for each line that shows anything.

    ``source[starts[i]:ends[i]] == texts[i]`` holds for every block. Lines end at whatever
    :meth:`str.splitlines` ends them at, form feeds among them.
    """
    lines = source.splitlines(keepends=True)
    begun = list(map(str.lstrip, lines, repeat(EDGES)))
    stripped = list(map(str.rstrip, begun, repeat(EDGES)))
    texts = list(filter(None, stripped))
    n = len(texts)
    lengths = _lengths(stripped)
    kept = np.flatnonzero(lengths)
    lengths = lengths[kept]
    # A line's text begins as far before the line's end as it is long without its white space.
    starts = (np.cumsum(_lengths(lines)) - _lengths(begun))[kept]
    blank_before = kept.copy()
    blank_before[1:] -= kept[:-1] + 1
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


def _lengths(texts: list[str]) -> NDArray[np.int64]:
    return np.fromiter(map(len, texts), np.int64, len(texts))


def _sections(
    blank_before: NDArray[np.int64], lengths: NDArray[np.int64]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Sections of plain text, from narrow to wide.

    Lines without a blank line between; neighbouring lines that are all prose or all short;
    paragraph groups without a double blank line between; the whole page.
    """
    n = len(lengths)
    prose = lengths >= PROSE_CHARS
    new_group = blank_before > 0
    new_run = np.ones(n, np.bool_)
    new_run[1:] = prose[1:] != prose[:-1]
    new_part = blank_before > 1
    starts = np.zeros((n, SECTIONS), np.int32)
    ends = np.full((n, SECTIONS), n, np.int32)
    for level, begins in enumerate((new_group, new_run, new_part)):
        begins[:1] = True
        bounds = np.append(np.flatnonzero(begins), n)
        sizes = bounds[1:] - bounds[:-1]
        starts[:, level] = bounds[:-1].repeat(sizes)
        ends[:, level] = bounds[1:].repeat(sizes)
    return starts, ends
