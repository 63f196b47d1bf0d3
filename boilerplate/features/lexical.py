"""Lexical features: what the characters and words of a block are like."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from boilerplate.features.arrays import differences, fill, prefix_sums, ragged
from boilerplate.features.characters import Class, Words
from boilerplate.features.sets import among
from boilerplate.features.stopwords import stop_word_hashes
from boilerplate.features.window import Window

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


def compute(out: NDArray[np.float32], window: Window) -> None:
    """Fill `out`: a row a block, columns as in `NAMES`."""
    characters, words = window.characters, window.characters.words
    classes, counts = characters.classes, characters.class_counts
    first = characters.offsets[:-1]
    last = characters.offsets[1:] - 2
    # The line feed that follows each block is counted as a space; it is not the block's.
    seen = np.maximum(characters.offsets[1:] - first - 1, 1)

    word_count = words.counts
    per_word = 1.0 / np.maximum(word_count, 1)

    def of_words(values: NDArray[Any]) -> NDArray[np.float64]:
        """Sum over each block's words, divided by their number."""
        sums = prefix_sums(values)[words.offsets]
        return np.asarray(differences(sums) * per_word)

    capitalised = classes[words.start] == Class.UPPER
    # Words left out of a long block are as many as its length lets expect.
    words_in_full = word_count * np.maximum(window.lengths / seen, 1)
    clock_times = np.searchsorted(_clock_times(characters.codes, classes), characters.offsets)
    columns = [
        np.log1p(window.lengths),
        np.log1p(words_in_full),
        of_words(words.length),
        of_words(words.length >= 7),
        of_words(capitalised),
        of_words(_capitals_only(classes, words, capitalised)),
        of_words(among(words.hash, stop_word_hashes())),
        counts[:, Class.STOP] * per_word,
        counts[:, Class.PAUSE] * per_word,
        np.log1p(differences(clock_times)),
        of_words(_years(characters.codes, classes, words.start, words.length)),
        counts[:, list(_SHARES.values())] / seen[:, None],
    ]
    columns += [classes[first] == kind for kind in _FIRST.values()]
    columns += [classes[last] == kind for kind in _LAST.values()]
    fill(out, columns)


def _capitals_only(
    classes: NDArray[np.uint8], words: Words, capitalised: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Whether each word is two capitals or more and nothing else."""
    found = capitalised & (words.length > 1)
    candidates = np.flatnonzero(found)
    start = words.start[candidates]
    found[candidates] = classes[start + 1] == Class.UPPER
    candidates = np.flatnonzero(found)
    start, length = words.start[candidates], words.length[candidates]
    others = prefix_sums(classes[ragged(start, length)] != Class.UPPER)
    found[candidates] = differences(others[prefix_sums(length)]) == 0
    return found


def _clock_times(codes: NDArray[np.uint32], classes: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Positions of colons between a digit and two digits, as in ``3:41``."""
    colon = np.flatnonzero(codes[1:-2] == ord(":")) + 1
    digits = [classes[colon + step] == Class.DIGIT for step in (-1, 1, 2)]
    return np.asarray(colon[digits[0] & digits[1] & digits[2]])


def _years(
    codes: NDArray[np.uint32],
    classes: NDArray[np.uint8],
    start: NDArray[np.int64],
    length: NDArray[np.int64],
) -> NDArray[np.bool_]:
    """Whether each word is a year of the last century or this."""
    found = length == 4
    candidates = np.flatnonzero(found)
    at = start[candidates]
    century = (codes[at] == ord("1")) & (codes[at + 1] == ord("9"))
    century |= (codes[at] == ord("2")) & (codes[at + 1] == ord("0"))
    digits = (classes[at + 2] == Class.DIGIT) & (classes[at + 3] == Class.DIGIT)
    found[candidates] = century & digits
    return np.asarray(found)
