"""HTML into blocks: every block-level run of visible text is one."""

from __future__ import annotations

from dataclasses import replace
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

_BREAK: Final = "\x1e"
"""Stands for a tag that ends a run of text while the runs are cut apart."""

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
    if "<noscript" in markup and (shown := sum(map(len, columns.texts))) < _NEARLY_EMPTY:
        unscripted = _split(visible_markup(markup, noscript=True))
        if sum(map(len, unscripted.texts)) > 2 * shown:
            columns = unscripted
    hints = (*read_hints(markup), columns.hints[-1])
    return replace(columns, hints=hints, signs=read_signs(markup))


def _split(markup: str) -> PageColumns:
    if _BREAK in markup:
        markup = markup.replace(_BREAK, " ")
    # Menus often put links side by side with nothing but style between them.
    markup = markup.replace("</a><a ", "</a> <a ")
    pieces, tags = tokens(markup)
    distinct = list(dict.fromkeys(tags))
    index = dict(zip(distinct, range(len(distinct)), strict=True))
    tag_ids = np.fromiter(map(index.__getitem__, tags), np.int32, len(tags))
    known = np.fromiter(map(facts, distinct), np.int64, len(distinct))
    fact = known[tag_ids]

    ends_run = (fact & Tag.BLOCK) != 0
    opens = (fact & Tag.OPENS) != 0
    closes = (fact & Tag.CLOSES) != 0
    run_of_piece = np.append(0, np.cumsum(ends_run))
    raw_runs = _runs(pieces, tags, distinct, known)
    texts, kept = _shown(raw_runs, _preformatted(fact, opens, closes, ends_run))
    n = len(texts)
    lengths = np.fromiter(map(len, texts), np.int64, n)

    inked = np.flatnonzero(
        ~np.fromiter(map(str.isspace, pieces), np.bool_, len(pieces))
        & (np.fromiter(map(len, pieces), np.int64, len(pieces)) > 0)
    )
    inked_runs = run_of_piece[inked]
    block_at = inked[np.searchsorted(inked_runs, kept)]
    tree = build_tree(opens, closes, block_at)
    ancestry = climb(tree, lengths)
    path = tree.tag[ancestry.elements]
    path_tags, path_ids = np.unique(tag_ids[path], return_inverse=True)

    is_link = (fact & Tag.LINK) != 0
    link_opens = is_link & opens
    in_link = np.cumsum(link_opens.astype(np.int64) - (is_link & closes))
    linked = inked[np.append(0, in_link)[inked] > 0]
    link_lengths = [len(pieces[i].strip()) for i in linked.tolist()]
    runs = len(raw_runs)
    link_chars = np.bincount(run_of_piece[linked], link_lengths, runs)[kept]
    link_of_piece = np.append(0, np.cumsum(link_opens))
    _, begins = np.unique(link_of_piece[linked], return_index=True)
    links = np.bincount(run_of_piece[linked[begins]], minlength=runs)[kept]

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
        tags=[distinct[i] for i in path_tags.tolist()],
        path_tags=path_ids.astype(np.int32).reshape(-1),
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


def _runs(
    pieces: list[str], tags: list[str], distinct: list[str], known: NDArray[np.int64]
) -> list[str]:
    """Join the pieces between inline tags and part them at the others."""
    block = ((known & Tag.BLOCK) != 0).tolist()
    between = dict(zip(distinct, (_BREAK if ends else "" for ends in block), strict=True))
    woven = [""] * (len(pieces) + len(tags))
    woven[0::2] = pieces
    woven[1::2] = map(between.__getitem__, tags)
    return unescape("".join(woven)).split(_BREAK)


def _preformatted(
    fact: NDArray[np.int64],
    opens: NDArray[np.bool_],
    closes: NDArray[np.bool_],
    ends_run: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Whether the line breaks of each run count, as they do in ``pre``."""
    keeps = (fact & Tag.PREFORMATTED) != 0
    inside = np.cumsum((keeps & opens).astype(np.int64) - (keeps & closes)) > 0
    return np.append(False, inside[ends_run])


def _shown(runs: list[str], preformatted: NDArray[np.bool_]) -> tuple[list[str], NDArray[np.int64]]:
    """The runs that show anything, with white space as a browser would show it."""
    texts: list[str] = []
    kept: list[int] = []
    as_is = set(np.flatnonzero(preformatted).tolist())
    for i, run in enumerate(runs):
        text = " ".join(run.split()).strip(EDGES)
        if text:
            if i in as_is:
                text = "\n".join(line.rstrip() for line in run.splitlines()).strip("\n")
            texts.append(text)
            kept.append(i)
    return texts, np.asarray(kept, np.int64)
