"""What is known about a page, brought onto its blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from boilerplate.corpus.match import MAJORITY, align_content, align_lines
from boilerplate.corpus.records import (
    ContentTruth,
    LabelledPage,
    LabelTruth,
    PartsTruth,
    RoleTruth,
)
from boilerplate.corpus.words import words
from boilerplate.labels import CONTENT_ROLES, ROLES, Role, roles_of
from boilerplate.page.columns import PageColumns

__all__ = ["AlignedPage", "align", "align_content", "align_lines"]

_COLUMN: Final = {role: i for i, role in enumerate(ROLES)}
_CONTENT_COLUMNS: Final = [_COLUMN[role] for role in CONTENT_ROLES]

# What being main content or not says of a block's role, so that it holds for 97 % of blocks or
# more (measured on 59,530 blocks of pages that have both). Content of articles, threads and
# documentation is of the first set (99 %); elsewhere it is of the second (98 %), and what is not
# content may be anything. In prose, short blocks that are not content are not text either (98 %);
# of the long ones 7 % are.
_PROSE_TYPES: Final = frozenset({"article", "forum", "documentation"})
_OF_PROSE: Final = frozenset({Role.TITLE, Role.BYLINE, Role.TEXT, Role.CAPTION, Role.CREDIT})
_OF_CONTENT: Final = _OF_PROSE | {Role.INTERFACE, Role.PROMO}
_BUT_TEXT: Final = frozenset(ROLES) - {Role.TEXT}
_LONG: Final = 8

_CONTENT_BY_ROLE: Final = 0.15
"""How far to believe what roles tell of main content where nothing is measured against them:
corpora of main content have habits of their own, which are the ones that count."""

_NEAR: Final = 2
"""A credit stands at most this many blocks from a caption."""


@dataclass(frozen=True, slots=True)
class AlignedPage:
    """A page's blocks and what training may learn from them.

    Attributes
    ----------
    id, site, page_type, language, corpus
        As in :class:`~boilerplate.corpus.records.LabelledPage`.
    columns
        The `n` blocks.
    allowed
        bool, shape (n, 12). Which of ``ROLES`` each block may have by what is known; a row is
        all true where nothing is, and never all false.
    content
        float32, shape (n,). 1 where the block is main content, 0 where it is not, NaN where
        that is unknown.
    weight, content_weight
        float32, shape (n,). How far to believe `allowed` and `content`.
    reference
        The main content as text where the corpus gives it: what extraction is scored by.
    grade
        What kind of truth it is: ``"roles"``, ``"labels"``, ``"content"``, ``"parts"``, or
        ``"annotated"`` for roles that nothing is measured against.
    origin
        int64, shape (n,). The block of another page's columns that each block was rendered
        from; None where it was not.
    """

    id: str
    site: str
    page_type: str | None
    language: str | None
    columns: PageColumns
    allowed: NDArray[np.bool_]
    content: NDArray[np.float32]
    weight: NDArray[np.float32]
    content_weight: NDArray[np.float32]
    reference: str | None
    grade: str
    corpus: str = "pages"
    origin: NDArray[np.int64] | None = None


def align(page: LabelledPage, columns: PageColumns) -> AlignedPage:
    """Bring what is known about a page onto its blocks.

    Parameters
    ----------
    page
        The labelled page.
    columns
        The page, split.

    Returns
    -------
    AlignedPage
        Its rows are the blocks of `columns`.
    """
    texts = columns.texts
    reference: str | None = None
    clarity = np.ones(len(texts), dtype=np.float32)
    of_content = 1.0
    match page.truth:
        case RoleTruth(lines, measured):
            of_content = 1.0 if measured else _CONTENT_BY_ROLE
            grade = "roles" if measured else "annotated"
            found = align_lines(texts, [text for text, _ in lines])
            allowed = _mask([_one(lines[j][1]) if j >= 0 else None for j in found])
            content = _content_of(allowed, found >= 0)
        case LabelTruth(lines):
            grade = "labels"
            found = align_lines(texts, [text for text, _ in lines])
            allowed = _mask([roles_of(lines[j][1].value) if j >= 0 else None for j in found])
            content = _content_of(allowed, found >= 0)
        case ContentTruth(text):
            grade = "content"
            reference = text
            shares = align_content(texts, text)
            content = (shares >= MAJORITY).astype(np.float32)
            allowed = _mask(_by_content(texts, content, page.page_type))
            clarity = np.maximum(shares, 1 - shares)
        case PartsTruth(parts, complete):
            grade = "parts"
            roles = _place_parts(texts, parts)
            others = frozenset(ROLES) - complete
            allowed = _mask([_one(role) if role else others for role in roles])
            content = np.array([role in CONTENT_ROLES for role in roles], dtype=np.float32)
    weight = (page.trust * clarity).astype(np.float32)
    return AlignedPage(
        id=page.id,
        site=page.site,
        page_type=page.page_type,
        language=page.language,
        columns=columns,
        allowed=allowed,
        content=content,
        weight=weight,
        content_weight=weight * np.float32(of_content),
        reference=reference,
        grade=grade,
        corpus=page.corpus,
    )


def _one(role: Role) -> frozenset[Role]:
    return frozenset({role})


def _mask(allowed: Iterable[frozenset[Role] | None]) -> NDArray[np.bool_]:
    rows = [[roles is None or role in roles for role in ROLES] for roles in allowed]
    return np.array(rows, dtype=np.bool_).reshape(-1, len(ROLES))


def _content_of(allowed: NDArray[np.bool_], known: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Content where a role of it is allowed, NaN where nothing is known."""
    inside = allowed[:, _CONTENT_COLUMNS].any(axis=1)
    return np.where(known, inside, np.nan).astype(np.float32)


