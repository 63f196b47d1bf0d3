"""Hashed tokens of a block: its words, its characters, and the names in its markup.

What words like "copyright", "listen" or "share" mean is not listed anywhere: each token has a
row in a table of weights that the model learns (the hashing trick, Weinberger et al. 2009).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from boilerplate.features.arrays import differences, prefix_sums, ragged
from boilerplate.features.bag import BUCKETS, Bag
from boilerplate.features.batch import Batch
from boilerplate.features.characters import mix
from boilerplate.features.markup import sign_token, tag_tokens
from boilerplate.features.window import Window

BAGS: Final = ("words", "characters")
"""The bags of tokens that a block has of its own."""

PATHS: Final = ("own_tags", "path_tags")
"""The bags of tags around a block, each of which has a bag of tokens in turn."""

WORDS_SEEN: Final = 48
"""Words of a block that are tokens: the first."""

SHORT: Final = 8
"""Words up to which a block as a whole is a token."""

CHARACTERS_SEEN: Final = 48
"""Characters of a block from which runs begin, and up to which it has a shape."""

NGRAM: Final = 4
"""Characters of a run."""

_SALT: Final = {
    name: np.uint64(crc32(name.encode()) | 1) << np.uint64(20)
    for name in ("word", "pair", "first", "last", "whole", "characters", "shape")
}


def bags(window: Window) -> dict[str, Bag]:
    """The bags of `BAGS`."""
    return {"words": _words(window), "characters": _characters(window)}


def _words(window: Window) -> Bag:
    """Words, pairs of words, the first and last word, and short blocks as a whole."""
    words = window.characters.words
    counts, first = words.counts, words.offsets[:-1]
    seen = np.minimum(counts, WORDS_SEEN)
    pairs = np.maximum(seen - 1, 0)
    some = np.flatnonzero(counts)
    short = np.flatnonzero((counts > 0) & (counts <= SHORT))

    single = words.hash[ragged(first, seen)]
    at = ragged(first, pairs)
    pair = words.hash[at] * np.uint64(3) ^ words.hash[at + 1]
    at = ragged(first[short], counts[short])
    rank = at - np.repeat(first[short], counts[short])
    whole = np.zeros(0, np.uint64)
    if len(short):
        begins = prefix_sums(counts[short])[:-1]
        whole = np.add.reduceat(mix(words.hash[at] + rank.astype(np.uint64)), begins)
    one = np.minimum(counts, 1)
    return _woven(
        [
            (seen, single ^ _SALT["word"]),
            (pairs, pair ^ _SALT["pair"]),
            (one, words.hash[first[some]] ^ _SALT["first"]),
            (one, words.hash[words.offsets[some + 1] - 1] ^ _SALT["last"]),
            (one * (counts <= SHORT), whole ^ _SALT["whole"]),
        ]
    )


def _characters(window: Window) -> Bag:
    """Runs of four characters, and the block's shape as a sequence of character classes."""
    characters = window.characters
    first, sizes = characters.offsets[:-1], differences(characters.offsets)
    # The runs of a block begin at one character after the other.
    runs = np.clip(sizes - NGRAM, 0, CHARACTERS_SEEN)
    beyond = NGRAM - 1
    seen = (runs + beyond) * (runs > 0)
    letters = characters.folded[ragged(first, seen)].astype(np.uint64)
    rolling = np.zeros(max(len(letters) - beyond, 0), np.uint64)
    for i in range(NGRAM):
        rolling *= np.uint64(0x100000001B3)
        rolling += letters[i : i + len(rolling)]
    hashed = rolling[ragged(prefix_sums(seen)[:-1], runs)]

    short = np.flatnonzero(sizes <= CHARACTERS_SEEN)
    begins = prefix_sums(sizes[short])[:-1]
    classes = characters.classes[ragged(first[short], sizes[short])]
    change = np.append(True, classes[1:] != classes[:-1])[: len(classes)]
    change[begins] = True
    at = np.flatnonzero(change)
    begins = np.searchsorted(at, begins)
    order = np.arange(len(at)) - np.repeat(begins, differences(np.append(begins, len(at))))
    terms = mix(classes[at].astype(np.uint64) * np.uint64(64) + order.astype(np.uint64))
    shape = np.add.reduceat(terms, begins) if len(short) else np.zeros(0, np.uint64)
    return _woven(
        [
            (runs, hashed ^ _SALT["characters"]),
            ((sizes <= CHARACTERS_SEEN).astype(np.int64), shape ^ _SALT["shape"]),
        ]
    )


def _woven(kinds: Sequence[tuple[NDArray[np.int64], NDArray[np.uint64]]]) -> Bag:
    """A bag of several kinds of tokens, each given by its count in each block and its hashes."""
    total = sum((counts for counts, _ in kinds[1:]), kinds[0][0])
    offsets = prefix_sums(total)
    items = np.empty(offsets[-1], np.int32)
    start = offsets[:-1]
    for counts, hashes in kinds:
        items[ragged(start, counts)] = mix(hashes) & np.uint64(BUCKETS - 1)
        start = start + counts
    return Bag(items, offsets)


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
    n = len(batch)
    block = np.repeat(np.arange(n), batch.path_lengths)
    own = batch.column("path_own")
    return {
        name: Bag.of(np.bincount(block[chosen], minlength=n), batch.path_tags[chosen])
        for name, chosen in zip(PATHS, (own, ~own), strict=True)
    }
