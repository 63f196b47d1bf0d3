"""The tree behind a run of tags, as arrays: element ranges, tag paths and sections of blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from boilerplate.page.columns import SECTIONS

PATH_LENGTH: Final = 16
"""Innermost elements that a block's tag path keeps."""

_CLIMB: Final = 96
"""Ancestors looked at in the search for sections; what lies deeper is page frame or attack."""

_AT_A_TIME: Final = 1 << 15
"""Blocks whose paths are looked up together."""

_PAGE_SHARE: Final = 0.6
"""The outermost section is the largest with under this share of the page's words."""


@dataclass(frozen=True, slots=True)
class Tree:
    """Elements in document order, each with the blocks it holds.

    Attributes
    ----------
    tag
        int32, shape (e,). The tag token at which each element opens.
    parent
        int32, shape (e,). -1 for the outermost.
    level
        int32, shape (e,). Elements from the outermost to this one; 1 for the outermost.
    first, last
        int32, shape (e,). The element holds the blocks ``[first, last)``.
    leaf
        int32, shape (n,). The innermost element around each block; -1 where there is none.
    """

    tag: NDArray[np.int32]
    parent: NDArray[np.int32]
    level: NDArray[np.int32]
    first: NDArray[np.int32]
    last: NDArray[np.int32]
    leaf: NDArray[np.int32]


def build_tree(
    opens: NDArray[np.bool_], closes: NDArray[np.bool_], block_at: NDArray[np.int64]
) -> Tree:
    """Recover the tree from a balanced run of tags.

    Parameters
    ----------
    opens, closes
        bool, shape (t,). Whether each tag opens or closes an element (void tags do neither).
    block_at
        int64, shape (n,), ascending. A block with value ``k`` stands right before tag ``k``.
    """
    depth = np.cumsum(opens.astype(np.int8) - closes, dtype=np.int32)
    opening = np.flatnonzero(opens).astype(np.int32)
    level = depth[opening]
    by_level = _argsort(level)
    blocks_before = np.cumsum(np.bincount(block_at, minlength=len(opens) + 1), dtype=np.int32)
    last = blocks_before[_ends(depth, closes, by_level)]
    first = blocks_before[opening]
    del blocks_before

    span = len(opens) + 1
    keys = level[by_level] * np.int64(span)
    keys += opening[by_level]

    def last_open(at_level: NDArray[np.int32], before: NDArray[np.integer]) -> NDArray[np.int32]:
        found = np.searchsorted(keys, at_level * np.int64(span) + before) - 1
        inside = (at_level > 0) & (found >= 0)
        return np.where(inside, by_level[np.maximum(found, 0)] if len(keys) else -1, -1).astype(
            np.int32
        )

    leaf = last_open(np.append(np.int32(0), depth)[block_at], block_at)
    del depth
    return Tree(opening, last_open(level - np.int32(1), opening), level, first, last, leaf)


def _ends(
    depth: NDArray[np.int32], closes: NDArray[np.bool_], by_level: NDArray[np.int64]
) -> NDArray[np.int32]:
    """The tag at which each element is closed."""
    # At one level, elements open and close in turn: the k-th opening pairs with the k-th closing.
    closing = np.flatnonzero(closes).astype(np.int32)
    # What the source leaves open, one element a level, ends with the page.
    left_open = max(int(depth[-1]), 0) if len(depth) else 0
    closed = np.append(depth[closing], np.arange(left_open, dtype=np.int32))
    closing = np.append(closing, np.full(left_open, len(closes), np.int32))
    closing = closing[_argsort(closed)]
    end = np.full(len(by_level), len(closes), np.int32)
    pairs = min(len(by_level), len(closing))
    end[by_level[:pairs]] = closing[:pairs]
    return end


def _argsort(levels: NDArray[np.int32]) -> NDArray[np.int64]:
    """Stable order of levels; small integers are sorted much faster."""
    if len(levels) and levels.min() >= -(1 << 15) and levels.max() < 1 << 15:
        return np.argsort(levels.astype(np.int16), kind="stable")
    return np.argsort(levels, kind="stable")


