"""Scores of a model on labelled pages, by the form in which it was shown them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from boilerplate.corpus.align import AlignedPage
from boilerplate.evaluation.metrics import (
    calibration_error,
    confusion,
    f1_by_class,
    macro_f1,
    word_scores,
)
from boilerplate.labels import LABELS, ROLES
from boilerplate.model.decide import decide_roles, main_content, word_sizes
from boilerplate.model.network import Array

_LABEL_OF: Final = np.array([LABELS.index(role.label) for role in ROLES])
_ONE_LABEL: Final = np.array([[role.label is label for label in LABELS] for role in ROLES])


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a model says of one page in one form.

    Attributes
    ----------
    page
        The page's `n` blocks and what is known about them.
    form
        ``"html"``, or a form of plain text.
    roles
        float32, shape (n, 12). Probabilities over ``ROLES``.
    content
        float32, shape (n,). Probability of main content.
    """

    page: AlignedPage
    form: str
    roles: Array
    content: Array


@dataclass(slots=True)
class _Sums:
    """What is counted up over the pages of one form."""

    words: list[tuple[str, tuple[float, float, float]]] = field(default_factory=list)
    labels: NDArray[np.float64] = field(default_factory=lambda: np.zeros((4, 4)))
    labels_by_word: NDArray[np.float64] = field(default_factory=lambda: np.zeros((4, 4)))
    roles: NDArray[np.float64] = field(default_factory=lambda: np.zeros((12, 12)))
    probability: list[NDArray[Any]] = field(default_factory=list)
    correct: list[NDArray[np.bool_]] = field(default_factory=list)
    pages: int = 0
    role_pages: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """Scores as nested plain data.

    Attributes
    ----------
    scores
        By form of the pages, and for pages written as plain text apart as ``"text"``: number
        of pages, ``word_f1``, ``word_precision`` and ``word_recall`` of the main content (mean
        over the pages that have a reference) and ``word_f1_by_type``; ``label_macro_f1`` by
        lines and by words, ``role_macro_f1``, ``label_calibration_error``, ``label_f1``,
        ``role_f1`` and ``label_confusion`` (true labels in rows) over the lines whose label or
        role is known.
    """

    scores: dict[str, dict[str, Any]]

    def to_dict(self) -> dict[str, dict[str, Any]]:
        """The scores, ready for JSON."""
        return self.scores

    def rows(self) -> list[tuple[str, Any]]:
        """The scores as (name, value), in reading order."""
        rows: list[tuple[str, Any]] = []
        for form, scores in self.scores.items():
            for name, value in scores.items():
                if isinstance(value, dict):
                    rows += [(f"{form} {name} {key}", inner) for key, inner in value.items()]
                elif not isinstance(value, list):
                    rows.append((f"{form} {name}", value))
        return rows


def report(predictions: Iterable[Prediction]) -> Report:
    """Score predictions against what is known about their pages."""
    sums: dict[str, _Sums] = {}
    for prediction in predictions:
        _count(sums.setdefault(prediction.form, _Sums()), prediction)
    return Report({form: _scores(sums[form]) for form in sorted(sums)})


def _count(sums: _Sums, prediction: Prediction) -> None:
    page = prediction.page
    sums.pages += 1
    decided = decide_roles(prediction.roles)
    if page.reference is not None:
        kept = main_content(prediction.content, decided, word_sizes(page.columns.texts))
        text = "\n".join(t for t, k in zip(page.columns.texts, kept.tolist(), strict=True) if k)
        sums.words.append((page.page_type or "other", word_scores(text, page.reference)))
    if page.grade not in ("roles", "labels"):
        return
    sums.role_pages += 1
    possible = page.allowed @ _ONE_LABEL
    clear = possible.sum(axis=1) == 1
    true, found = possible[clear].argmax(axis=1), _LABEL_OF[decided[clear]]
    size = word_sizes(page.columns.texts)[clear]
    sums.labels += confusion(true, found, len(LABELS))
    sums.labels_by_word += confusion(true, found, len(LABELS), size)
    by_label = prediction.roles[clear] @ _ONE_LABEL.astype(np.float32)
    sums.probability.append(by_label.max(axis=1))
    sums.correct.append(true == by_label.argmax(axis=1))
    exact = page.allowed.sum(axis=1) == 1
    sums.roles += confusion(page.allowed[exact].argmax(axis=1), decided[exact], len(ROLES))


def _scores(sums: _Sums) -> dict[str, Any]:
    scores: dict[str, Any] = {"pages": sums.pages}
    if sums.words:
        f1, precision, recall = np.mean([values for _, values in sums.words], axis=0)
        types = sorted({kind for kind, _ in sums.words})
        scores |= {
            "pages_with_reference": len(sums.words),
            "word_f1": _round(f1),
            "word_precision": _round(precision),
            "word_recall": _round(recall),
            "word_f1_by_type": {
                kind: _round(np.mean([v[0] for k, v in sums.words if k == kind])) for kind in types
            },
        }
    if sums.labels.sum():
        scores |= {
            "pages_with_labels": sums.role_pages,
            "lines": int(sums.labels.sum()),
            "label_macro_f1": _round(macro_f1(sums.labels)),
            "label_macro_f1_by_word": _round(macro_f1(sums.labels_by_word)),
            "label_calibration_error": _round(
                calibration_error(np.concatenate(sums.probability), np.concatenate(sums.correct))
            ),
            "label_f1": _named(LABELS, f1_by_class(sums.labels)),
            "label_confusion": sums.labels.astype(int).tolist(),
        }
    if sums.roles.sum():
        scores["role_macro_f1"] = _round(macro_f1(sums.roles))
        scores["role_f1"] = _named(ROLES, f1_by_class(sums.roles))
    return scores


def _named(names: Iterable[Any], values: NDArray[np.float64]) -> dict[str, float]:
    return {
        str(name): _round(value)
        for name, value in zip(names, values.tolist(), strict=True)
        if not np.isnan(value)
    }


def _round(value: Any) -> float:
    return round(float(value), 4)
