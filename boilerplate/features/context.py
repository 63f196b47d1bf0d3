"""Context: the ranges of neighbouring blocks that a block is seen in.

A range is all that later steps need to know: they look at the mean of whatever they have
computed over ``[start, end)``.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from boilerplate.features.batch import Batch
from boilerplate.page import SECTIONS, PageColumns

_WINDOWS: Final = {
    "previous": (-1, 0),
    "next": (1, 2),
    "previous_3": (-4, -1),
    "next_3": (2, 5),
    "previous_12": (-16, -4),
    "next_12": (5, 17),
}

_FIRST_OF: Final = (0, 1, 2)
"""Sections whose first block is looked at: it is often their heading."""

_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_HEADING_CHARS: Final = 80

NAMES: Final = (
    *_WINDOWS,
    "page",
    "page_before",
    "page_after",
    *(f"section{i}" for i in range(SECTIONS)),
    "widest_before",
    "widest_after",
    *(f"section{i}_first" for i in _FIRST_OF),
    "heading",
)


def ranges(batch: Batch) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Starts and ends of each range of `NAMES` for each block.

    Returns
    -------
    starts, ends
        int32, shape (ranges, n). A range without blocks has ``start == end``.
    """
    index = np.arange(len(batch))
    low, high = batch.page_starts, batch.page_ends
    s, e = batch.section_starts, batch.section_ends
    starts = [np.clip(index + a, low, high) for a, _ in _WINDOWS.values()]
    ends = [np.clip(index + b, low, high) for _, b in _WINDOWS.values()]
    starts += [low, low, index + 1, *s.T, s[:, -1], index + 1]
    ends += [high, index, high, *e.T, index, e[:, -1]]
    first = s[:, list(_FIRST_OF)].T
    heading = _last_heading(batch)
    starts += [*first, np.maximum(heading, 0)]
    ends += [*(first + 1), heading + 1]
    return np.stack(starts).astype(np.int32), np.stack(ends).astype(np.int32)


def _last_heading(batch: Batch) -> NDArray[np.int64]:
    """The nearest heading before each block or the block itself; -1 where there is none.

    In plain text, that is a short line without a full stop that begins a group or a run.
    """
    is_heading = np.concatenate([_headings(page) for page in batch.pages])
    found = np.maximum.accumulate(np.where(is_heading, np.arange(len(batch)), -1))
    return np.where(found >= batch.page_starts, found, -1)


def _headings(page: PageColumns) -> NDArray[np.bool_]:
    if page.kind == "html":
        names = np.array([tag[:2] in _HEADINGS for tag in page.tags] or [False])
        headed = (names[page.path_tags] & page.path_own).astype(np.int64)
        total = np.append(0, np.cumsum(headed))
        return np.asarray(total[page.path_offsets[1:]] > total[page.path_offsets[:-1]])
    short = np.array([len(t) < _HEADING_CHARS and t[-1] not in ".,;" for t in page.texts], np.bool_)
    index = np.arange(len(page))
    level = 0 if page.blank_before.any() else 1
    return np.asarray(short & (page.section_starts[:, level] == index))
