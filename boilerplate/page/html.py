"""HTML into blocks: every block-level run of visible text is one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from boilerplate.page.columns import PageColumns
from boilerplate.page.hints import join_hints, picture_names, read_hints
from boilerplate.page.markup import bearable, parse, tokens, visible_markup
from boilerplate.page.parts import PART, Part, read_parts
from boilerplate.page.runs import Runs, read_runs
from boilerplate.page.signs import join_signs, read_signs
from boilerplate.page.tags import Tag, Tags
from boilerplate.page.tree import Tree, build_tree, climb

_NEARLY_EMPTY: Final = 600
"""A page that shows fewer characters may keep its text in ``noscript``."""

_NOSCRIPT: Final = re.compile("<noscript", re.I)

_HUGE: Final = 4
"""Parts from which on a page is read in parts."""


def split_html(source: str, *, part: int = PART) -> PageColumns:
    """Split HTML into blocks.

    Elements that browsers show as blocks, ``br``, table cells, list items and form controls
    end a run of text; other markup neither parts a word nor joins two. What scripts, styles
    and comments hold is not text. ``noscript`` counts only where the page shows next to
    nothing without it. Huge pages are read in parts, of `part` characters each.
    """
    source = bearable(source)
    markup = parse(source) if len(source) < _HUGE * part else None

    def split(noscript: bool) -> PageColumns:
        tags = Tags()
        if markup is None:
            return _split(read_parts(source, tags, part, noscript=noscript), tags)
        texts, names = tokens(visible_markup(markup, noscript=noscript))
        return _split([Part(markup, texts, tags.number(names))], tags)

    columns = split(noscript=False)
    shown = sum(map(len, columns.texts))
    if shown < _NEARLY_EMPTY and _NOSCRIPT.search(source):
        unscripted = split(noscript=True)
        if sum(map(len, unscripted.texts)) > 2 * shown:
            return unscripted
    return columns


def _split(parts: Iterable[Part], tags: Tags) -> PageColumns:
    page = _gather(parts, tags)
    texts, block_at = page.runs.texts, page.runs.at
    fact = tags.facts[page.tags]
    n = len(texts)
    lengths = np.fromiter(map(len, texts), np.int64, n)
    link_chars, links = _links(fact, page.runs)
    media = _between(block_at, fact, Tag.MEDIA)
    inputs = _between(block_at, fact, Tag.INPUT)

    tree = build_tree((fact & Tag.OPENS) != 0, (fact & Tag.CLOSES) != 0, block_at)
    hidden = _hidden(fact, tree, n)
    ancestry = climb(tree, lengths)
    on_path = page.tags[tree.tag][ancestry.elements]
    is_on_path = np.zeros(len(tags.names), np.bool_)
    is_on_path[on_path] = True

    pictures = np.flatnonzero((tags.facts & Tag.MEDIA) != 0).tolist()
    ends = np.cumsum(lengths + 1) - 1
    return PageColumns(
        kind="html",
        texts=texts,
        starts=ends - lengths,
        ends=ends,
        blank_before=np.full(n, np.nan, np.float32),
        link_chars=np.minimum(link_chars, lengths, dtype=np.float32),
        links=links,
        media=media,
        inputs=inputs,
        hidden=hidden,
        depth=ancestry.depth,
        section_starts=ancestry.section_starts,
        section_ends=ancestry.section_ends,
        tags=[tags.names[i] for i in np.flatnonzero(is_on_path).tolist()],
        path_tags=(np.cumsum(is_on_path, dtype=np.int32) - np.int32(1))[on_path],
        path_offsets=ancestry.offsets,
        path_own=(tree.last - tree.first == 1)[ancestry.elements],
        hints=(*page.hints, picture_names([tags.names[i] for i in pictures])),
        signs=page.signs,
    )


class _Gathered(NamedTuple):
    """What the parts of a page hold: tags and runs one after the other, and the rest as one."""

    tags: NDArray[np.int32]
    runs: Runs
    hints: tuple[str, ...]
    signs: tuple[str, ...]


def _gather(parts: Iterable[Part], tags: Tags) -> _Gathered:
    numbers: list[NDArray[np.int32]] = []
    runs: list[Runs] = []
    hints: list[tuple[str, ...]] = []
    signs: list[tuple[str, ...]] = []
    position = 0
    for part in parts:
        texts, at, linked, link_lengths = read_runs(part, tags)
        runs.append(Runs(texts, at + position, linked + position, link_lengths))
        numbers.append(part.tags)
        position += len(part.tags)
        hints.append(read_hints(part.markup))
        signs.append(read_signs(part.markup))
    return _Gathered(
        np.concatenate(numbers),
        Runs(
            [text for run in runs for text in run.texts],
            *(np.concatenate(columns) for columns in list(zip(*runs, strict=True))[1:]),
        ),
        join_hints(hints),
        join_signs(signs),
    )


def _links(fact: NDArray[np.int16], runs: Runs) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Characters of each block inside links, and links that begin in it."""
    run = np.append(np.int32(0), np.cumsum((fact & Tag.BLOCK) != 0, dtype=np.int32))
    count = int(run[-1]) + 1
    opens = (fact & (Tag.LINK | Tag.OPENS)) == Tag.LINK | Tag.OPENS
    link = np.append(np.int32(0), np.cumsum(opens, dtype=np.int32))[runs.linked]
    begins = runs.linked[np.diff(link, prepend=-1) != 0]
    chars = np.bincount(run[runs.linked], runs.link_lengths, count)
    links = np.bincount(run[begins], minlength=count)
    at = run[runs.at]
    return chars[at].astype(np.float32), links[at].astype(np.float32)


def _between(
    block_at: NDArray[np.int64], fact: NDArray[np.int16], kind: int
) -> NDArray[np.float32]:
    """How many opening or void tags of a kind stand between each block and the one before."""
    total = np.append(0, np.cumsum((fact & (kind | Tag.CLOSES)) == kind, dtype=np.int32))[block_at]
    return np.diff(total, prepend=0).astype(np.float32)


def _hidden(fact: NDArray[np.int16], tree: Tree, n: int) -> NDArray[np.float32]:
    """Whether any element around each of `n` blocks is hidden."""
    hiding = np.flatnonzero((fact[tree.tag] & Tag.HIDDEN) != 0)
    steps = np.zeros(n + 1, np.int64)
    np.add.at(steps, tree.first[hiding], 1)
    np.add.at(steps, tree.last[hiding], -1)
    return (np.cumsum(steps)[:n] > 0).astype(np.float32)
