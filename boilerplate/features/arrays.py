"""Small steps on arrays that several families of features take."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray


def prefix_sums(counts: NDArray[Any]) -> NDArray[np.int64]:
    """int64, shape (n + 1,). The sum of all `counts` before each, and of all."""
    sums = np.zeros(len(counts) + 1, np.int64)
    counts.cumsum(out=sums[1:])
    return sums


def differences(offsets: NDArray[Any]) -> NDArray[Any]:
    """What each but the first is more than the one before."""
    return np.asarray(offsets[1:] - offsets[:-1])


def ragged(starts: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """The numbers ``starts[i], starts[i] + 1, ...``, `counts[i]` of each, one after the other."""
    before = prefix_sums(counts)
    found = (starts - before[:-1]).repeat(counts)
    found += np.arange(len(found))
    return found


def range_sum(
    values: NDArray[Any], starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Sums of `values` over the ranges ``[starts, ends)``, by prefix sums."""
    total = np.zeros(len(values) + 1)
    values.cumsum(dtype=np.float64, out=total[1:])
    return np.asarray(total[ends] - total[starts])


def fill(out: NDArray[np.float32], columns: Iterable[NDArray[Any]]) -> None:
    """Write columns, and groups of columns, of any type into a matrix, from the left on."""
    at = 0
    for column in columns:
        if column.ndim == 1:
            out[:, at] = column
            at += 1
        else:
            out[:, at : at + column.shape[1]] = column
            at += column.shape[1]
