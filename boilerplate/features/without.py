"""Copies of a page's features, each without one part, to be scored together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from boilerplate.features.arrays import differences, prefix_sums, ragged
from boilerplate.features.bag import Bag
from boilerplate.features.parts import Part
from boilerplate.features.schema import Features


def without(features: Features, window: range, parts: Sequence[Part]) -> Features:
    """The features of a page, then of copies of its window, each without one part.

    A neighbourhood inside the window is that of the copy; one that reaches beyond is that of
    the page itself, so that a copy without nothing is scored as the page is.

    Parameters
    ----------
    features
        Of one page.
    window
        The blocks that are copied, among them all that the parts are of.
    """
    n, width = len(features), len(window)
    rows = np.concatenate([np.arange(n), np.tile(np.arange(window.start, window.stop), len(parts))])
    shifts = n + width * np.arange(len(parts)) - window.start
    places = [shift + part.block for shift, part in zip(shifts.tolist(), parts, strict=True)]

    def taken(name: str, bag: Bag) -> Bag:
        return _taken(
            bag, rows, [(at, part.items.get(name)) for at, part in zip(places, parts, strict=True)]
        )

    dense = features.dense[rows]
    starts, ends = features.range_starts[:, rows], features.range_ends[:, rows]
    inside = (starts[:, n:] >= window.start) & (ends[:, n:] <= window.stop)
    shift = (inside * np.repeat(shifts, width)).astype(np.int32)
    starts[:, n:] += shift
    ends[:, n:] += shift
    for at, part in zip(places, parts, strict=True):
        dense[at, list(part.columns)] = np.nan
        ends[list(part.ranges), at] = starts[list(part.ranges), at]
    pages = np.zeros(len(parts) + 1, np.int64)
    return Features(
        dense=dense,
        bags={name: taken(name, bag) for name, bag in features.bags.items()},
        tags=features.tags,
        paths={name: taken(name, bag) for name, bag in features.paths.items()},
        signs=_taken(
            features.signs,
            pages,
            [(at, part.items.get("signs")) for at, part in enumerate(parts, 1)],
        ),
        range_starts=starts,
        range_ends=ends,
        page_offsets=prefix_sums(np.array([n] + [width] * len(parts))),
    )


def _taken(
    bag: Bag, rows: NDArray[np.int64], dropped: Sequence[tuple[int, Sequence[int] | None]]
) -> Bag:
    """The bag of some rows of another, of which some lack some of their items."""
    at = ragged(bag.offsets[rows], differences(bag.offsets)[rows])
    starts = prefix_sums(differences(bag.offsets)[rows])
    keep = np.ones(len(at), np.bool_)
    for row, items in dropped:
        if items:
            keep[starts[row] + np.asarray(items)] = False
    return Bag(bag.items[at[keep]], prefix_sums(keep)[starts])
