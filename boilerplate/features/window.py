"""Some of a batch's blocks at a time: all characters of a huge page would take too much memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from boilerplate.features.arrays import differences, prefix_sums
from boilerplate.features.batch import Batch
from boilerplate.features.characters import HEAD, TAIL, Characters

_AT_ONCE: Final = 1 << 18
"""Characters that are laid out at once; those of most batches are fewer."""


@dataclass(frozen=True)
class Window:
    """Neighbouring blocks of a batch, `k` of them.

    Attributes
    ----------
    rows
        Which blocks of the batch they are.
    texts
        Their texts.
    lengths
        int64, shape (k,). Characters in each.
    pages
        int64, shape (k,). Number of each one's page in the batch.
    """

    rows: slice
    texts: Sequence[str]
    lengths: NDArray[np.int64]
    pages: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.texts)

    @cached_property
    def characters(self) -> Characters:
        """The characters of these blocks, in one array."""
        return Characters.of(self.texts)


def windows(batch: Batch) -> Iterator[Window]:
    """All blocks of a batch, as many at a time as have few enough characters."""
    pages = np.arange(len(batch.pages)).repeat(differences(batch.page_offsets))
    texts = batch.texts()
    for low, high in pairwise(_bounds(batch.lengths)):
        rows = slice(low, high)
        yield Window(rows, list(islice(texts, high - low)), batch.lengths[rows], pages[rows])


def _bounds(lengths: NDArray[np.int64]) -> list[int]:
    """Where windows begin, and where the last one ends."""
    seen = prefix_sums(np.minimum(lengths, HEAD + TAIL))
    inside = np.searchsorted(seen, range(_AT_ONCE, int(seen[-1]), _AT_ONCE), side="right") - 1
    return [0, *inside.tolist(), len(lengths)]
