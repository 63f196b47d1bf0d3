"""Bags: lists of items of different lengths, laid out in one array."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from boilerplate.features.arrays import prefix_sums

BUCKETS: Final = 1 << 20
"""Number of buckets that tokens are hashed to."""


@dataclass(frozen=True, slots=True)
class Bag:
    """Things that each of `n` blocks (or tags) has any number of.

    Attributes
    ----------
    items
        int32, shape (t,). Buckets of tokens, or numbers of tags, grouped by block.
    offsets
        int64, shape (n + 1,). Block ``i`` has ``items[offsets[i]:offsets[i + 1]]``.
    """

    items: NDArray[np.int32]
    offsets: NDArray[np.int64]

    @classmethod
    def of(cls, counts: NDArray[np.int64], items: NDArray[np.int32]) -> Bag:
        """A bag from the number of items of each block, and the items in order."""
        return cls(items, prefix_sums(counts))

    def __len__(self) -> int:
        return len(self.offsets) - 1
