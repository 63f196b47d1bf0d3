"""Lexical features: what the characters and words of a block are like."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from boilerplate.features.batch import Batch
from boilerplate.features.characters import Class
from boilerplate.features.sets import among
from boilerplate.features.stopwords import stop_word_hashes

_SHARES: Final = {
    "share_lower": Class.LOWER,
    "share_upper": Class.UPPER,
    "share_uncased": Class.UNCASED,
    "share_unspaced": Class.UNSPACED,
    "share_digit": Class.DIGIT,
    "share_space": Class.SPACE,
    "share_stop": Class.STOP,
    "share_pause": Class.PAUSE,
    "share_quote": Class.QUOTE,
    "share_bracket": Class.BRACKET,
    "share_divider": Class.DIVIDER,
    "share_sign": Class.SIGN,
    "share_currency": Class.CURRENCY,
}
_FIRST: Final = {
    "begins_upper": Class.UPPER,
    "begins_lower": Class.LOWER,
    "begins_digit": Class.DIGIT,
    "begins_quote": Class.QUOTE,
    "begins_divider": Class.DIVIDER,
    "begins_sign": Class.SIGN,
}
_LAST: Final = {
    "ends_stop": Class.STOP,
    "ends_pause": Class.PAUSE,
    "ends_digit": Class.DIGIT,
    "ends_quote": Class.QUOTE,
    "ends_divider": Class.DIVIDER,
}

NAMES: Final = (
    "log_chars",
    "log_words",
    "word_length",
    "share_long_words",
    "share_capitalised",
    "share_capitals_only",
    "share_stop_words",
    "stops_per_word",
    "pauses_per_word",
    "clock_times",
    "years",
    *_SHARES,
    *_FIRST,
    *_LAST,
)


def compute(batch: Batch) -> NDArray[np.float32]:
    """One row a block, columns as in `NAMES`."""
    characters, words = batch.characters, batch.characters.words
    n = len(batch)
    classes, counts = characters.classes, characters.class_counts
    first = characters.offsets[:-1]
    last = characters.offsets[1:] - 2
    # The line feed that follows each block is counted as a space; it is not the block's.
    seen = np.maximum(characters.offsets[1:] - first - 1, 1)

    word_count = np.bincount(words.block, minlength=n)
    per_word = 1.0 / np.maximum(word_count, 1)

    def share_of_words(chosen: NDArray[np.bool_]) -> NDArray[np.float64]:
        return np.asarray(np.bincount(words.block[chosen], minlength=n) * per_word)

    upper = np.append(0, np.cumsum(classes == Class.UPPER))
    uppers = upper[words.start + words.length] - upper[words.start]
    # Words left out of a long block are as many as its length lets expect.
    words_in_full = word_count * np.maximum(batch.lengths / seen, 1)
    columns = [
        np.log1p(batch.lengths),
        np.log1p(words_in_full),
        np.bincount(words.block, words.length, n) * per_word,
        share_of_words(words.length >= 7),
        share_of_words(classes[words.start] == Class.UPPER),
        share_of_words((uppers == words.length) & (words.length > 1)),
        share_of_words(among(words.hash, stop_word_hashes())),
        counts[:, Class.STOP] * per_word,
        counts[:, Class.PAUSE] * per_word,
        np.log1p(np.bincount(characters.block[_clock_times(characters.codes, classes)], None, n)),
        share_of_words(_years(characters.codes, classes, words.start, words.length)),
    ]
    columns += [counts[:, kind] / seen for kind in _SHARES.values()]
    columns += [classes[first] == kind for kind in _FIRST.values()]
    columns += [classes[last] == kind for kind in _LAST.values()]
    return np.stack(columns, axis=1).astype(np.float32) if n else np.zeros((0, len(NAMES)), "f4")


def _clock_times(codes: NDArray[np.uint32], classes: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Positions of colons between a digit and two digits, as in ``3:41``."""
    digit = classes == Class.DIGIT
    colon = codes[1:-2] == ord(":")
    return np.flatnonzero(colon & digit[:-3] & digit[2:-1] & digit[3:]) + 1


def _years(
    codes: NDArray[np.uint32],
    classes: NDArray[np.uint8],
    start: NDArray[np.int64],
    length: NDArray[np.int64],
) -> NDArray[np.bool_]:
    """Whether each word is a year of the last century or this."""
    year = length == 4
    begin = start[year]
    head = codes[begin].astype(np.int64) * 128 + codes[begin + 1]
    digits = (classes[begin + 2] == Class.DIGIT) & (classes[begin + 3] == Class.DIGIT)
    year[year] = digits & np.isin(head, [ord("1") * 128 + ord("9"), ord("2") * 128 + ord("0")])
    return np.asarray(year)
