"""Known text onto blocks: which blocks a text is made of, which line a block comes from."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Final

import numpy as np
from numpy.typing import NDArray

from boilerplate.corpus.lcs import Pairs, common_subsequence
from boilerplate.corpus.words import words

MAJORITY: Final = 0.5
"""A block belongs to the known text when this share of its words does."""

_GRAM: Final = 3
"""Words in the grams by which passages are found again out of order."""

Words = list[str]


def align_content(texts: Sequence[str], truth: str) -> NDArray[np.float32]:
    """Measure how much of each block belongs to a known text.

    Words are matched in order. Blocks that this missed, because the truth holds its passages
    in another order, are found again by their word 3-grams, but only among those of the truth
    that no block has accounted for: a second copy of a passage does not count. A block of one
    or two words is believed only beside content or where the truth has it as a line.

    Parameters
    ----------
    texts
        The blocks, in document order.
    truth
        The known text.

    Returns
    -------
    float32 array, shape (n,)
        Share of the block's words that belong to `truth`, 0 to 1; from 0.5 it is content.
        Blocks without words are content between content.
    """
    blocks = [words(text) for text in texts]
    known = words(truth)
    owners = _owners(blocks)
    pairs = _match(list(chain.from_iterable(blocks)), known)
    sizes = np.array([len(block) for block in blocks], dtype=np.int64)
    hits = np.bincount(owners[[i for i, _ in pairs]], minlength=len(blocks))
    shares = hits / np.maximum(sizes, 1)
    content = shares >= MAJORITY
    _find_again(shares, blocks, known, {j for i, j in pairs if content[owners[i]]})
    _doubt_short(shares, blocks, {tuple(words(line)) for line in truth.splitlines()})
    _bridge(shares, sizes)
    return shares.astype(np.float32)


def align_lines(texts: Sequence[str], lines: Sequence[str]) -> NDArray[np.int64]:
    """Find the line each block comes from, by words in order.

    Parameters
    ----------
    texts
        The blocks, in document order.
    lines
        Lines of the same page as another splitter saw it, in the same order.

    Returns
    -------
    int64 array, shape (n,)
        Index into `lines` by the majority of matched words; a block that matched too little
        takes the nearest line that spells the same letters (splitters differ in whether they
        part words at inline tags), one without words a line of the same text between those of
        its neighbours. -1 where none was found.
    """
    blocks = [words(text) for text in texts]
    line_words = [words(line) for line in lines]
    owners, line_owners = _owners(blocks), _owners(line_words)
    flat, flat_lines = list(chain.from_iterable(blocks)), list(chain.from_iterable(line_words))
    votes: list[Counter[int]] = [Counter() for _ in blocks]
    for i, j in _match(flat, flat_lines):
        votes[owners[i]][int(line_owners[j])] += 1
    found = np.full(len(blocks), -1, dtype=np.int64)
    for k, block in enumerate(blocks):
        if block and votes[k].total() >= MAJORITY * len(block):
            found[k] = votes[k].most_common(1)[0][0]
    spelt, written = _places("".join(line) for line in line_words), _places(map(str.strip, lines))
    before, after = _around(found, len(lines))
    for k in np.flatnonzero(found < 0).tolist():
        if blocks[k]:
            found[k] = _nearest(spelt.get("".join(blocks[k]), []), before[k], after[k])
    before, after = _around(found, len(lines))
    for k in np.flatnonzero(found < 0).tolist():
        if not blocks[k]:
            line = _nearest(written.get(texts[k].strip(), []), before[k], after[k])
            between = before[k] <= line <= after[k]
            found[k] = line if between else before[k] if before[k] == after[k] else -1
    return found


def _match(a: Words, b: Words) -> Pairs:
    """Match words in order, and of equal matches take the one with fewer gaps in `a`.

    A word goes to the place just before its successor's where the same word stands there too:
    the subsequence alone would as gladly take it from a menu.
    """
    pairs = common_subsequence(a, b)
    for k in range(len(pairs) - 2, -1, -1):
        (i, j), (next_i, next_j) = pairs[k], pairs[k + 1]
        if next_j == j + 1 and i < next_i - 1 and a[next_i - 1] == b[j]:
            pairs[k] = (next_i - 1, j)
    return pairs


def _owners(blocks: list[Words]) -> NDArray[np.int64]:
    """Block of each word, shape (words,)."""
    return np.repeat(np.arange(len(blocks)), [len(block) for block in blocks])


def _find_again(
    shares: NDArray[np.float64], blocks: list[Words], known: Words, used: set[int]
) -> None:
    """Raise the shares of blocks whose grams are left over in the truth."""
    content = shares >= MAJORITY
    left = Counter(
        gram for j, gram in enumerate(_grams(known)) if not used.issuperset(range(j, j + _GRAM))
    )
    for k, block in enumerate(blocks):
        if content[k] or len(block) < _GRAM or not left:
            continue
        covered = np.zeros(len(block), dtype=np.bool_)
        taken: Counter[tuple[str, ...]] = Counter()
        for i, gram in enumerate(_grams(block)):
            if taken[gram] < left[gram]:
                taken[gram] += 1
                covered[i : i + _GRAM] = True
        if covered.mean() >= MAJORITY:
            shares[k] = covered.mean()
            left -= taken


def _doubt_short(
    shares: NDArray[np.float64], blocks: list[Words], lines: set[tuple[str, ...]]
) -> None:
    """Lower the shares of stray one- and two-word blocks."""
    content = shares >= MAJORITY
    for k, block in enumerate(blocks):
        if content[k] and len(block) < _GRAM and tuple(block) not in lines:
            beside = content[max(k - 1, 0) : k + 2].sum() > 1
            shares[k] = shares[k] if beside else 0.0


def _bridge(shares: NDArray[np.float64], sizes: NDArray[np.int64]) -> None:
    """Give blocks without words the lesser share of their neighbours with words."""
    worded = np.flatnonzero(sizes)
    for k in np.flatnonzero(sizes == 0).tolist():
        after = int(np.searchsorted(worded, k))
        if 0 < after < len(worded):
            shares[k] = min(shares[worded[after - 1]], shares[worded[after]])


def _around(found: NDArray[np.int64], lines: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Lines of the nearest aligned blocks before and after each block."""
    index = np.arange(len(found))
    last = np.maximum.accumulate(np.where(found >= 0, index, -1))
    following = np.minimum.accumulate(np.where(found >= 0, index, len(found))[::-1])[::-1]
    bounded = np.concatenate([found, [lines, -1]])  # what lies after the end, before the start
    return bounded[last], bounded[following]


def _places(lines: Iterable[str]) -> dict[str, list[int]]:
    """Where each line occurs."""
    places: dict[str, list[int]] = {}
    for j, line in enumerate(lines):
        places.setdefault(line, []).append(j)
    return places


def _nearest(places: list[int], before: int, after: int) -> int:
    """Return the first of rising places from `before` on, or one nearer to the gap; else -1."""
    at = bisect_left(places, before)
    near = places[max(at - 1, 0) : at + 1][::-1]
    return min(near, key=lambda j: max(before - j, j - after, 0), default=-1)


def _grams(block: Words) -> list[tuple[str, ...]]:
    return [tuple(block[i : i + _GRAM]) for i in range(len(block) - _GRAM + 1)]
