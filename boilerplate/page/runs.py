"""From texts and tags to blocks: each run of visible text between the edges of blocks is one."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from boilerplate.page.markup import unescape
from boilerplate.page.parts import Part
from boilerplate.page.tags import Tag, Tags
from boilerplate.page.text import EDGES


class Runs(NamedTuple):
    """The `n` blocks of a part, and its `k` texts that stand in links.

    Attributes
    ----------
    texts
        One a block.
    at
        int64, shape (n,), ascending. A block with value ``i`` begins right before tag ``i``.
    linked, link_lengths
        int64, shape (k,). The tags before which these texts stand, and their characters.
    """

    texts: list[str]
    at: NDArray[np.int64]
    linked: NDArray[np.int64]
    link_lengths: NDArray[np.int64]


def read_runs(part: Part, tags: Tags) -> Runs:
    """The blocks of a part of a page; no block goes beyond it."""
    pieces = part.texts
    fact = tags.facts[part.tags]
    around = tags.facts[part.path]
    opens = (fact & Tag.OPENS) != 0
    closes = (fact & Tag.CLOSES) != 0
    is_link = (fact & Tag.LINK) != 0
    link_opens, link_closes = is_link & opens, is_link & closes
    # Menus often put links side by side with nothing but style between them.
    side_by_side = link_closes[:-1] & link_opens[1:] & (part.tags[1:] != tags.bare_link)
    for i in (np.flatnonzero(side_by_side) + 1).tolist():
        pieces[i] = pieces[i] or " "

    inked = np.array([i for i, piece in enumerate(pieces) if piece and not piece.isspace()], int)
    texts, first = _texts(pieces, inked, (fact & Tag.BLOCK) != 0, _preformatted(fact, around))
    in_link = np.append(0, np.cumsum(link_opens.astype(np.int32) - link_closes))
    in_link += np.count_nonzero(around & Tag.LINK)
    linked = inked[in_link[inked] > 0]
    lengths = np.fromiter((len(pieces[i].strip()) for i in linked.tolist()), int, len(linked))
    return Runs(texts, inked[first], linked, lengths)


def _preformatted(fact: NDArray[np.int16], around: NDArray[np.int16]) -> NDArray[np.bool_]:
    """Whether line breaks count in the run before each tag and in the last, as in ``pre``."""
    keeps = (fact & Tag.PREFORMATTED) != 0
    steps = (keeps & ((fact & Tag.OPENS) != 0)).astype(np.int32)
    steps -= keeps & ((fact & Tag.CLOSES) != 0)
    return np.append(0, np.cumsum(steps)) + np.count_nonzero(around & Tag.PREFORMATTED) > 0


def _texts(
    pieces: list[str],
    inked: NDArray[np.int64],
    ends_run: NDArray[np.bool_],
    preformatted: NDArray[np.bool_],
) -> tuple[list[str], NDArray[np.int64]]:
    """The runs that show anything, with white space as a browser would show it.

    Returns
    -------
    texts
        One a run.
    first
        int64, shape (n,). Which of the pieces that hold ink is the first of each.
    """
    edges = np.flatnonzero(ends_run)
    # A run that holds ink has its first piece after one edge and its last one before the next.
    edge = np.searchsorted(edges, inked)
    first = np.flatnonzero(np.diff(edge, prepend=-1))
    edge = edge[first]
    begins = np.append(0, edges + 1)[edge]
    ends = np.append(edges + 1, len(pieces))[edge]
    as_is = preformatted[begins].tolist()
    texts: list[str] = []
    kept: list[int] = []
    for i, (begin, end) in enumerate(zip(begins.tolist(), ends.tolist(), strict=True)):
        run = pieces[begin] if end == begin + 1 else "".join(pieces[begin:end])
        if "&" in run:
            run = unescape(run)
        text = run.strip()
        if "  " in text or not text.isprintable():  # of white space, only " " is printable
            text = " ".join(text.split())
        if not text.isascii():
            text = text.strip(EDGES)
        if text:
            if as_is[i]:
                text = "\n".join(line.rstrip() for line in run.splitlines()).strip("\n")
            texts.append(text)
            kept.append(i)
    return texts, first[kept]