def _by_content(
    texts: Sequence[str], content: NDArray[np.float32], page_type: str | None
) -> Iterator[frozenset[Role] | None]:
    """Yield the roles that go with being main content or not."""
    prose = page_type in _PROSE_TYPES
    for text, inside in zip(texts, content, strict=True):
        if inside:
            yield _OF_PROSE if prose else _OF_CONTENT
        else:
            yield _BUT_TEXT if prose and len(words(text)) < _LONG else None


def _place_parts(texts: Sequence[str], parts: Sequence[tuple[str, Role]]) -> list[Role | None]:
    """Find the role of each block that is made of a known passage.

    Headlines and paragraphs are matched in order and count once: again elsewhere they are
    teasers. Captions and credits may stand as often as their picture is shown.
    """
    running = [(text, role) for text, role in parts if role in CONTENT_ROLES]
    shares = align_content(texts, "\n".join(text for text, _ in running))
    lines = align_lines(texts, [text for text, _ in running])
    roles: list[Role | None] = [
        running[j][1] if j >= 0 and share >= MAJORITY else None
        for j, share in zip(lines, shares, strict=True)
    ]
    spelt = [_spell(text) for text in texts]
    _move_titles(roles, spelt)
    pictures = [(_spell(text), role) for text, role in parts if role not in CONTENT_ROLES]
    for k, block in enumerate(spelt):
        if roles[k] is None and block.strip():
            roles[k] = next((role for part, role in pictures if _same(part, block)), None)
    for k in [k for k, role in enumerate(roles) if role is Role.CREDIT]:
        if Role.CAPTION not in roles[max(k - _NEAR, 0) : k + _NEAR + 1]:
            roles[k] = None  # a name like "News" stands in many places
    return roles


def _spell(text: str) -> str:
    return f" {' '.join(words(text))} "


def _same(part: str, block: str) -> bool:
    """Tell whether one holds the other and not much else."""
    shorter, longer = sorted((part, block), key=len)
    return shorter in longer and len(shorter) >= MAJORITY * len(longer)


def _move_titles(roles: list[Role | None], spelt: list[str]) -> None:
    """Give a headline's role to its last copy before the text: the first may be a menu's."""
    start = roles.index(Role.TEXT) if Role.TEXT in roles else len(roles)
    for k in [k for k, role in enumerate(roles[:start]) if role is Role.TITLE]:
        copies = [m for m in range(k, start) if spelt[m] == spelt[k]]
        roles[k] = None
        roles[copies[-1]] = Role.TITLE
