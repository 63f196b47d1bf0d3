from __future__ import annotations

import numpy as np
import pytest

from boilerplate.model.network import Weights
from boilerplate.training.adam import Adam
from boilerplate.training.gradient import RowGradient


def rows(*touched: int, value: float = 1.0, width: int = 3) -> RowGradient:
    return RowGradient(np.array(touched), np.full((len(touched), width), value, np.float32))


def test_the_first_step_is_of_the_rate_against_the_gradients_sign() -> None:
    weights: Weights = {"out": np.zeros((2, 2), np.float32), "bias": np.ones(2, np.float32)}
    gradient = {
        "out": np.array([[5, -5], [1e-3, -1e-3]], np.float32),
        "bias": np.array([2, -2], np.float32),
    }
    Adam(weights, decay=0).step(gradient, rate=0.1)
    np.testing.assert_allclose(weights["out"], [[-0.1, 0.1], [-0.1, 0.1]], rtol=1e-3)
    np.testing.assert_allclose(weights["bias"], [0.9, 1.1], rtol=1e-3)


def test_only_touched_rows_of_a_table_move() -> None:
    weights: Weights = {"table_words": np.ones((5, 3), np.float32)}
    adam = Adam(weights, decay=0.5)
    adam.step({"table_words": rows(1, 3)}, rate=0.1)
    adam.step({"table_words": rows(3)}, rate=0.1)
    table = weights["table_words"]
    assert (table[[0, 2, 4]] == 1).all()
    assert (table[3] < table[1]).all()
    assert (table[1] < 1).all()


def test_weights_without_a_gradient_stay() -> None:
    weights: Weights = {"mean": np.ones(3, np.float32), "out": np.ones((2, 2), np.float32)}
    Adam(weights, decay=0.5).step({"out": np.ones((2, 2), np.float32)}, rate=0.1)
    assert (weights["mean"] == 1).all()
    assert (weights["out"] != 1).all()


def test_matrices_decay_and_biases_do_not() -> None:
    weights: Weights = {"out": np.ones((2, 2), np.float32), "bias": np.ones(2, np.float32)}
    still = {"out": np.zeros((2, 2), np.float32), "bias": np.zeros(2, np.float32)}
    Adam(weights, decay=0.5).step(still, rate=0.1)  # type: ignore[arg-type]
    np.testing.assert_allclose(weights["out"], 0.95, rtol=1e-6)
    assert (weights["bias"] == 1).all()


def test_weights_stay_in_single_precision() -> None:
    weights: Weights = {"out": np.ones((2, 2), np.float32)}
    Adam(weights, decay=0.1).step({"out": np.ones((2, 2), np.float64)}, rate=0.1)  # type: ignore[dict-item]
    assert weights["out"].dtype == np.float32


def test_a_bowl_is_descended_to_its_bottom() -> None:
    weights: Weights = {"bias": np.array([3, -4], np.float32)}
    adam = Adam(weights, decay=0)
    for _ in range(500):
        adam.step({"bias": 2 * (weights["bias"] - np.float32(1))}, rate=0.05)
    assert weights["bias"].tolist() == pytest.approx([1, 1], abs=0.05)
