"""Plain text into blocks: every line that is not empty is one."""

from __future__ import annotations

from itertools import accumulate
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
    stripped = [line.strip(EDGES) for line in lines]
    kept = [i for i, line in enumerate(stripped) if line]
    texts = [stripped[i] for i in kept]
    n = len(kept)
    line_starts = [0, *accumulate(map(len, lines))]
    starts = np.fromiter(
        (line_starts[i] + len(lines[i]) - len(lines[i].lstrip(EDGES)) for i in kept), np.int64, n
    )
    lengths = np.fromiter(map(len, texts), np.int64, n)
    blank_before = np.asarray(np.diff(np.asarray([-1, *kept])) - 1, np.int64)
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
    new_run = np.diff(prose, prepend=~prose[:1])
    new_part = blank_before > 1
    starts = np.zeros((n, SECTIONS), np.int32)
    ends = np.full((n, SECTIONS), n, np.int32)
    for level, new in enumerate((new_group, new_run, new_part)):
        begins = new.copy()
        begins[:1] = True
        firsts = np.flatnonzero(begins)
        number = np.cumsum(begins) - 1
        starts[:, level] = firsts[number]
        ends[:, level] = np.append(firsts[1:], n)[number]
    return starts, ends