@dataclass(frozen=True, slots=True)
class Ancestry:
    """For each of the `n` blocks, what its ancestors say.

    Attributes
    ----------
    depth
        float32, shape (n,). Elements around the block, at most a bound.
    section_starts, section_ends
        int32, shape (n, SECTIONS), as in `PageColumns`.
    elements, offsets
        The path of block ``i``, innermost first, is ``elements[offsets[i]:offsets[i + 1]]``.
    """

    depth: NDArray[np.float32]
    section_starts: NDArray[np.int32]
    section_ends: NDArray[np.int32]
    elements: NDArray[np.int32]
    offsets: NDArray[np.int64]


def climb(tree: Tree, words: NDArray[np.int64]) -> Ancestry:
    """Walk up from all blocks at once.

    Sections are the distinct block ranges of the ancestors: the nearest ``SECTIONS - 1``,
    then the largest with under 60 % of the page's words.

    Parameters
    ----------
    words
        int64, shape (n,). A measure of each block's length.
    """
    # The element -1 is its own parent and holds no block.
    parent = np.append(tree.parent, -1)
    level = np.append(tree.level, np.int32(0))
    depth = level[tree.leaf]
    starts, ends = _sections(tree, parent, level, words)
    return Ancestry(
        depth=np.minimum(depth, _CLIMB).astype(np.float32),
        section_starts=starts,
        section_ends=ends,
        elements=_paths(tree.leaf, parent),
        offsets=np.append(0, np.cumsum(np.minimum(depth, PATH_LENGTH), dtype=np.int64)),
    )


def _sections(
    tree: Tree, parent: NDArray[np.int64], level: NDArray[np.int32], words: NDArray[np.int64]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Starts and ends of the sections around each block."""
    first, last = np.append(tree.first, np.int32(0)), np.append(tree.last, np.int32(0))
    total = np.append(0, np.cumsum(words))
    size = last - first
    partial = total[last] - total[first] < _PAGE_SHARE * total[-1]
    partial[-1] = False
    # Ranges only grow on the way up, so that elements of one range follow one another, and
    # none is partial above one that is not.
    wider = parent[_tops(parent, size[parent] == size)]

    leaf = tree.leaf
    bottom = level[leaf] - np.int32(_CLIMB)

    def seen(element: NDArray[np.int32]) -> NDArray[np.bool_]:
        return np.asarray((size[element] > 1) & (level[element] > bottom))

    blocks = np.arange(len(words), dtype=np.int32)
    starts = np.repeat(blocks[:, None], SECTIONS, axis=1)
    ends = starts + np.int32(1)
    element = np.where(size[leaf] > 1, leaf, wider[leaf])
    for i in range(SECTIONS - 1):
        found = seen(element)
        instead = max(i - 1, 0)  # a section also stands in for those a block lacks
        starts[:, i] = np.where(found, first[element], starts[:, instead])
        ends[:, i] = np.where(found, last[element], ends[:, instead])
        element = np.where(found, wider[element], -1)
    del wider
    outermost = np.where(partial[leaf], _tops(parent, partial[parent])[leaf], -1)
    far = np.flatnonzero((outermost >= 0) & (level[outermost] <= bottom))
    if len(far):
        element = leaf[far]
        for _ in range(_CLIMB - 1):
            element = parent[element]
        outermost[far] = element
    found = seen(outermost)
    starts[found, -1] = first[outermost[found]]
    ends[found, -1] = last[outermost[found]]
    return starts, ends


def _paths(leaf: NDArray[np.int32], parent: NDArray[np.int64]) -> NDArray[np.int32]:
    """The innermost elements around each block, one path after the other."""
    paths: list[NDArray[np.int32]] = []
    for begin in range(0, len(leaf), _AT_A_TIME):
        element: NDArray[np.integer] = leaf[begin : begin + _AT_A_TIME]
        path = np.empty((len(element), PATH_LENGTH), np.int32)
        for i in range(PATH_LENGTH):
            path[:, i] = element
            element = parent[element]
        paths.append(path[path >= 0])
    return np.concatenate(paths) if paths else leaf


def _tops(parent: NDArray[np.int64], linked: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The last element on the way up from each as long as each is linked with its parent."""
    tops = np.where(linked, parent, np.arange(len(parent)))
    tops[-1] = -1
    while True:  # doubles its steps
        further = tops[tops]
        if np.array_equal(further, tops):
            return tops
        tops = further
