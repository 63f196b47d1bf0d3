"""Context: the ranges of neighbouring blocks that a block is seen in.

A range is all that later steps need to know: they look at the mean of whatever they have
computed over ``[start, end)``.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

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

NAMES: Final = (
    *_WINDOWS,
    "page",
    "page_before",
    "page_after",
    *(f"section{i}" for i in range(SECTIONS)),
    "widest_before",
    "widest_after",
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
    return np.stack(starts).astype(np.int32), np.stack(ends).astype(np.int32)
