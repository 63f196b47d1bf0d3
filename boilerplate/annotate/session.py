"""A sitting: which pages there are, in which order, what is proposed and what is saved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from boilerplate.annotate.store import Store
from boilerplate.corpus.align import align
from boilerplate.corpus.records import LabelledPage, RoleTruth
from boilerplate.document import Page
from boilerplate.labels import ROLES, Role
from boilerplate.model.labeler import Labeler
from boilerplate.page.columns import Kind
from boilerplate.page.decode import decode

_AT_ONCE: Final = 64


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the sitting.

    Attributes
    ----------
    page
        The page as it came.
    title
        Its headline as the model has it, where there is one.
    uncertainty
        From 0 to 1, see :func:`uncertainty`.
    """

    page: LabelledPage
    title: str | None
    uncertainty: float


class Session:
    """Pages to be labelled, those first of which the model is least certain.

    Parameters
    ----------
    pages
        The pages; what is known of them already is proposed.
    store
        Where labelled pages go. Those it holds are done.
    labeler
        What proposes the rest.
    """

    def __init__(self, pages: Iterable[LabelledPage], store: Store, labeler: Labeler) -> None:
        found = {page.id: page for page in pages}
        for saved in store.pages():
            found.setdefault(saved.id, saved)
        self.store = store
        self.labeler = labeler
        self.entries = _ordered(list(found.values()), labeler)

    def use(self, labeler: Labeler) -> None:
        """Let another model propose.

        Pages keep their numbers until the next sitting, since someone is looking at one.
        """
        self.labeler = labeler
        pages = [entry.page for entry in self.entries]
        again = {entry.page.id: entry for entry in _entries(pages, labeler)}
        self.entries = [again[page.id] for page in pages]

    def is_done(self, number: int) -> bool:
        """Whether a page has been saved."""
        return self.store.get(self.entries[number].page.id) is not None

    def labelled(self, number: int) -> Page:
        """A page as the model labels it."""
        page = self.entries[number].page
        return self.labeler.label(page.source, page.kind)

    def roles(self, number: int, labelled: Page) -> list[Role]:
        """The role of each block: as saved, else as known before, else as the model says."""
        page = self.entries[number].page
        known = self.store.get(page.id) or page
        if isinstance(known.truth, RoleTruth):
            lines, roles = zip(*known.truth.lines, strict=True) if known.truth.lines else ((), ())
            if list(lines) == labelled.columns.texts:
                return list(roles)
        allowed = align(known, labelled.columns).allowed
        likeliest = np.where(allowed, labelled.probabilities, -1).argmax(axis=1)
        chosen = np.where(allowed.all(axis=1), labelled.roles, likeliest)
        return [ROLES[role] for role in chosen.tolist()]

    def save(self, number: int, roles: Sequence[Role]) -> None:
        """Save a page with the role of each of its blocks.

        Raises
        ------
        ValueError
            If there are not as many roles as blocks.
        CorpusError
            If it can't be written.
        """
        page = self.entries[number].page
        texts = self.labelled(number).columns.texts
        if len(texts) != len(roles):
            raise ValueError(f"the page has {len(texts)} blocks, not {len(roles)}")
        source = decode(page.source) if isinstance(page.source, bytes) else page.source
        truth = RoleTruth(tuple(zip(texts, roles, strict=True)))
        self.store.save(replace(page, source=source, truth=truth, trust=1.0))


def uncertainty(page: Page) -> float:
    """How little is known of a page's blocks: the mean entropy of their roles, from 0 to 1."""
    p: NDArray[np.float64] = page.probabilities.astype(np.float64)
    if not len(p):
        return 0.0
    entropy = -(p * np.log(np.maximum(p, 1e-12))).sum(axis=1)
    return float(np.clip(entropy.mean() / np.log(len(ROLES)), 0, 1))


def _ordered(pages: Sequence[LabelledPage], labeler: Labeler) -> list[Entry]:
    return sorted(_entries(pages, labeler), key=lambda entry: -entry.uncertainty)


def _entries(pages: Sequence[LabelledPage], labeler: Labeler) -> list[Entry]:
    found: list[Entry] = []
    kinds: tuple[Kind, ...] = ("html", "text")
    for kind in kinds:
        of_kind = [page for page in pages if page.kind == kind]
        for low in range(0, len(of_kind), _AT_ONCE):
            some = of_kind[low : low + _AT_ONCE]
            labelled = labeler.label_many((page.source for page in some), kind)
            found += [
                Entry(page, one.title, uncertainty(one))
                for page, one in zip(some, labelled, strict=True)
            ]
    return found
