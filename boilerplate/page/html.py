"""HTML into blocks: every block-level run of visible text is one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import count
from typing import Final

import numpy as np
from numpy.typing import NDArray

from boilerplate.page.columns import PageColumns
from boilerplate.page.hints import picture_names, read_hints
from boilerplate.page.markup import normal_form, tokens, unescape, visible_markup
from boilerplate.page.signs import read_signs
from boilerplate.page.tags import Tag, facts
from boilerplate.page.text import EDGES
from boilerplate.page.tree import build_tree, climb

_NEARLY_EMPTY: Final = 600
"""A page that shows fewer characters may keep its text in ``noscript``."""


def split_html(source: str) -> PageColumns:
    """Split HTML into blocks.

    Elements that browsers show as blocks, ``br``, table cells, list items and form controls
    end a run of text; other markup neither parts a word nor joins two. What scripts, styles
    and comments hold is not text. ``noscript`` counts only where the page shows next to
    nothing without it.
    """
    markup = normal_form(source)
    columns = _split(visible_markup(markup, noscript=False))
    if (shown := sum(map(len, columns.texts))) < _NEARLY_EMPTY and "<noscript" in markup:
        unscripted = _split(visible_markup(markup, noscript=True))
        if sum(map(len, unscripted.texts)) > 2 * shown:
            columns = unscripted
    hints = (*read_hints(markup), columns.hints[-1])
    return replace(columns, hints=hints, signs=read_signs(markup))


def _split(markup: str) -> PageColumns:
    pieces, tags = tokens(markup)
    index: defaultdict[str, int] = defaultdict(count().__next__)
    tag_ids = np.fromiter(map(index.__getitem__, tags), np.int32, len(tags))
    distinct = list(index)
    del markup, tags  # of a huge page, these are most of what is held
    known = facts(distinct)
    fact = known[tag_ids]

    opens = (fact & Tag.OPENS) != 0
    closes = (fact & Tag.CLOSES) != 0
    is_link = (fact & Tag.LINK) != 0
    link_opens, link_closes = is_link & opens, is_link & closes
    # Menus often put links side by side with nothing but style between them.
    side_by_side = link_closes[:-1] & link_opens[1:] & (tag_ids[1:] != index.get("a", -1))
    for i in (np.flatnonzero(side_by_side) + 1).tolist():
        pieces[i] = pieces[i] or " "

    ends_run = (fact & Tag.BLOCK) != 0
    run_of_piece = np.append(0, np.cumsum(ends_run))
    inked = np.array([i for i, piece in enumerate(pieces) if piece and not piece.isspace()], int)
    texts, first = _texts(pieces, inked, ends_run, _preformatted(fact, opens, closes))
    block_at = inked[first]
    n = len(texts)
    lengths = np.fromiter(map(len, texts), np.int64, n)
    tree = build_tree(opens, closes, block_at)
    ancestry = climb(tree, lengths)
    on_path = tag_ids[tree.tag][ancestry.elements]
    is_on_path = np.zeros(len(distinct), np.bool_)
    is_on_path[on_path] = True

    run_of_block = run_of_piece[block_at]
    runs = int(run_of_piece[-1]) + 1
    in_link = np.cumsum(link_opens.astype(np.int64) - link_closes)
    linked = inked[np.append(0, in_link)[inked] > 0]
    link_lengths = [len(pieces[i].strip()) for i in linked.tolist()]
    link_chars = np.bincount(run_of_piece[linked], link_lengths, runs)[run_of_block]
    link_of_piece = np.append(0, np.cumsum(link_opens))[linked]
    begins = linked[np.diff(link_of_piece, prepend=-1) != 0]
    links = np.bincount(run_of_piece[begins], minlength=runs)[run_of_block]

    hiding = np.flatnonzero((fact[tree.tag] & Tag.HIDDEN) != 0)
    hidden = np.zeros(n + 1, np.int64)
    np.add.at(hidden, tree.first[hiding], 1)
    np.add.at(hidden, tree.last[hiding], -1)

    pictures = np.flatnonzero((known & Tag.MEDIA) != 0).tolist()
    ends = np.cumsum(lengths + 1) - 1
    return PageColumns(
        kind="html",
        texts=texts,
        starts=ends - lengths,
        ends=ends,
        blank_before=np.full(n, np.nan, np.float32),
        link_chars=np.minimum(link_chars, lengths).astype(np.float32),
        links=links.astype(np.float32),
        media=_between(block_at, fact, Tag.MEDIA),
        inputs=_between(block_at, fact, Tag.INPUT),
        hidden=(np.cumsum(hidden)[:n] > 0).astype(np.float32),
        depth=ancestry.depth,
        section_starts=ancestry.section_starts,
        section_ends=ancestry.section_ends,
        tags=[distinct[i] for i in np.flatnonzero(is_on_path).tolist()],
        path_tags=(np.cumsum(is_on_path, dtype=np.int32) - np.int32(1))[on_path],
        path_offsets=ancestry.offsets,
        path_own=(tree.last - tree.first == 1)[ancestry.elements],
        hints=("", "", "", "", picture_names([distinct[i] for i in pictures])),
    )


def _between(
    block_at: NDArray[np.int64], fact: NDArray[np.int64], kind: int
) -> NDArray[np.float32]:
    """How many opening or void tags of a kind stand between each block and the one before."""
    total = np.append(0, np.cumsum((fact & (kind | Tag.CLOSES)) == kind))[block_at]
    return np.diff(total, prepend=0).astype(np.float32)


def _preformatted(
    fact: NDArray[np.int64], opens: NDArray[np.bool_], closes: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Whether line breaks count in the run that begins at each tag, as they do in ``pre``."""
    keeps = (fact & Tag.PREFORMATTED) != 0
    return np.cumsum((keeps & opens).astype(np.int64) - (keeps & closes)) > 0


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
    as_is = (np.append(False, preformatted)[begins]).tolist()
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
