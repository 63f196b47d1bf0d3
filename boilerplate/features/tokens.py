"""Hashed tokens of a block: its words, its characters, and the names in its markup.

What words like "copyright", "listen" or "share" mean is not listed anywhere: each token has a
row in a table of weights that the model learns (the hashing trick, Weinberger et al. 2009).
"""

from __future__ import annotations

from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from boilerplate.features.bag import BUCKETS, Bag
from boilerplate.features.batch import Batch
from boilerplate.features.characters import mix
from boilerplate.features.markup import sign_token, tag_tokens

BAGS: Final = ("words", "characters")
"""The bags of tokens that a block has of its own."""

PATHS: Final = ("own_tags", "path_tags")
"""The bags of tags around a block, each of which has a bag of tokens in turn."""

_WORDS_SEEN: Final = 48
_CHARACTERS_SEEN: Final = 48
_NGRAM: Final = 4

_SALT: Final = {
    name: np.uint64(crc32(name.encode()) | 1) << np.uint64(20)
    for name in ("word", "pair", "first", "last", "whole", "characters", "shape")
}


def bags(batch: Batch) -> dict[str, Bag]:
    """The bags of `BAGS`."""
    return {"words": _words(batch), "characters": _characters(batch)}


def _grouped(blocks: list[NDArray[np.int64]], hashes: list[NDArray[np.uint64]], n: int) -> Bag:
    block = np.concatenate(blocks)
    order = np.argsort(block, kind="stable")
    bucket = (np.concatenate(hashes)[order] % np.uint64(BUCKETS)).astype(np.int32)
    return Bag.of(np.bincount(block, minlength=n), bucket)


def _words(batch: Batch) -> Bag:
    """Words, pairs of words, the first and last word, and short blocks as a whole."""
    n = len(batch)
    words = batch.characters.words
    count = np.bincount(words.block, minlength=n)
    offsets = np.append(0, np.cumsum(count))
    rank = np.arange(len(words.block)) - offsets[words.block]
    seen = rank < _WORDS_SEEN
    block, hashed = words.block[seen], words.hash[seen]
    pair = np.flatnonzero(seen[1:] & (words.block[1:] == words.block[:-1])) + 1
    some = np.flatnonzero(count > 0)
    short = np.flatnonzero((count > 0) & (count <= 8))
    in_short = count[words.block] <= 8
    whole = np.zeros(n, np.uint64)
    placed = mix(words.hash[in_short] + rank[in_short].astype(np.uint64))
    np.add.at(whole, words.block[in_short], placed)
    return _grouped(
        [block, words.block[pair], some, some, short],
        [
            mix(hashed ^ _SALT["word"]),
            mix(words.hash[pair - 1] * np.uint64(3) ^ words.hash[pair] ^ _SALT["pair"]),
            mix(words.hash[offsets[some]] ^ _SALT["first"]),
            mix(words.hash[offsets[some + 1] - 1] ^ _SALT["last"]),
            mix(whole[short] ^ _SALT["whole"]),
        ],
        n,
    )


def _characters(batch: Batch) -> Bag:
    """Runs of four characters, and the block's shape as a sequence of character classes."""
    characters = batch.characters
    n = len(batch)
    rank = np.arange(len(characters.codes)) - characters.offsets[characters.block]
    folded = characters.folded.astype(np.uint64)
    start = np.flatnonzero(
        (rank < _CHARACTERS_SEEN)
        & (rank < (np.diff(characters.offsets) - _NGRAM)[characters.block])
    )
    hashed = np.zeros(len(start), np.uint64)
    for i in range(_NGRAM):
        hashed = hashed * np.uint64(0x100000001B3) + folded[start + i]

    classes = characters.classes
    change = np.append(True, classes[1:] != classes[:-1]) | (rank == 0)
    change &= rank < _CHARACTERS_SEEN
    at = np.flatnonzero(change)
    block = characters.block[at]
    index = np.arange(len(at))
    begins = np.append(True, block[1:] != block[:-1])[: len(at)]
    order = index - np.maximum.accumulate(np.where(begins, index, 0))
    shape = np.zeros(n, np.uint64)
    np.add.at(shape, block, mix(classes[at].astype(np.uint64) * np.uint64(64) + order.astype("u8")))
    short = np.flatnonzero(np.diff(characters.offsets) <= _CHARACTERS_SEEN)
    return _grouped(
        [characters.block[start], short],
        [mix(hashed ^ _SALT["characters"]), mix(shape[short] ^ _SALT["shape"])],
        n,
    )


def tags(batch: Batch) -> Bag:
    """The tokens of all distinct tags, page by page."""
    return tag_tokens([tag for page in batch.pages for tag in page.tags])


def signs(batch: Batch) -> Bag:
    """The tokens of all pages' signs, page by page."""
    counts = np.fromiter((len(page.signs) for page in batch.pages), np.int64, len(batch.pages))
    hashed = [sign_token(sign) for page in batch.pages for sign in page.signs]
    return Bag.of(counts, np.array(hashed, np.int32))


def paths(batch: Batch) -> dict[str, Bag]:
    """The bags of `PATHS`: elements that hold a block alone, and those further out."""
    shifts = np.cumsum([0] + [len(page.tags) for page in batch.pages[:-1]])
    numbers = [page.path_tags + shift for page, shift in zip(batch.pages, shifts, strict=True)]
    tag = np.concatenate(numbers).astype(np.int32)
    length = np.concatenate([np.diff(page.path_offsets) for page in batch.pages])
    block = np.repeat(np.arange(len(batch)), length)
    own = batch.column("path_own")
    return {
        name: Bag.of(np.bincount(block[chosen], minlength=len(batch)), tag[chosen])
        for name, chosen in zip(PATHS, (own, ~own), strict=True)
    }
