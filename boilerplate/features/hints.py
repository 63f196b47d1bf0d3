"""Hint features: how much of a block stands in what the page says of itself.

A page's own title, description, author, linked data and names of pictures tell its headline,
main text and captions from the rest; missing for plain text and where a page says nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from boilerplate.features.batch import Batch
from boilerplate.features.characters import HEAD, Characters, Words, mix
from boilerplate.features.sets import among

_HINTS: Final = ("title", "description", "author", "data", "pictures")

NAMES: Final = (*(f"share_in_{name}" for name in _HINTS), "share_of_title")


def compute(batch: Batch) -> NDArray[np.float32]:
    """One row a block, columns as in `NAMES`."""
    n = len(batch)
    out = np.full((n, len(NAMES)), np.nan, np.float32)
    sizes = np.diff(batch.page_offsets)
    page = np.repeat(np.arange(len(batch.pages)), sizes)
    block, unit = _units(batch.characters.words, n, page)
    count = np.bincount(block, minlength=n)
    for column in range(len(_HINTS)):
        hints = [columns.hints[column] for columns in batch.pages]
        told = np.array([bool(hint) for hint in hints])[page]
        if not told.any():
            continue
        known, of_page = _known(hints)
        matched = np.bincount(block[among(unit, known)], minlength=n)
        out[told, column] = (matched / np.maximum(count, 1))[told]
        if column == 0:
            out[told, -1] = np.minimum(matched / np.maximum(of_page[page], 1), 1)[told]
    return out


def _known(hints: Sequence[str]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Sorted pairs and words of all pages' hints, and the number of pairs of each page."""
    pieces, page_of_piece = [], []
    for number, hint in enumerate(hints):
        cut = [hint[i : i + HEAD] for i in range(0, len(hint), HEAD)]
        pieces += cut
        page_of_piece += [number] * len(cut)
    page = np.array(page_of_piece)
    words = Characters.of(pieces).words
    block, pairs = _pairs(words, page)
    pair, first = np.unique(pairs, return_index=True)
    count = np.bincount(page[block[first]], minlength=len(hints))
    single = _mark(words.hash, page[words.block])
    return np.unique(np.concatenate([pair, single, np.zeros(1, np.uint64)])), count


def _units(
    words: Words, n: int, page: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """Pairs of neighbouring words of each block; the word of a block that has only one."""
    pair_block, pair = _pairs(words, page)
    alone = np.bincount(words.block, minlength=n)[words.block] == 1
    single = _mark(words.hash[alone], page[words.block[alone]])
    return np.concatenate([pair_block, words.block[alone]]), np.concatenate([pair, single])


def _pairs(words: Words, page: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    together = np.flatnonzero(words.block[1:] == words.block[:-1])
    pair = words.hash[together] * np.uint64(3) + words.hash[together + 1]
    block = words.block[together]
    return block, _mark(pair, page[block])


def _mark(hashes: NDArray[np.uint64], page: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Hashes that differ from page to page."""
    return mix(hashes + page.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15))
