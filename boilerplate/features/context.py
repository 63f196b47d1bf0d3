"""Context: the ranges of neighbouring blocks that a block is seen in.

A range is all that later steps need to know: they look at the mean of whatever they have
computed over ``[start, end)``.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from boilerplate.features.arrays import differences, range_sum
from boilerplate.features.batch import Batch
from boilerplate.page import SECTIONS

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

_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_HEADING_CHARS: Final = 80
_NO_HEADING_ENDS: Final = [ord(mark) for mark in ".,;"]

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


def ranges(batch: Batch, last: NDArray[np.uint32]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Starts and ends of each range of `NAMES` for each block.

    Parameters
    ----------
    last
        uint32, shape (n,). Each block's last character.

    Returns
    -------
    starts, ends
        int32, shape (ranges, n). A range without blocks has ``start == end``.
    """
    index = np.arange(len(batch), dtype=np.int32)
    low, high = batch.page_starts.astype(np.int32), batch.page_ends.astype(np.int32)
    s, e = batch.section_starts.T, batch.section_ends.T
    heading = _last_heading(batch, last)
    starts = np.empty((len(NAMES), len(batch)), np.int32)
    ends = np.empty_like(starts)
    for i, (begin, end) in enumerate(_WINDOWS.values()):
        np.clip(index + begin, low, high, out=starts[i])
        np.clip(index + end, low, high, out=ends[i])
    others = [
        (low, high),
        (low, index),
        (index + 1, high),
        *zip(s, e, strict=True),
        (s[-1], index),
        (index + 1, e[-1]),
        *((s[i], s[i] + 1) for i in _FIRST_OF),
        (np.maximum(heading, 0), heading + 1),
    ]
    for i, (begins, finishes) in enumerate(others, len(_WINDOWS)):
        starts[i], ends[i] = begins, finishes
    return starts, ends


def _last_heading(batch: Batch, last: NDArray[np.uint32]) -> NDArray[np.int64]:
    """The nearest heading before each block or the block itself; -1 where there is none.

    In plain text, that is a short line without a full stop that begins a group or a run.
    """
    is_heading = _lines_like_headings(batch, last) | _tagged(batch)
    found = np.maximum.accumulate(np.where(is_heading, np.arange(len(batch)), -1))
    return np.where(found >= batch.page_starts, found, -1)


def _tagged(batch: Batch) -> NDArray[np.bool_]:
    """Blocks that an element for headings holds alone."""
    names = [tag[:2] in _HEADINGS for page in batch.pages for tag in page.tags]
    headed = np.array(names or [False])[batch.path_tags] & batch.column("path_own")
    block = np.repeat(np.arange(len(batch)), batch.path_lengths)
    found = np.zeros(len(batch), np.bool_)
    found[block[headed]] = True
    return found


def _lines_like_headings(batch: Batch, last: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Lines of plain text that look like headings."""
    is_text = [page.kind == "text" for page in batch.pages]
    if not any(is_text):
        return np.zeros(len(batch), np.bool_)
    begins = batch.section_starts[:, :2] == np.arange(len(batch))[:, None]
    blank = range_sum(batch.column("blank_before") > 0, batch.page_starts, batch.page_ends)
    found = np.where(blank > 0, begins[:, 0], begins[:, 1])
    found &= (batch.lengths < _HEADING_CHARS) & ~np.isin(last, _NO_HEADING_ENDS)
    found &= np.repeat(is_text, differences(batch.page_offsets))
    return np.asarray(found)
