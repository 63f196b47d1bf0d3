"""Lines whose label or role is known, beside what a model took them for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from boilerplate.evaluation.metrics import confusion
from boilerplate.evaluation.prediction import Prediction
from boilerplate.labels import LABELS, ROLES
from boilerplate.model.decide import decide_roles, word_sizes

LABEL_OF_ROLE: Final = np.array([LABELS.index(role.label) for role in ROLES])
"""int64, shape (12,). The label of each of ``ROLES``, an index into ``LABELS``."""

_ONE_LABEL: Final = np.array([[role.label is label for label in LABELS] for role in ROLES])


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines whose label is known, of some pages.

    Attributes
    ----------
    pages
        Number of pages.
    label, found_label
        int64, shape (n,). Indices into ``LABELS``.
    words
        float32, shape (n,).
    probability
        float32, shape (n,). Of the likeliest label.
    role, found_role, role_words
        The same for the lines whose role is known.
    """

    pages: int
    label: NDArray[Any]
    found_label: NDArray[Any]
    words: NDArray[Any]
    probability: NDArray[Any]
    role: NDArray[Any]
    found_role: NDArray[Any]
    role_words: NDArray[Any]

    @property
    def correct(self) -> NDArray[np.bool_]:
        """bool, shape (n,). Whether the label is right."""
        return np.asarray(self.label == self.found_label)

    def labels(self, *, by_word: bool = False) -> NDArray[np.float64]:
        """Confusion of labels, true ones in rows, counting lines or words."""
        weight = self.words if by_word else None
        return confusion(self.label, self.found_label, len(LABELS), weight)

    def roles(self, *, by_word: bool = False) -> NDArray[np.float64]:
        """Confusion of roles, true ones in rows, counting lines or words."""
        weight = self.role_words if by_word else None
        return confusion(self.role, self.found_role, len(ROLES), weight)


def known_labels(allowed: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The label of each block by what is known; -1 where that is not one.

    Parameters
    ----------
    allowed
        bool, shape (n, 12). Which of ``ROLES`` each block may have.

    Returns
    -------
    int64, shape (n,)
        Indices into ``LABELS``.
    """
    possible = allowed @ _ONE_LABEL
    return np.where(possible.sum(axis=1) == 1, possible.argmax(axis=1), -1)


def known_roles(allowed: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The role of each block by what is known; -1 where that is not one.

    Parameters and result are as for :func:`known_labels`, the indices into ``ROLES``.
    """
    return np.where(allowed.sum(axis=1) == 1, allowed.argmax(axis=1), -1)


def label_probabilities(roles: NDArray[Any]) -> NDArray[Any]:
    """Probabilities over ``LABELS``, shape (n, 4), from those over ``ROLES``."""
    return np.asarray(roles @ _ONE_LABEL.astype(np.float32))


def lines_of(prediction: Prediction) -> Lines:
    """The lines of one page; none where neither roles nor labels of all lines are known."""
    page = prediction.page
    if page.grade not in ("roles", "labels"):
        return joined([])
    label, role = known_labels(page.allowed), known_roles(page.allowed)
    clear, exact = label >= 0, role >= 0
    words, found = word_sizes(page.columns.texts), decide_roles(prediction.roles)
    return Lines(
        pages=1,
        label=label[clear],
        found_label=LABEL_OF_ROLE[found[clear]],
        words=words[clear],
        probability=label_probabilities(prediction.roles[clear]).max(axis=1),
        role=role[exact],
        found_role=found[exact],
        role_words=words[exact],
    )


def joined(parts: Iterable[Lines]) -> Lines:
    """The lines of several pages as one."""
    some = [part for part in parts if part.pages]
    if not some:
        return Lines(0, *(np.zeros(0, np.int64) for _ in range(7)))
    columns = (
        (p.label, p.found_label, p.words, p.probability, p.role, p.found_role, p.role_words)
        for p in some
    )
    whole = map(np.concatenate, zip(*columns, strict=True))
    return Lines(sum(part.pages for part in some), *whole)
