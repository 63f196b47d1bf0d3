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

_AT_ONCE: Final = 1 << 15
"""Blocks whose ancestors are held in memory at once."""

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
    first, last
        int32, shape (e,). The element holds the blocks ``[first, last)``.
    leaf
        int32, shape (n,). The innermost element around each block; -1 where there is none.
    """

    tag: NDArray[np.int32]
    parent: NDArray[np.int32]
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
    depth = np.cumsum(opens.astype(np.int64) - closes)
    opening = np.flatnonzero(opens)
    closing = np.flatnonzero(closes)
    # At one level, elements open and close in turn: the k-th opening pairs with the k-th closing.
    level = depth[opening]
    by_level = np.argsort(level, kind="stable")
    end = np.full(len(opening), len(opens), np.int64)
    closing_by_level = closing[np.argsort(depth[closing] + 1, kind="stable")]
    pairs = min(len(by_level), len(closing_by_level))
    end[by_level[:pairs]] = closing_by_level[:pairs]

    span = len(opens) + 1
    keys = level[by_level] * span + opening[by_level]

    def last_open(at_level: NDArray[np.int64], before: NDArray[np.int64]) -> NDArray[np.int32]:
        found = np.searchsorted(keys, at_level * span + before) - 1
        inside = (at_level > 0) & (found >= 0)
        return np.where(inside, by_level[np.maximum(found, 0)] if len(keys) else -1, -1).astype(
            np.int32
        )

    depth_before = np.append(0, depth)[block_at]
    return Tree(
        tag=opening.astype(np.int32),
        parent=last_open(level - 1, opening),
        first=np.searchsorted(block_at, opening, side="right").astype(np.int32),
        last=np.searchsorted(block_at, end, side="right").astype(np.int32),
        leaf=last_open(depth_before, block_at),
    )


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
    total = np.append(0, np.cumsum(words))
    parts = [
        _climb(tree, total, np.arange(low, min(low + _AT_ONCE, len(words)), dtype=np.int32))
        for low in range(0, max(len(words), 1), _AT_ONCE)
    ]
    path = np.concatenate([part[3] for part in parts])
    return Ancestry(
        depth=np.concatenate([part[0] for part in parts]),
        section_starts=np.concatenate([part[1] for part in parts]),
        section_ends=np.concatenate([part[2] for part in parts]),
        elements=path[path >= 0],
        offsets=np.append(0, np.cumsum((path >= 0).sum(axis=1))).astype(np.int64),
    )


def _climb(
    tree: Tree, total: NDArray[np.int64], blocks: NDArray[np.int32]
) -> tuple[NDArray[np.float32], NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """Depth, section starts and ends, and path of the elements (-1 at its end) of `blocks`."""
    n = len(blocks)
    # The element -1 is its own parent and holds no block.
    parent, first, last = (
        np.append(column, end)
        for column, end in ((tree.parent, -1), (tree.first, 0), (tree.last, 0))
    )
    steps: list[NDArray[np.int32]] = []
    element = tree.leaf[blocks]
    while len(steps) < _CLIMB and (element >= 0).any():
        steps.append(element)
        element = parent[element]
    trail = np.array(steps, np.int32).reshape(len(steps), n)

    low, high = first[trail], last[trail]
    size = high - low
    widest = np.maximum.accumulate(np.vstack([np.ones((1, n), np.int32), size]), axis=0)
    wider = size > widest[:-1]
    rank = np.cumsum(wider, axis=0)
    starts = np.repeat(blocks[:, None], SECTIONS, axis=1)
    ends = starts + 1
    step, block = np.nonzero(wider & (rank < SECTIONS))
    level = rank[step, block] - 1
    starts[block, level] = low[step, block]
    ends[block, level] = high[step, block]
    sections = wider.sum(axis=0)
    for wanting in range(1, SECTIONS - 1):  # a section also stands in for those a block lacks
        lacking = sections <= wanting
        starts[lacking, wanting] = starts[lacking, wanting - 1]
        ends[lacking, wanting] = ends[lacking, wanting - 1]
    partial = total[high] - total[low] < _PAGE_SHARE * total[-1]
    step, block = np.nonzero(wider & partial)  # in order: the outermost comes last and stays
    starts[block, -1] = low[step, block]
    ends[block, -1] = high[step, block]

    path = np.full((n, PATH_LENGTH), -1, np.int32)
    path[:, : len(steps)] = trail[:PATH_LENGTH].T
    return (trail >= 0).sum(axis=0).astype(np.float32), starts, ends, path
