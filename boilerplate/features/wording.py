"""What the texts of a batch's blocks are made of, found window by window."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from boilerplate.features import hints, lexical, tokens
from boilerplate.features.bag import Bag
from boilerplate.features.batch import Batch
from boilerplate.features.window import windows


@dataclass(frozen=True, slots=True)
class Wording:
    """What other features need of the characters of `n` blocks.

    Attributes
    ----------
    bags
        The blocks' tokens, by the names of `tokens.BAGS`.
    first
        uint8, shape (n,). Class of each block's first character.
    last
        uint32, shape (n,). Its last character.
    """

    bags: dict[str, Bag]
    first: NDArray[np.uint8]
    last: NDArray[np.uint32]


def wording(batch: Batch, of_text: NDArray[np.float32], of_hints: NDArray[np.float32]) -> Wording:
    """Look at the texts of all blocks; the characters of each window are gone before the next.

    Parameters
    ----------
    of_text, of_hints
        Matrices to fill: the features of :mod:`.lexical` and :mod:`.hints`.
    """
    told = hints.told(batch)
    counts = {name: np.empty(len(batch), np.int64) for name in tokens.BAGS}
    # Arrays of bytes grow where they are; a list of arrays would have to be copied.
    items = {name: bytearray() for name in tokens.BAGS}
    first, last = np.empty(len(batch), np.uint8), np.empty(len(batch), np.uint32)
    for window in windows(batch):
        rows, characters = window.rows, window.characters
        lexical.compute(of_text[rows], window)
        hints.compute(of_hints[rows], window, told)
        for name, bag in tokens.bags(window).items():
            counts[name][rows] = bag.counts
            items[name] += bag.items.data
        first[rows] = characters.classes[characters.offsets[:-1]]
        last[rows] = characters.codes[characters.offsets[1:] - 2]
    bags = {name: Bag.of(counts[name], np.frombuffer(items[name], np.int32)) for name in counts}
    return Wording(bags, first, last)
