"""Which hashes are in a set: asked of every word, so that it must be quick."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

_LOW_BITS: Final = np.uint64(0xFFFF)


def find(
    hashes: NDArray[np.uint64], known: NDArray[np.uint64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Which of `hashes` are among `known`, and which of these they are.

    Most are not, and most of these have low bits that no known one has.

    Parameters
    ----------
    known
        Sorted, and at least one.
    """
    near = np.zeros(int(_LOW_BITS) + 1, np.bool_)
    near[(known & _LOW_BITS).astype(np.intp)] = True
    candidates = np.flatnonzero(near[(hashes & _LOW_BITS).astype(np.intp)])
    wanted = hashes[candidates]
    at = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    same = known[at] == wanted
    return candidates[same], at[same]


def among(hashes: NDArray[np.uint64], known: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Whether each hash is one of `known`, as in :func:`find`."""
    found = np.zeros(len(hashes), np.bool_)
    found[find(hashes, known)[0]] = True
    return found
