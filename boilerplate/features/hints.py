"""Hint features: how much of a block stands in what the page says of itself.

A page's own title, description, author, linked data and names of pictures tell its headline,
main text and captions from the rest; missing for plain text and where a page says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from boilerplate.features.batch import Batch
from boilerplate.features.characters import HEAD, Characters, Words, mix
from boilerplate.features.sets import find
from boilerplate.features.window import Window

_HINTS: Final = ("title", "description", "author", "data", "pictures")

NAMES: Final = (*(f"share_in_{name}" for name in _HINTS), "share_of_title")


_PAIR_OF_TITLE: Final = 1 << len(_HINTS)
"""Marks the title's pairs of words, apart from its single words."""


@dataclass(frozen=True)
class Told:
    """What the pages of a batch say of themselves: at least one of them something.

    Attributes
    ----------
    tells
        bool, shape (pages, hints). Which hints each page has.
    known
        uint64, shape (k,), sorted, at least one. Pairs and words of all hints.
    places
        uint8, shape (k,). The hints that hold each, as bits.
    of_page
        int64, shape (pages,). Pairs of each page's title.
    """

    tells: NDArray[np.bool_]
    known: NDArray[np.uint64]
    places: NDArray[np.uint8]
    of_page: NDArray[np.int64]


def compute(out: NDArray[np.float32], window: Window, told: Told | None) -> None:
    """Fill `out`: a row a block, columns as in `NAMES`; `told` is what :func:`told` found."""
    out[:] = np.nan
    if told is None:
        return
    n, page = len(window), window.pages
    tells = told.tells[page]
    block, unit = _units(window.characters.words, page)
    count = np.maximum(np.bincount(block, minlength=n), 1)
    at_unit, at_known = find(unit, told.known)
    found_block, found_places = block[at_unit], told.places[at_known]
    for column in np.flatnonzero(told.tells.any(axis=0)).tolist():
        here = found_block[found_places & (1 << column) != 0]
        matched = np.bincount(here, minlength=n)
        out[:, column] = np.where(tells[:, column], matched / count, np.nan)
        if column == 0:
            of_title = np.minimum(matched / np.maximum(told.of_page[page], 1), 1)
            out[:, -1] = np.where(tells[:, column], of_title, np.nan)


def told(batch: Batch) -> Told | None:
    """What the pages say of themselves; None where no page says anything."""
    tells = np.array([[bool(hint) for hint in columns.hints] for columns in batch.pages])
    if not tells.any():
        return None
    pieces: list[str] = []
    sources: list[tuple[int, int]] = []
    for number, columns in enumerate(batch.pages):
        for column, hint in enumerate(columns.hints):
            for start in range(0, len(hint), HEAD):
                pieces.append(hint[start : start + HEAD])
                sources.append((number, column))
    page, hint_of = np.array(sources, np.int64).reshape(-1, 2).T
    words = Characters.of(pieces).words
    block, pair = _pairs(words, page)
    single = _mark(words.hash, page[words.block])
    place = (1 << hint_of).astype(np.uint8)
    pair_place = np.where(hint_of == 0, place | _PAIR_OF_TITLE, place)[block]
    nothing = np.zeros(1, np.uint64)
    hashes = np.concatenate([nothing, pair, single])
    order = np.argsort(hashes)
    hashes = hashes[order]
    first = np.flatnonzero(np.append(True, hashes[1:] != hashes[:-1]))
    all_places = np.concatenate([np.zeros(1, np.uint8), pair_place, place[words.block]])
    places = np.bitwise_or.reduceat(all_places[order], first)
    of_pages = np.concatenate([np.zeros(1, np.int64), page[block], page[words.block]])
    titles = of_pages[order][first][places & _PAIR_OF_TITLE != 0]
    of_page = np.bincount(titles, minlength=len(batch.pages))
    return Told(tells, hashes[first], places, of_page)


def _units(words: Words, page: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """Pairs of neighbouring words of each block; the word of a block that has only one."""
    pair_block, pair = _pairs(words, page)
    alone = np.flatnonzero(words.counts == 1)
    single = _mark(words.hash[words.offsets[alone]], page[alone])
    return np.concatenate([pair_block, alone]), np.concatenate([pair, single])


def _pairs(words: Words, page: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    together = np.flatnonzero(words.block[1:] == words.block[:-1])
    pair = words.hash[together] * np.uint64(3) + words.hash[together + 1]
    block = words.block[together]
    return block, _mark(pair, page[block])


def _mark(hashes: NDArray[np.uint64], page: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Hashes that differ from page to page."""
    return mix(hashes + page.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15))
