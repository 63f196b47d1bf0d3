"""Layout features: where a block stands, how it compares with the blocks around it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from boilerplate.features.arrays import fill, prefix_sums, range_sum
from boilerplate.features.batch import Batch
from boilerplate.features.characters import Class
from boilerplate.page import SECTIONS
from boilerplate.page.text import PROSE_CHARS

NAMES: Final = (
    "position",
    "position_from_end",
    "log_index",
    "log_index_from_end",
    "chars_before",
    "page_log_blocks",
    "page_log_chars",
    "page_log_mean_chars",
    "page_share_prose",
    "blank_before",
    "blank_after",
    "page_share_blank",
    "log_repeats",
    "repeat_before",
    "repeat_after",
    "repeat_log_gap",
    "between_repeats",
    "run_log_size",
    "run_position",
    *(f"section{i}_log_blocks" for i in range(SECTIONS)),
    *(f"section{i}_position" for i in range(SECTIONS)),
    *(f"section{i}_share_of_page" for i in range(SECTIONS)),
    *(f"section{i}_log_mean_chars" for i in range(SECTIONS)),
    *(f"section{i}_share_prose" for i in range(SECTIONS)),
)

_NEAR: Final = 6
"""Blocks within which a text and its copy belong together."""


def compute(out: NDArray[np.float32], batch: Batch, first: NDArray[np.uint8]) -> None:
    """Fill a matrix of features.

    Parameters
    ----------
    out
        A row a block, columns as in `NAMES`.
    first
        uint8, shape (n,). Class of each block's first character.
    """
    fill(out, _columns(batch, first))


def _columns(batch: Batch, first: NDArray[np.uint8]) -> Iterator[NDArray[Any]]:
    n = len(batch)
    index = np.arange(n)
    start, end = batch.page_starts, batch.page_ends
    lengths = batch.lengths
    size = end - start
    chars = prefix_sums(lengths)
    page_chars = chars[end] - chars[start]
    prose = (lengths >= PROSE_CHARS) * lengths
    blank = batch.column("blank_before")
    blank_after = np.append(blank[1:], np.nan)
    blank_after[end - 1] = np.where(np.isnan(blank[end - 1]), np.nan, 0)
    repeats, before, after, gap, between = _repeats(batch)
    run_size, run_position = _runs(batch, first)
    s, e = batch.section_starts, batch.section_ends
    section_chars = chars[e] - chars[s]
    yield (index - start) / size
    yield (end - 1 - index) / size
    yield np.log1p(index - start)
    yield np.log1p(end - 1 - index)
    yield (chars[index] - chars[start]) / page_chars
    yield np.log1p(size)
    yield np.log1p(page_chars)
    yield np.log1p(page_chars / size)
    yield range_sum(prose, start, end) / page_chars
    yield np.log1p(blank)
    yield np.log1p(blank_after)
    yield np.where(np.isnan(blank), np.nan, range_sum(blank > 0, start, end) / size)
    yield repeats
    yield before
    yield after
    yield gap
    yield between
    yield run_size
    yield run_position
    yield np.log1p(e - s)
    yield (index[:, None] - s) / (e - s)
    yield section_chars / page_chars[:, None]
    yield np.log1p(section_chars / (e - s))
    yield range_sum(prose, s, e) / np.maximum(section_chars, 1)


def _repeats(batch: Batch) -> tuple[NDArray[Any], ...]:
    """How a block's text recurs on its page.

    Logarithm of how often it occurs; whether it did before and does after; logarithm of the
    blocks to the nearest other occurrence (NaN where there is none); and whether the block
    stands between two near occurrences of another text, as a credit does between a caption and
    its copy.
    """
    n = len(batch)
    group = batch.numbers
    occurrences = np.bincount(group)[group]
    order = np.argsort(group, kind="stable")
    again = np.flatnonzero(group[order][1:] == group[order][:-1])
    earlier, later = order[again], order[again + 1]
    before, after = np.zeros(n, np.bool_), np.zeros(n, np.bool_)
    before[later] = True
    after[earlier] = True
    gap = np.full(n, np.inf)
    gap[later] = later - earlier
    gap[earlier] = np.minimum(gap[earlier], later - earlier)
    near = (later - earlier > 1) & (later - earlier <= _NEAR)
    edges = np.zeros(n + 1)
    np.add.at(edges, earlier[near] + 1, 1)
    np.add.at(edges, later[near], -1)
    return (
        np.log(occurrences),
        before,
        after,
        np.log(np.where(np.isinf(gap), np.nan, gap)),
        np.cumsum(edges)[:n] > 0,
    )


def _runs(
    batch: Batch, first: NDArray[np.uint8]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Size of the run of similar lines around each block, and its position in it.

    Lines are similar when their lengths are of one magnitude and they are made of the same
    kind of first character.
    """
    magnitude = np.log2(batch.lengths).astype(np.int64) // 2
    key = magnitude * Class.COUNT + first
    index = np.arange(len(key))
    begins = np.append(True, key[1:] != key[:-1]) | (index == batch.page_starts)
    starts = np.flatnonzero(begins)
    number = np.cumsum(begins) - 1
    size = np.diff(np.append(starts, len(key)))[number]
    return np.log1p(size), (index - starts[number]) / size
