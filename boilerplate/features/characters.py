"""The characters of many blocks as one array of code points, with their classes and words."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from boilerplate.features.arrays import differences, prefix_sums

HEAD: Final = 400
TAIL: Final = 200
"""Of a longer block, this many characters at its beginning and its end are looked at."""

_TABLE: Final = 1 << 16
_MULTIPLIER: Final = np.uint64(0x9E3779B97F4A7C15)
_LONGEST_WORD: Final = 32
"""Letters of a word whose order its hash tells."""

_27, _30, _31 = np.uint64(27), np.uint64(30), np.uint64(31)
_MIX_1: Final = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2: Final = np.uint64(0x94D049BB133111EB)

_AT_ONCE: Final = 1 << 16
"""Characters that are hashed at once, so that they stay in the processor's cache."""


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
def _table() -> NDArray[np.uint32]:
    """Of each code point of the basic plane, the folded character times 256 plus the class."""
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
    return (folded << np.uint32(8)) | classes


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
    offsets
        int64, shape (n + 1,). Block ``i`` has the words ``offsets[i]:offsets[i + 1]``.
    """

    block: NDArray[np.int64]
    start: NDArray[np.int64]
    length: NDArray[np.int64]
    hash: NDArray[np.uint64]
    offsets: NDArray[np.int64]

    @property
    def counts(self) -> NDArray[np.int64]:
        """int64, shape (n,). Words of each block."""
        return differences(self.offsets)


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
        return cls(codes, prefix_sums(lengths + 1))

    @cached_property
    def _looked_up(self) -> NDArray[np.uint32]:
        table = _table()
        beyond = np.flatnonzero(self.codes >= _TABLE)
        if not len(beyond):
            return table[self.codes]
        high = self.codes[beyond]
        found = table[np.minimum(self.codes, _TABLE - 1)]
        found[beyond] = (high << np.uint32(8)) | np.where(
            high >= 0x20000, Class.UNSPACED, Class.OTHER
        )
        return found

    @cached_property
    def classes(self) -> NDArray[np.uint8]:
        """uint8, shape (c,). The class of each character."""
        return self._looked_up.astype(np.uint8)

    @cached_property
    def folded(self) -> NDArray[np.uint32]:
        """uint32, shape (c,). Lower-cased characters, all digits alike."""
        return self._looked_up >> np.uint32(8)

    @cached_property
    def class_counts(self) -> NDArray[np.int64]:
        """int64, shape (n, Class.COUNT). How often each class occurs in each block."""
        n = len(self.offsets) - 1
        keys = np.repeat(np.arange(n) * Class.COUNT, differences(self.offsets))
        keys += self.classes
        return np.bincount(keys, minlength=n * Class.COUNT).reshape(n, Class.COUNT)

    @cached_property
    def words(self) -> Words:
        """Runs of letters and digits; single letters in scripts without spaces."""
        classes = self.classes
        inside = (classes >= Class.LOWER) & (classes <= Class.DIGIT)
        begins, ends = inside.copy(), inside.copy()
        together = inside[1:] & inside[:-1]
        alone = classes == Class.UNSPACED
        if alone.any():
            together &= ~(alone[1:] | alone[:-1])
        begins[1:] &= ~together
        ends[:-1] &= ~together
        start, end = np.flatnonzero(begins), np.flatnonzero(ends) + 1
        hashes = np.empty(len(start), np.uint64)
        cuts = range(0, len(classes) + _AT_ONCE, _AT_ONCE)
        words = np.searchsorted(start, cuts)
        for cut, low, high in zip(cuts, words[:-1], words[1:], strict=False):
            if low < high:
                letters = self.folded[cut : end[high - 1]]
                hashes[low:high] = _hashes(letters, start[low:high] - cut, end[low:high] - cut)
        offsets = np.searchsorted(start, self.offsets)
        block = np.repeat(np.arange(len(offsets) - 1), differences(offsets))
        return Words(block, start, end - start, mix(hashes), offsets)


def _hashes(
    letters: NDArray[np.uint32], start: NDArray[np.int64], end: NDArray[np.int64]
) -> NDArray[np.uint64]:
    """Hashes of words: polynomials of their letters, modulo 2 to the power of 64.

    They are differences of prefix sums, divided by the power at which the word begins.
    """
    powers, inverses = _powers()
    values = letters.astype(np.uint64)
    values += np.uint64(1)
    total = np.zeros(len(values) + 1, np.uint64)
    np.cumsum(values * powers[: len(values)], out=total[1:])
    ordered = np.minimum(end, start + _LONGEST_WORD)
    hashes = (total[ordered] - total[start]) * inverses[start]
    longer = np.flatnonzero(ordered < end)
    if len(longer):
        np.cumsum(values, out=total[1:])
        rest = total[end[longer]] - total[ordered[longer]]
        hashes[longer] += rest * powers[_LONGEST_WORD]
    return np.asarray(hashes)


@cache
def _powers() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """The multiplier's powers, from the first, and their inverses, from the zeroth."""
    most = _AT_ONCE + HEAD + TAIL + 1
    inverse = np.uint64(pow(int(_MULTIPLIER), -1, 1 << 64))
    inverses = np.cumprod(np.full(most, inverse), dtype=np.uint64)
    powers = np.cumprod(np.full(most, _MULTIPLIER), dtype=np.uint64)
    return powers, np.append(np.uint64(1), inverses[:-1])


def mix(hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Spread the bits of `hashes` (the finaliser of splitmix64)."""
    hashes = hashes ^ (hashes >> _30)
    hashes *= _MIX_1
    hashes ^= hashes >> _27
    hashes *= _MIX_2
    hashes ^= hashes >> _31
    return hashes
