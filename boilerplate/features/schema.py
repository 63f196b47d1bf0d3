"""All features of a block, by family; their names and version are stored with each model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from boilerplate.features import context, dom, hints, layout, lexical, tokens
from boilerplate.features.bag import BUCKETS, Bag
from boilerplate.features.batch import Batch
from boilerplate.features.wording import wording
from boilerplate.page import PageColumns

VERSION: Final = 2
"""Moves whenever a feature is added, removed or computed differently."""

_FAMILIES: Final = {"lexical": lexical, "layout": layout, "dom": dom, "hints": hints}

NAMES: Final = tuple(
    f"{family}.{name}" for family, module in _FAMILIES.items() for name in module.NAMES
)

_ENDS: Final = list(accumulate(len(module.NAMES) for module in _FAMILIES.values()))
_COLUMNS: Final = dict(zip(_FAMILIES, map(slice, [0, *_ENDS], _ENDS), strict=True))


@dataclass(frozen=True, slots=True)
class Features:
    """What a model is shown of the `n` blocks of some pages.

    Attributes
    ----------
    dense
        float32, shape (n, len(NAMES)). NaN where a page has no such thing.
    bags
        Buckets of the blocks' tokens, by the names of `tokens.BAGS`.
    tags
        Buckets of the tokens of the distinct tags.
    paths
        Tags around the blocks, by the names of `tokens.PATHS`.
    signs
        Buckets of the tokens of the pages' signs.
    range_starts, range_ends
        int32, shape (ranges, n). Neighbourhoods, as in `context.NAMES`.
    page_offsets
        int64, shape (pages + 1,).
    """

    dense: NDArray[np.float32]
    bags: dict[str, Bag]
    tags: Bag
    paths: dict[str, Bag]
    signs: Bag
    range_starts: NDArray[np.int32]
    range_ends: NDArray[np.int32]
    page_offsets: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.dense)

    @property
    def page_lengths(self) -> NDArray[np.int64]:
        """int64, shape (pages,). Blocks of each page."""
        return np.diff(self.page_offsets)


def featurise(pages: Sequence[PageColumns]) -> Features:
    """Compute the features of all blocks of `pages` (at least one page, at least one block)."""
    batch = Batch(pages)
    dense = np.empty((len(batch), len(NAMES)), np.float32)
    family = {name: dense[:, columns] for name, columns in _COLUMNS.items()}
    words = wording(batch, family["lexical"], family["hints"])
    layout.compute(family["layout"], batch, words.first)
    dom.compute(family["dom"], batch)
    starts, ends = context.ranges(batch, words.last)
    return Features(
        dense=dense,
        bags=words.bags,
        tags=tokens.tags(batch),
        paths=tokens.paths(batch),
        signs=tokens.signs(batch),
        range_starts=starts,
        range_ends=ends,
        page_offsets=batch.page_offsets,
    )


def schema() -> dict[str, Any]:
    """The schema as plain data, to store with a model and to compare on load."""
    return {
        "version": VERSION,
        "dense": list(NAMES),
        "bags": list(tokens.BAGS),
        "paths": list(tokens.PATHS),
        "buckets": BUCKETS,
        "ranges": list(context.NAMES),
    }


def join(parts: Sequence[Features]) -> Features:
    """Features of several groups of pages as one, as if computed together."""
    shifts = np.cumsum([0] + [len(part) for part in parts[:-1]]).tolist()
    tag_shifts = np.cumsum([0] + [len(part.tags) for part in parts[:-1]]).tolist()

    def shifted(name: str) -> NDArray[np.int32]:
        ranges = [
            getattr(part, name) + np.int32(by) for part, by in zip(parts, shifts, strict=True)
        ]
        return np.concatenate(ranges, axis=1)

    return Features(
        dense=np.concatenate([part.dense for part in parts]),
        bags={name: Bag.joined([part.bags[name] for part in parts]) for name in tokens.BAGS},
        tags=Bag.joined([part.tags for part in parts]),
        paths={
            name: Bag.joined([part.paths[name] for part in parts], tag_shifts)
            for name in tokens.PATHS
        },
        signs=Bag.joined([part.signs for part in parts]),
        range_starts=shifted("range_starts"),
        range_ends=shifted("range_ends"),
        page_offsets=_join_offsets([part.page_offsets for part in parts]),
    )


def _join_offsets(parts: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    return np.append(0, np.cumsum(np.concatenate([np.diff(offsets) for offsets in parts])))
