"""HTML pages as plain text, to learn and measure on text what is known of HTML."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from boilerplate.corpus.align import AlignedPage
from boilerplate.page.columns import PageColumns
from boilerplate.page.text import INVISIBLE, PROSE_CHARS

Style = Literal["lines", "spaced", "wrapped"]

# Elements that readers see air around, in a browser and in text saved from one.
_LISTS: Final = frozenset({"dl", "menu", "ol", "table", "ul"})
_AIRY: Final = _LISTS | frozenset({
    "address", "article", "aside", "blockquote", "details", "fieldset", "figure", "footer",
    "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "main", "nav", "p", "pre",
    "section",
})  # fmt: skip

_APART: Final = 0.5
"""Share of pages with blank lines that have one after each block."""


def render(
    columns: PageColumns,
    style: Style,
    rng: np.random.Generator | None = None,
    *,
    width: int = 72,
) -> tuple[str, NDArray[np.int64]]:
    """Write a page's blocks as plain text.

    Parameters
    ----------
    columns
        An HTML page, split.
    style
        ``"lines"``: one line a block and no blank ones. ``"spaced"``: with a blank line around
        paragraphs, headings, lists and sections, none between the items of a list, the cells
        of a table, the links of a menu or the lines of an address. ``"wrapped"``: the same,
        long lines broken at `width`.
    rng
        Where given, it decides for the whole page whether groups in a ``div`` get blank lines
        around them, and whether a ``"spaced"`` page gets them around each block: pages saved
        as text differ in that.
    width
        Columns of the style ``"wrapped"``.

    Returns
    -------
    text : str
        The page.
    blocks : int64 array, shape (lines,)
        The block that each line of `text` that isn't blank comes from.
    """
    groups = rng is not None and bool(rng.random() < 0.5)
    if style == "spaced" and rng is not None and rng.random() < _APART:
        blank = [True] * len(columns)
    else:
        blank = _blank_before(columns, groups) if style != "lines" else [False] * len(columns)
    out: list[str] = []
    blocks: list[int] = []
    for k, text in enumerate(columns.texts):
        lines = [line for line in text.splitlines() if _shows(line)]
        if style == "wrapped":
            lines = [part for line in lines for part in _wrap(line, width)]
        if blank[k] and out and lines:
            out.append("")
        out += lines
        blocks += [k] * len(lines)
    return "\n".join(out), np.array(blocks, dtype=np.int64)


def transfer(aligned: AlignedPage, blocks: NDArray[np.int64], columns: PageColumns) -> AlignedPage:
    """Carry what is known about an HTML page over to its rendering as text.

    Parameters
    ----------
    aligned
        The HTML page.
    blocks
        Block of each line, as :func:`render` returned it.
    columns
        The rendered text, split.

    Returns
    -------
    AlignedPage
        Its rows are the blocks of `columns`.

    Raises
    ------
    ValueError
        If `columns` are not those of the rendered text.
    """
    if len(columns) != len(blocks):
        raise ValueError(f"{len(blocks)} lines rendered, {len(columns)} blocks found")
    return replace(
        aligned,
        columns=columns,
        allowed=aligned.allowed[blocks],
        content=aligned.content[blocks],
        weight=aligned.weight[blocks],
        content_weight=aligned.content_weight[blocks],
        origin=blocks,
    )


def _shows(line: str) -> bool:
    return bool("".join(line.split()).strip(INVISIBLE))


def _wrap(line: str, width: int) -> list[str]:
    if len(line) <= width:
        return [line]
    parts = textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)
    return [part for part in parts if _shows(part)]


def _blank_before(columns: PageColumns, groups: bool) -> list[bool]:
    """Tell before which blocks readers see air."""
    names = [tag.partition(" ")[0] for tag in columns.tags]
    offsets = columns.path_offsets
    leaving, entering = _parted_sections(columns)
    blank = [False] * len(columns)
    for k in range(1, len(columns)):
        before = slice(int(offsets[k - 1]), int(offsets[k]))
        after = slice(int(offsets[k]), int(offsets[k + 1]))
        shared = _shared_depth(columns, k, before, after)
        for path, block, parted in ((before, k - 1, leaving[k]), (after, k, entering[k])):
            own = int(columns.path_own[path].sum())
            inner = max(int(columns.depth[block]) - shared, own + int(parted))
            around = [names[tag] for tag in columns.path_tags[path][: inner + 2].tolist()]
            # A div with that much text stands for a paragraph.
            long = len(columns.texts[block]) >= PROSE_CHARS
            blank[k] = blank[k] or _airy(around, inner, own, long, groups)
    return blank


def _airy(around: list[str], inner: int, own: int, long: bool, groups: bool) -> bool:
    """Tell whether one of the `inner` elements that part two blocks puts air between them."""
    for level, name in enumerate(around[:inner]):
        if name == "div":
            if long if level < own else groups:
                return True
        elif name in _AIRY and not (name in _LISTS and "li" in around[level + 1 : level + 3]):
            return True
    return False


def _shared_depth(columns: PageColumns, k: int, before: slice, after: slice) -> int:
    """Count the outer elements that blocks ``k - 1`` and ``k`` may share, by their tags."""
    outer = columns.path_tags[before][::-1], columns.path_tags[after][::-1]
    unseen = [int(columns.depth[k - 1]) - len(outer[0]), int(columns.depth[k]) - len(outer[1])]
    low = max(unseen)
    first, second = outer[0][low - unseen[0] :], outer[1][low - unseen[1] :]
    length = min(len(first), len(second))
    differ = np.flatnonzero(first[:length] != second[:length])
    return low + (int(differ[0]) if len(differ) else length)


def _parted_sections(columns: PageColumns) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Count the sections of several blocks that end, or begin, between neighbours.

    Elements that look alike may still be two: these are known to be.
    """
    starts, ends = columns.section_starts[:, :-1], columns.section_ends[:, :-1]
    fresh = np.ones(starts.shape, dtype=np.bool_)
    fresh[:, 1:] = (starts[:, 1:] != starts[:, :-1]) | (ends[:, 1:] != ends[:, :-1])
    fresh &= ends - starts > 1
    index = np.arange(len(columns))[:, None]
    ending = (fresh & (ends == index + 1)).sum(axis=1)
    beginning = (fresh & (starts == index)).sum(axis=1)
    return np.append(0, ending)[: len(columns)], beginning
