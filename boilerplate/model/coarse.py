"""Pages of more blocks than anyone reads: neighbouring blocks are looked at together.

A page may hold a million blocks, as a log file does, or a page that is meant to take all memory.
Time and memory of labelling are bounded by looking at groups of its blocks; every block gets the
answer of its group.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, overload

import numpy as np
from numpy.typing import NDArray

from boilerplate.page import PageColumns

LIMIT: Final = 1 << 16
"""Blocks of a page that are looked at one by one. The largest page of the training corpora has
a fifth as many."""


class _Joined(Sequence[str]):
    """Texts joined by groups of `size`, when they are asked for: all at once are a whole page."""

    def __init__(self, texts: Sequence[str], size: int) -> None:
        self._texts = texts
        self._size = size

    def __len__(self) -> int:
        return -(-len(self._texts) // self._size)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        low = range(0, len(self._texts), self._size)[index]
        return self._group(low) if isinstance(low, int) else list(map(self._group, low))

    def __iter__(self) -> Iterator[str]:
        return map(self._group, range(0, len(self._texts), self._size))

    def _group(self, low: int) -> str:
        return "\n".join(self._texts[low : low + self._size])


def group_size(blocks: int) -> int:
    """How many neighbouring blocks of a page of so many are looked at together; mostly 1."""
    return max(-(-blocks // LIMIT), 1)


def groups_of_blocks(pages: Sequence[PageColumns]) -> NDArray[np.int64]:
    """int64, shape (n,). The group of each block of some pages, one after the other."""
    groups: list[NDArray[np.int64]] = []
    begun = 0
    for n in map(len, pages):
        groups.append(begun + np.arange(n) // group_size(n))
        begun += -(-n // group_size(n))
    return np.concatenate(groups)


def coarse(page: PageColumns) -> PageColumns:
    """The page with its neighbouring blocks joined, by groups of :func:`group_size`."""
    n, size = len(page), group_size(len(page))
    if size == 1:
        return page
    first = np.arange(0, n, size)
    last = np.minimum(first + size, n) - 1
    paths = np.diff(page.path_offsets)[first]
    path_offsets = np.append(0, np.cumsum(paths))
    steps = np.repeat(page.path_offsets[first] - path_offsets[:-1], paths)
    chosen = steps + np.arange(path_offsets[-1])
    used, path_tags = np.unique(page.path_tags[chosen], return_inverse=True)

    def total(column: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.add.reduceat(column, first)

    return replace(
        page,
        texts=_Joined(page.texts, size),
        starts=page.starts[first],
        ends=page.ends[last],
        blank_before=page.blank_before[first],
        link_chars=total(page.link_chars),
        links=total(page.links),
        media=total(page.media),
        inputs=total(page.inputs),
        hidden=np.minimum.reduceat(page.hidden, first),
        depth=page.depth[first],
        section_starts=page.section_starts[first] // size,
        section_ends=-(-page.section_ends[last] // size),
        tags=[page.tags[tag] for tag in used.tolist()],
        path_tags=path_tags.astype(np.int32).reshape(-1),
        path_offsets=path_offsets,
        path_own=page.path_own[chosen],
    )
