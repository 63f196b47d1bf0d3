"""Scores of a model on labelled pages, by the form in which it was shown them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from boilerplate.evaluation.lines import Lines, joined, lines_of
from boilerplate.evaluation.metrics import calibration_error, f1_by_class, macro_f1, word_scores
from boilerplate.evaluation.prediction import Prediction
from boilerplate.labels import LABELS, ROLES

__all__ = ["Prediction", "Report", "Tally", "report"]


@dataclass(slots=True)
class _Sums:
    """What is counted up over the pages of one form."""

    words: list[tuple[str, tuple[float, float, float]]] = field(default_factory=list)
    lines: list[Lines] = field(default_factory=list)
    pages: int = 0


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


class Tally:
    """Counts predictions up, one by one, so that none of them need be kept."""

    def __init__(self) -> None:
        self._sums: dict[str, _Sums] = {}

    def passing(self, predictions: Iterable[Prediction]) -> Iterator[Prediction]:
        """Yield predictions on while counting them."""
        for prediction in predictions:
            _count(self._sums.setdefault(prediction.form, _Sums()), prediction)
            yield prediction

    def report(self) -> Report:
        """The scores of all predictions so far."""
        return Report({form: _scores(self._sums[form]) for form in sorted(self._sums)})


def report(predictions: Iterable[Prediction]) -> Report:
    """Score predictions against what is known about their pages."""
    tally = Tally()
    for _ in tally.passing(predictions):
        pass
    return tally.report()


def _count(sums: _Sums, prediction: Prediction) -> None:
    page = prediction.page
    sums.pages += 1
    sums.lines.append(lines_of(prediction))
    if page.reference is not None:
        text = prediction.extract(prediction.kept())
        sums.words.append((page.page_type or "other", word_scores(text, page.reference)))


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
    lines = joined(sums.lines)
    if len(lines.label):
        labels = lines.labels()
        scores |= {
            "pages_with_labels": lines.pages,
            "lines": len(lines.label),
            "label_macro_f1": _round(macro_f1(labels)),
            "label_macro_f1_by_word": _round(macro_f1(lines.labels(by_word=True))),
            "label_calibration_error": _round(calibration_error(lines.probability, lines.correct)),
            "label_f1": _named(LABELS, f1_by_class(labels)),
            "label_confusion": labels.astype(int).tolist(),
        }
    if len(lines.role):
        roles = lines.roles()
        scores["role_macro_f1"] = _round(macro_f1(roles))
        scores["role_f1"] = _named(ROLES, f1_by_class(roles))
    return scores


def _named(names: Iterable[Any], values: NDArray[np.float64]) -> dict[str, float]:
    return {
        str(name): _round(value)
        for name, value in zip(names, values.tolist(), strict=True)
        if not np.isnan(value)
    }


def _round(value: Any) -> float:
    return round(float(value), 4)
