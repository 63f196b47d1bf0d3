"""Pages side by side, so that features are computed for all their blocks at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from boilerplate.features.characters import Characters
from boilerplate.page import PageColumns


@dataclass(frozen=True)
class Batch:
    """The blocks of several pages, one after the other.

    Attributes
    ----------
    pages
        The pages; `n` is the number of their blocks.
    """

    pages: Sequence[PageColumns]

    def __len__(self) -> int:
        return int(self.page_offsets[-1])

    @cached_property
    def page_offsets(self) -> NDArray[np.int64]:
        """int64, shape (pages + 1,). Page ``p`` holds the blocks ``offsets[p]:offsets[p + 1]``."""
        return np.append(0, np.cumsum([len(page) for page in self.pages])).astype(np.int64)

    @cached_property
    def page_starts(self) -> NDArray[np.int64]:
        """int64, shape (n,). First block of each block's page."""
        return np.repeat(self.page_offsets[:-1], np.diff(self.page_offsets))

    @cached_property
    def page_ends(self) -> NDArray[np.int64]:
        """int64, shape (n,). One past the last block of each block's page."""
        return np.repeat(self.page_offsets[1:], np.diff(self.page_offsets))

    @cached_property
    def lengths(self) -> NDArray[np.int64]:
        """int64, shape (n,). Characters in each block."""
        return np.fromiter((len(t) for page in self.pages for t in page.texts), np.int64, len(self))

    @cached_property
    def characters(self) -> Characters:
        """The characters of all blocks, in one array."""
        return Characters.of([text for page in self.pages for text in page.texts])

    @cached_property
    def section_starts(self) -> NDArray[np.int64]:
        """int64, shape (n, SECTIONS), counted over the batch."""
        return self.column("section_starts") + self.page_starts[:, None]

    @cached_property
    def section_ends(self) -> NDArray[np.int64]:
        """int64, shape (n, SECTIONS), counted over the batch."""
        return self.column("section_ends") + self.page_starts[:, None]

    def column(self, name: str) -> NDArray[Any]:
        """The column `name` of all pages, one after the other."""
        return np.concatenate([getattr(page, name) for page in self.pages])


def range_sum(
    values: NDArray[Any], starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Sums of `values` over the ranges ``[starts, ends)``, by prefix sums."""
    total = np.append(0.0, np.cumsum(values, dtype=np.float64))
    return np.asarray(total[ends] - total[starts])
