from __future__ import annotations

import numpy as np
import pytest

from boilerplate.evaluation.metrics import (
    calibration_error,
    confusion,
    f1_by_class,
    macro_f1,
    reliability,
    word_scores,
)


@pytest.mark.parametrize(
    ("predicted", "reference", "f1", "precision", "recall"),
    [
        ("the river rose", "The river, rose.", 1, 1, 1),
        ("the river", "the river rose again", 2 / 3, 1, 1 / 2),
        ("menu the river rose", "rose river the", 6 / 7, 3 / 4, 1),
        ("rose rose rose", "rose rose fell", 2 / 3, 2 / 3, 2 / 3),
        ("menu", "river", 0, 0, 0),
        ("", "river", 0, 0, 0),
        ("river", "", 0, 0, 0),
        ("", "", 1, 1, 1),
        ("…", " — ", 1, 1, 1),
        ("Über Řeka", "über řeka", 1, 1, 1),
    ],
)
def test_words_count_as_often_as_they_occur(
    predicted: str, reference: str, f1: float, precision: float, recall: float
) -> None:
    assert word_scores(predicted, reference) == pytest.approx((f1, precision, recall))


TRUE = np.array([0, 0, 0, 1, 1])
FOUND = np.array([0, 0, 1, 1, 2])


def test_confusion_has_the_truth_in_rows() -> None:
    matrix = confusion(TRUE, FOUND, 4)
    assert matrix.tolist() == [[2, 1, 0, 0], [0, 1, 1, 0], [0, 0, 0, 0], [0, 0, 0, 0]]
    assert matrix.dtype == np.float64
    assert confusion(TRUE[:0], FOUND[:0], 2).tolist() == [[0, 0], [0, 0]]


def test_confusion_may_be_weighted() -> None:
    matrix = confusion(TRUE, FOUND, 3, np.array([1, 2, 0.5, 4, 8]))
    assert matrix.tolist() == [[3, 0.5, 0], [0, 4, 8], [0, 0, 0]]


def test_f1_of_each_class() -> None:
    """A class that is only predicted scores 0; one that is nowhere has no score."""
    found = f1_by_class(confusion(TRUE, FOUND, 4))
    assert found[:3].tolist() == pytest.approx([4 / 5, 1 / 2, 0])
    assert np.isnan(found[3])


def test_the_mean_is_over_classes_that_occur() -> None:
    assert macro_f1(confusion(TRUE, FOUND, 4)) == pytest.approx((4 / 5 + 1 / 2) / 2)
    assert macro_f1(confusion(TRUE, np.full(5, 2), 4)) == 0


def test_calibration_error_is_the_gap_between_saying_and_being() -> None:
    """Three bins are hit: 0.95 and 0.97 right once, 0.5 right once of two, 1.0 always."""
    probability = np.array([0.95, 0.97, 0.5, 0.5, 1.0, 1.0])
    correct = np.array([True, False, True, False, True, True])
    gap = abs(0.95 + 0.97 + 1.0 + 1.0 - 3) + abs(0.5 + 0.5 - 1)
    assert calibration_error(probability, correct, bins=10) == pytest.approx(gap / 6)


def test_who_is_as_often_right_as_said_has_no_calibration_error() -> None:
    correct = np.arange(10) < 8
    assert calibration_error(np.full(10, 0.8), correct) == pytest.approx(0)
    assert calibration_error(np.full(10, 0.8), ~correct) == pytest.approx(0.6)
    assert np.isnan(calibration_error(np.zeros(0), np.zeros(0, np.bool_)))


def test_characters_of_scripts_without_spaces_are_words() -> None:
    f1, precision, recall = word_scores("川の水が増えた", "川の水")
    assert (precision, recall) == pytest.approx((3 / 7, 1))
    assert f1 == pytest.approx(0.6)


def test_reliability_by_bins_of_probability() -> None:
    probability = np.array([0.1, 0.15, 0.9, 1.0])
    correct = np.array([False, True, True, True])
    count, mean, right = reliability(probability, correct, bins=2)
    assert count.tolist() == [2, 2]
    assert mean == pytest.approx([0.125, 0.95])
    assert right.tolist() == [0.5, 1]
    assert np.isnan(reliability(probability[2:], correct[2:], bins=2)[2][0])
