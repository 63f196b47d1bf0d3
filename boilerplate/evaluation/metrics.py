"""Scores of labels and of extracted text."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

_WORD: Final = re.compile(r"\w+")


def word_scores(predicted: str, reference: str) -> tuple[float, float, float]:
    """F1, precision and recall of an extracted text's words, as a multiset (WCXB, Foley 2026).

    Nothing extracted where nothing is wanted scores 1.
    """
    found = Counter(_WORD.findall(predicted.lower()))
    wanted = Counter(_WORD.findall(reference.lower()))
    if not wanted or not found:
        same = float(not wanted and not found)
        return same, same, same
    overlap = sum((found & wanted).values())
    precision, recall = overlap / sum(found.values()), overlap / sum(wanted.values())
    f1 = 2 * precision * recall / (precision + recall) if overlap else 0.0
    return f1, precision, recall


def confusion(
    true: NDArray[Any], predicted: NDArray[Any], classes: int, weight: NDArray[Any] | None = None
) -> NDArray[np.float64]:
    """Confusion matrix, true classes in rows; shape (classes, classes)."""
    counts = np.bincount(true * classes + predicted, weight, classes * classes)
    return counts.reshape(classes, classes).astype(np.float64)


def f1_by_class(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """F1 of each class of a confusion matrix; NaN for one that neither occurs nor is predicted."""
    size = matrix.sum(axis=0) + matrix.sum(axis=1)
    with np.errstate(invalid="ignore"):
        return np.asarray(2 * np.diag(matrix) / np.where(size > 0, size, np.nan))


def macro_f1(matrix: NDArray[np.float64]) -> float:
    """Mean F1 of the classes that occur."""
    return float(np.mean(f1_by_class(matrix)[matrix.sum(axis=1) > 0]))


def calibration_error(
    probability: NDArray[Any], correct: NDArray[np.bool_], bins: int = 15
) -> float:
    """Expected calibration error of the winning class's probability (Guo et al. 2017)."""
    if not len(probability):
        return float("nan")
    at = np.minimum((probability * bins).astype(np.int64), bins - 1)
    count = np.bincount(at, minlength=bins)
    gap = np.bincount(at, probability, bins) - np.bincount(at, correct.astype(np.float64), bins)
    return float(np.abs(gap).sum() / max(1, count.sum()))
