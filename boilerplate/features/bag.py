"""Bags: lists of items of different lengths, laid out in one array."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from boilerplate.features.arrays import differences, prefix_sums

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

    @classmethod
    def joined(cls, bags: Sequence[Bag], shifts: Sequence[int] | None = None) -> Bag:
        """Several bags one after the other, the items of each counted from its shift on."""
        if len(bags) == 1 and not shifts:
            return bags[0]
        counts = np.concatenate([bag.counts for bag in bags])
        items = [bag.items for bag in bags]
        if shifts:
            items = [found + np.int32(by) for found, by in zip(items, shifts, strict=True)]
        return cls.of(counts, np.concatenate(items))

    @property
    def counts(self) -> NDArray[np.int64]:
        """int64, shape (n,). Items of each block."""
        return differences(self.offsets)

    def part(self, rows: slice) -> Bag:
        """The bag of neighbouring blocks, given by a slice with both its ends."""
        offsets = self.offsets[rows.start : rows.stop + 1]
        return Bag(self.items[offsets[0] : offsets[-1]], offsets - offsets[0])

    def __len__(self) -> int:
        return len(self.offsets) - 1
