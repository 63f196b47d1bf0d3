"""Labelled pages, joined where corpora share them, in the forms in which they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final, Literal
from zlib import crc32

import numpy as np

from boilerplate.corpus.align import AlignedPage, align
from boilerplate.corpus.records import LabelledPage
from boilerplate.corpus.render import Style, render, transfer
from boilerplate.errors import CorpusError
from boilerplate.page.split import split

Form = Literal["html", "text", "respaced", "lines", "spaced", "wrapped"]
"""How a page is shown: as it came (``html``, ``text``), as text with other blank lines, or HTML
rendered as text in a style."""

_STYLES: Final[tuple[Style, ...]] = ("lines", "spaced", "wrapped")

_GRADES: Final = ("roles", "annotated", "labels", "parts", "content")
"""Grades of truth, by how much they tell of roles."""


def merged(pages: Iterable[LabelledPage]) -> Iterator[AlignedPage]:
    """Align pages, and join what two corpora say about one page.

    Roles come from the corpus that gives roles, main content from the one that gives that.
    Pages without visible text are left out.

    Raises
    ------
    CorpusError
        If pages that differ have the same id.
    """
    waiting: dict[str, AlignedPage] = {}
    for page in pages:
        aligned = align(page, split(page.source, page.kind))
        if not len(aligned.columns):
            continue
        key = page.id.removeprefix("roles:")
        other = waiting.pop(key, None)
        if other is None:
            waiting[key] = aligned
        elif other.columns.texts == aligned.columns.texts:
            yield _join(*sorted((aligned, other), key=lambda a: _GRADES.index(a.grade)))
        else:
            raise CorpusError(f"two different pages have the id {key!r}")
    yield from waiting.values()


def _join(roles: AlignedPage, content: AlignedPage) -> AlignedPage:
    unknown = np.asarray(roles.allowed.all(axis=1))
    return replace(
        content,
        allowed=np.where(unknown[:, None], content.allowed, roles.allowed),
        weight=np.where(unknown, content.weight, roles.weight),
        content=np.where(np.isnan(content.content), roles.content, content.content),
        content_weight=np.where(
            np.isnan(content.content), roles.content_weight, content.content_weight
        ),
        grade=roles.grade,
    )


def forms(page: AlignedPage, seed: int) -> Iterator[tuple[Form, AlignedPage]]:
    """A page in all its forms; what is random depends on the page's id and the seed alone."""
    yield page.columns.kind, page
    rng = np.random.default_rng([seed, crc32(page.id.encode())])
    if page.columns.kind == "html":
        for style in _STYLES:
            text, blocks = render(page.columns, style, rng, width=int(rng.integers(60, 100)))
            yield style, transfer(page, blocks, split(text, "text"))
    else:
        yield "respaced", _respaced(page, rng)


def _respaced(page: AlignedPage, rng: np.random.Generator) -> AlignedPage:
    """A text page with blank lines where roles change and around prose."""
    roles = page.allowed.argmax(axis=1)
    lengths = np.fromiter(map(len, page.columns.texts), np.int64, len(page.columns))
    change = np.append(False, roles[1:] != roles[:-1])
    prose = (lengths > 80) | np.append(False, lengths[:-1] > 80)
    blank = (change & (rng.random(len(roles)) < 0.6)) | (prose & bool(rng.random() < 0.7))
    text = "\n".join("\n" * bool(b) + t for b, t in zip(blank, page.columns.texts, strict=True))
    return transfer(page, np.arange(len(roles)), split(text, "text"))
