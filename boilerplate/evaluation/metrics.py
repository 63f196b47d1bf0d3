"""Scores of labels and of extracted text."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from boilerplate.corpus.words import words

BINS: Final = 15
"""Bins of probability by which calibration is measured."""


def word_scores(predicted: str, reference: str) -> tuple[float, float, float]:
    """F1, precision and recall of an extracted text's words, as a multiset (WCXB, Foley 2026).

    Characters of scripts without spaces count as words. Nothing extracted where nothing is
    wanted scores 1.
    """
    found, wanted = Counter(words(predicted)), Counter(words(reference))
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


def reliability(
    probability: NDArray[Any], correct: NDArray[np.bool_], bins: int = BINS
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """How often the winning class is right, by its probability.

    Returns
    -------
    count : int64, shape (bins,)
        Blocks whose probability falls into each of the bins, which part 0 to 1 evenly.
    mean, right : float64, shape (bins,)
        Their mean probability and the share of them that is right; NaN in empty bins.
    """
    at = np.minimum((probability * bins).astype(np.int64), bins - 1)
    count = np.bincount(at, minlength=bins)
    with np.errstate(invalid="ignore"):
        mean = np.bincount(at, probability, bins) / count
        right = np.bincount(at, correct.astype(np.float64), bins) / count
    return count, mean, right


def calibration_error(
    probability: NDArray[Any], correct: NDArray[np.bool_], bins: int = BINS
) -> float:
    """Expected calibration error of the winning class's probability (Guo et al. 2017)."""
    if not len(probability):
        return float("nan")
    count, mean, right = reliability(probability, correct, bins)
    return float(np.nansum(count * np.abs(mean - right)) / count.sum())
