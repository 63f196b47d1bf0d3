"""Pages side by side, so that features are computed for all their blocks at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, count
from typing import Any

import numpy as np
from numpy.typing import NDArray

from boilerplate.features.arrays import differences, prefix_sums
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
        return prefix_sums(np.array([len(page) for page in self.pages], np.int64))

    @cached_property
    def page_starts(self) -> NDArray[np.int64]:
        """int64, shape (n,). First block of each block's page."""
        return np.repeat(self.page_offsets[:-1], differences(self.page_offsets))

    @cached_property
    def page_ends(self) -> NDArray[np.int64]:
        """int64, shape (n,). One past the last block of each block's page."""
        return np.repeat(self.page_offsets[1:], differences(self.page_offsets))

    def texts(self) -> Iterator[str]:
        """The texts of all blocks, which huge pages make only now."""
        return chain.from_iterable(page.texts for page in self.pages)

    @cached_property
    def lengths(self) -> NDArray[np.int64]:
        """int64, shape (n,). Characters in each block."""
        return self._numbered[1][self.numbers]

    @property
    def numbers(self) -> NDArray[np.int64]:
        """int64, shape (n,). The same for two blocks of a page with the same text."""
        return self._numbered[0]

    @cached_property
    def _numbered(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The blocks' numbers, and the characters in the text of each number.

        Both come of one pass: texts of huge pages are made anew each time they are asked for.
        """
        number: defaultdict[str, int] = defaultdict(count().__next__)
        numbers: list[int] = []
        lengths: list[int] = []
        for page in self.pages:
            numbers += map(number.__getitem__, page.texts)
            lengths += map(len, number)
            number.clear()
        return np.array(numbers, np.int64), np.array(lengths, np.int64)

    @cached_property
    def section_starts(self) -> NDArray[np.int64]:
        """int64, shape (n, SECTIONS), counted over the batch."""
        return self.column("section_starts") + self.page_starts[:, None]

    @cached_property
    def section_ends(self) -> NDArray[np.int64]:
        """int64, shape (n, SECTIONS), counted over the batch."""
        return self.column("section_ends") + self.page_starts[:, None]

    @cached_property
    def path_lengths(self) -> NDArray[np.int64]:
        """int64, shape (n,). Elements on the path of each block."""
        return np.concatenate([differences(page.path_offsets) for page in self.pages])

    @cached_property
    def path_tags(self) -> NDArray[np.int32]:
        """int32. The tags on all paths, counted over the batch."""
        shifts = np.cumsum([0] + [len(page.tags) for page in self.pages[:-1]], dtype=np.int32)
        shifted = [page.path_tags + shift for page, shift in zip(self.pages, shifts, strict=True)]
        return np.concatenate(shifted)

    def column(self, name: str) -> NDArray[Any]:
        """The column `name` of all pages, one after the other."""
        return np.concatenate([getattr(page, name) for page in self.pages])
