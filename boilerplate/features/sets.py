"""Which hashes are in a set: asked of every word, so that it must be quick."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

_LOW_BITS: Final = np.uint64(0xFFFF)


def among(hashes: NDArray[np.uint64], known: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Whether each hash is one of `known`, which are sorted and at least one.

    Most are not, and most of these have low bits that no known one has.
    """
    near = np.zeros(int(_LOW_BITS) + 1, np.bool_)
    near[(known & _LOW_BITS).astype(np.intp)] = True
    found = near[(hashes & _LOW_BITS).astype(np.intp)]
    candidates = np.flatnonzero(found)
    wanted = hashes[candidates]
    at = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    found[candidates] = known[at] == wanted
    return found
