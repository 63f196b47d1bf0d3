"""Which items two sequences share, in order: the longest common subsequence, bit-parallel.

Each row of the table of subsequence lengths is one big integer (Crochemore et al. 2001,
Hyyrö 2004): bit ``i`` is 0 where the length grows at item ``i``. Rows are kept for the
way back; where they would need too much memory the sequences are cut in two (Hirschberg 1975).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

MAX_BITS = 1 << 29
"""Bits of kept rows (64 MB) above which the sequences are halved first."""

Pairs = list[tuple[int, int]]


def common_subsequence(
    a: Sequence[Hashable], b: Sequence[Hashable], max_bits: int = MAX_BITS
) -> Pairs:
    """Pair the items of a longest common subsequence of two sequences.

    Parameters
    ----------
    a, b
        Sequences of hashable items.
    max_bits
        Bound on the memory for kept rows, in bits.

    Returns
    -------
    list of (int, int)
        Positions ``(i, j)`` with ``a[i] == b[j]``, both strictly rising.
    """
    if len(a) < len(b):  # one row an item of `b`, so `b` is to be the shorter one
        return [(i, j) for j, i in common_subsequence(b, a, max_bits)]
    head = 0
    while head < len(b) and a[head] == b[head]:
        head += 1
    tail = 0
    while tail < len(b) - head and a[-1 - tail] == b[-1 - tail]:
        tail += 1
    middle_a, middle_b = a[head : len(a) - tail], b[head : len(b) - tail]
    pairs = [(i, i) for i in range(head)]
    if len(middle_a) * len(middle_b) > max_bits and len(middle_b) > 1:
        cut_a, cut_b = _cut(middle_a, middle_b)
        before = common_subsequence(middle_a[:cut_a], middle_b[:cut_b], max_bits)
        after = common_subsequence(middle_a[cut_a:], middle_b[cut_b:], max_bits)
        pairs += [(head + i, head + j) for i, j in before]
        pairs += [(head + cut_a + i, head + cut_b + j) for i, j in after]
    else:
        pairs += [(head + i, head + j) for i, j in _trace(middle_a, middle_b)]
    pairs += [(len(a) - k, len(b) - k) for k in range(tail, 0, -1)]
    return pairs


def _rows(a: Sequence[Hashable], b: Sequence[Hashable]) -> Iterator[int]:
    """Yield one row of growth bits for every item of `b`."""
    masks: dict[Hashable, int] = {item: 0 for item in b}
    places: dict[Hashable, list[int]] = {}
    for i, item in enumerate(a):
        if item in masks:
            places.setdefault(item, []).append(i)
    for item, where in places.items():
        bits = bytearray(len(a) // 8 + 1)
        for i in where:
            bits[i >> 3] |= 1 << (i & 7)
        masks[item] = int.from_bytes(bits, "little")
    full = (1 << len(a)) - 1
    row = full
    for item in b:
        hits = row & masks[item]
        if hits:
            row = ((row + hits) | (row - hits)) & full
        yield row


def _trace(a: Sequence[Hashable], b: Sequence[Hashable]) -> Pairs:
    """Walk back through the rows from the end of both sequences."""
    full = (1 << len(a)) - 1
    growth = [0, *(row ^ full for row in _rows(a, b))]
    pairs: Pairs = []
    end = len(a)
    for j in range(len(b), 0, -1):
        end = (growth[j] & ((1 << end) - 1)).bit_length()
        if not end:
            break
        if not growth[j - 1] >> (end - 1) & 1:
            end -= 1
            pairs.append((end, j - 1))
    return pairs[::-1]


def _cut(a: Sequence[Hashable], b: Sequence[Hashable]) -> tuple[int, int]:
    """Find where to cut both sequences without losing length: `b` in half, `a` to match."""
    half = len(b) // 2
    left = _lengths(a, b[:half])
    right = _lengths(a[::-1], b[half:][::-1])
    return int(np.argmax(left + right[::-1])), half


def _lengths(a: Sequence[Hashable], b: Sequence[Hashable]) -> NDArray[np.int64]:
    """Length of the common subsequence of `b` and each prefix of `a`, shape (len(a) + 1,)."""
    row = (1 << len(a)) - 1
    for row in _rows(a, b):  # noqa: B007  only the last row counts
        pass
    packed = np.frombuffer(row.to_bytes(len(a) // 8 + 1, "little"), dtype=np.uint8)
    grows = 1 - np.unpackbits(packed, bitorder="little")[: len(a)].astype(np.int64)
    return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(grows)])
