"""The one thing that flows on from the splitters: a page as columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Kind = Literal["text", "html"]

SECTIONS = 5
"""How many enclosing sections a block knows, from the innermost outwards."""


@dataclass(frozen=True, slots=True)
class PageColumns:
    r"""The `n` blocks of a page and what the splitter saw of them.

    What plain text lacks is missing (NaN, empty), so that nothing after the splitter asks
    what kind of page it was.

    Attributes
    ----------
    kind
        What the source was split as.
    texts
        The text of each block, never empty, in document order.
    starts, ends
        int64, shape (n,). Character offsets: into the decoded source for plain text, into
        ``"\n".join(texts)`` for HTML, whose parser keeps no source positions.
    blank_before
        float32, shape (n,). Blank lines before the block; NaN for HTML.
    link_chars
        float32, shape (n,). Characters of the block inside links; NaN for plain text.
    links
        float32, shape (n,). Links that begin in the block; NaN for plain text.
    media, inputs
        float32, shape (n,). Pictures and the like, and fields of forms, between the block
        before and this one; NaN for plain text.
    hidden
        float32, shape (n,). 1 where the markup hides the block; NaN for plain text.
    depth
        float32, shape (n,). Elements that enclose the block; NaN for plain text.
    section_starts, section_ends
        int32, shape (n, SECTIONS). Block ranges ``[start, end)`` of the enclosing sections,
        innermost first: elements in HTML, groups between blank lines in plain text.
        Where a block has fewer, the last one is repeated.
    tags
        The distinct opening tags that enclose blocks, without brackets: ``'p class="lead"'``.
    path_tags, path_offsets, path_own
        The tag path of block ``i``, innermost first, is
        ``path_tags[path_offsets[i]:path_offsets[i + 1]]``, int32 indices into `tags`;
        bool `path_own` tells the elements that hold no other block.
    hints
        The page's own title, description, author, linked data and names of pictures, which it
        does not show; empty for plain text.
    signs
        Signs of what kind of page this is, in no particular form; empty for plain text.
    """

    kind: Kind
    texts: Sequence[str]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    blank_before: NDArray[np.float32]
    link_chars: NDArray[np.float32]
    links: NDArray[np.float32]
    media: NDArray[np.float32]
    inputs: NDArray[np.float32]
    hidden: NDArray[np.float32]
    depth: NDArray[np.float32]
    section_starts: NDArray[np.int32]
    section_ends: NDArray[np.int32]
    tags: list[str]
    path_tags: NDArray[np.int32]
    path_offsets: NDArray[np.int64]
    path_own: NDArray[np.bool_]
    hints: tuple[str, ...] = ("", "", "", "", "")
    signs: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.texts)
