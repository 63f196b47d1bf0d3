"""The characters of many blocks as one array of code points, with their classes and words."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

HEAD: Final = 400
TAIL: Final = 200
"""Of a longer block, this many characters at its beginning and its end are looked at."""

_TABLE: Final = 1 << 16
_MULTIPLIER: Final = np.uint64(0x9E3779B97F4A7C15)
_LONGEST_WORD: Final = 32


class Class:
    """Classes of characters."""

    OTHER: Final = 0
    LOWER: Final = 1
    UPPER: Final = 2
    UNCASED: Final = 3
    UNSPACED: Final = 4
    """Letters of scripts that put no spaces between words: each counts as a word."""
    DIGIT: Final = 5
    SPACE: Final = 6
    STOP: Final = 7
    PAUSE: Final = 8
    QUOTE: Final = 9
    BRACKET: Final = 10
    DIVIDER: Final = 11
    SIGN: Final = 12
    CURRENCY: Final = 13
    COUNT: Final = 14


_MARKS: Final = {
    Class.STOP: ".!?…。！？।؟۔",
    Class.PAUSE: ",;:，；：、،؛",
    Class.QUOTE: "\"'“”‘’„«»‹›「」『』",
    Class.BRACKET: "()[]{}（）【】",
    Class.DIVIDER: "|/\\•·–—-_→←›>▶►▼▾★☆✓×+=~*",
    Class.SIGN: "©®™@#&%§",
}


@cache
def _tables() -> tuple[NDArray[np.uint8], NDArray[np.uint32]]:
    """Class and folded character of each code point of the basic plane."""
    by_category = {
        "Ll": Class.LOWER, "Lu": Class.UPPER, "Lt": Class.UPPER, "Lo": Class.UNCASED,
        "Lm": Class.UNCASED, "Mn": Class.UNCASED, "Mc": Class.UNCASED, "Nd": Class.DIGIT,
        "Zs": Class.SPACE, "Zl": Class.SPACE, "Zp": Class.SPACE, "Cc": Class.SPACE,
        "Sc": Class.CURRENCY, "Pi": Class.QUOTE, "Pf": Class.QUOTE, "Ps": Class.BRACKET,
        "Pe": Class.BRACKET, "Pd": Class.DIVIDER,
    }  # fmt: skip
    characters = list(map(chr, range(_TABLE)))
    categories = map(unicodedata.category, characters)
    classes = np.fromiter((by_category.get(c, Class.OTHER) for c in categories), np.uint8, _TABLE)
    for kind, marks in _MARKS.items():
        classes[[ord(mark) for mark in marks]] = kind
    for low, high in ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x3040, 0x30FF), (0x3400, 0x9FFF),
                      (0xF900, 0xFAFF)):  # fmt: skip
        letters = classes[low : high + 1]
        letters[letters == Class.UNCASED] = Class.UNSPACED
    folded = np.arange(_TABLE, dtype=np.uint32)
    for i in np.flatnonzero(classes == Class.UPPER).tolist():
        lower = characters[i].lower()
        folded[i] = ord(lower) if len(lower) == 1 else i
    folded[classes == Class.DIGIT] = ord("0")
    return classes, folded


@dataclass(frozen=True)
class Words:
    """The words of all blocks.

    Attributes
    ----------
    block
        int64, shape (w,). The block of each word.
    start, length
        int64, shape (w,). Where the word's characters stand.
    hash
        uint64, shape (w,). Hash of the folded word, the same wherever it occurs.
    """

    block: NDArray[np.int64]
    start: NDArray[np.int64]
    length: NDArray[np.int64]
    hash: NDArray[np.uint64]


@dataclass(frozen=True)
class Characters:
    """Code points of `n` blocks, each followed by a line feed.

    Attributes
    ----------
    codes
        uint32, shape (c,). Code points.
    offsets
        int64, shape (n + 1,). The characters of block ``i`` and its line feed are
        ``codes[offsets[i]:offsets[i + 1]]``.
    """

    codes: NDArray[np.uint32]
    offsets: NDArray[np.int64]

    @classmethod
    def of(cls, texts: Sequence[str]) -> Characters:
        """Lay `texts` out; long ones with their beginning and end only."""
        longest = HEAD + TAIL
        seen = [t if len(t) <= longest else f"{t[:HEAD]}\n{t[-TAIL:]}" for t in texts]
        joined = "\n".join(seen) + "\n" if seen else ""
        codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
        lengths = np.fromiter(map(len, seen), np.int64, len(seen))
        return cls(codes, np.append(0, np.cumsum(lengths + 1)))

    @cached_property
    def block(self) -> NDArray[np.int64]:
        """int64, shape (c,). The block of each character."""
        return np.repeat(np.arange(len(self.offsets) - 1), np.diff(self.offsets))

    @cached_property
    def classes(self) -> NDArray[np.uint8]:
        """uint8, shape (c,). The class of each character."""
        table, _ = _tables()
        beyond = self.codes >= _TABLE
        found = table[np.where(beyond, 0, self.codes)]
        found[beyond] = np.where(self.codes[beyond] >= 0x20000, Class.UNSPACED, Class.OTHER)
        return np.asarray(found)

    @cached_property
    def folded(self) -> NDArray[np.uint32]:
        """uint32, shape (c,). Lower-cased characters, all digits alike."""
        _, table = _tables()
        beyond = self.codes >= _TABLE
        return np.where(beyond, self.codes, table[np.where(beyond, 0, self.codes)])

    @cached_property
    def class_counts(self) -> NDArray[np.int64]:
        """int64, shape (n, Class.COUNT). How often each class occurs in each block."""
        n = len(self.offsets) - 1
        keys = self.block * Class.COUNT + self.classes
        return np.bincount(keys, minlength=n * Class.COUNT).reshape(n, Class.COUNT)

    @cached_property
    def words(self) -> Words:
        """Runs of letters and digits; single letters in scripts without spaces."""
        classes = self.classes
        inside = (classes >= Class.LOWER) & (classes <= Class.DIGIT)
        alone = classes == Class.UNSPACED
        begins = inside.copy()
        begins[1:] &= ~inside[:-1] | alone[1:] | alone[:-1]
        position = np.flatnonzero(inside)
        first = begins[position]
        start = position[first]
        number = np.cumsum(first) - 1
        length = np.bincount(number, minlength=len(start))
        within = np.minimum(position - start[number], _LONGEST_WORD) if len(start) else position
        terms = (self.folded[position].astype(np.uint64) + np.uint64(1)) * _powers()[within]
        hashes = (
            np.add.reduceat(terms, np.flatnonzero(first)) if len(start) else np.zeros(0, np.uint64)
        )
        return Words(self.block[start], start, length, mix(hashes))


@cache
def _powers() -> NDArray[np.uint64]:
    return np.cumprod(np.full(_LONGEST_WORD + 1, _MULTIPLIER), dtype=np.uint64)


def mix(hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Spread the bits of `hashes` (the finaliser of splitmix64)."""
    hashes = (hashes ^ (hashes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    hashes = (hashes ^ (hashes >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(hashes ^ (hashes >> np.uint64(31)))
