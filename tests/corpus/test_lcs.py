from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boilerplate.corpus.lcs import common_subsequence

SEQUENCES = st.lists(st.integers(0, 5), max_size=40)


def length_by_table(a: list[int], b: list[int]) -> int:
    row = [0] * (len(b) + 1)
    for x in a:
        above = row[:]
        for j, y in enumerate(b, 1):
            row[j] = above[j - 1] + 1 if x == y else max(above[j], row[j - 1])
    return row[-1]


@pytest.mark.parametrize("max_bits", [1 << 29, 8])
@given(a=SEQUENCES, b=SEQUENCES)
def test_pairs_are_a_longest_common_subsequence(max_bits: int, a: list[int], b: list[int]) -> None:
    pairs = common_subsequence(a, b, max_bits)
    assert all(a[i] == b[j] for i, j in pairs)
    for (i, j), (next_i, next_j) in pairwise(pairs):
        assert i < next_i
        assert j < next_j
    assert len(pairs) == length_by_table(a, b)


def test_long_sequences_are_cut_without_losing_length() -> None:
    a = [k * k % 911 for k in range(4000)]
    b = [k * k % 911 for k in range(500, 4500, 2)]
    assert len(common_subsequence(a, b, 10_000)) == len(common_subsequence(a, b))
