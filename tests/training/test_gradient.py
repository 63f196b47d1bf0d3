from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from toys import SMALL, random_weights, toy_examples

from boilerplate.features import Features
from boilerplate.features.schema import join
from boilerplate.labels import ROLES
from boilerplate.model.network import Weights, scores, sigmoid, softmax
from boilerplate.training.gradient import RowGradient, loss_and_gradient
from boilerplate.training.targets import Targets

TINY = replace(SMALL, hidden=7, layers=2, pool=3, token_sites=1)


@pytest.fixture(scope="module")
def features() -> Features:
    return join([example.features for example in toy_examples(range(2))])


@pytest.fixture(scope="module")
def weights() -> Weights:
    return random_weights(toy_examples(range(2)), TINY, types=3)


@pytest.fixture(scope="module")
def targets(features: Features) -> Targets:
    """Blocks of all sorts: one role, several, all open, likely ones; main content known or not."""
    n = len(features)
    rng = np.random.default_rng(0)
    allowed = rng.random((n, len(ROLES))) < rng.choice([0.1, 0.5, 1], (n, 1))
    allowed[np.arange(n), rng.integers(len(ROLES), size=n)] = True
    likely = np.where(rng.random((n, 1)) < 0.3, rng.random((n, len(ROLES))), 1)
    known = rng.random(n) < 0.8
    evidence = (allowed * likely).astype(np.float32)
    evidence[::5] /= evidence[::5].sum(axis=1, keepdims=True)
    return Targets(
        evidence=evidence,
        taught=np.arange(n) % 5 == 0,
        content=(rng.random(n) < 0.5).astype(np.float32),
        page_type=rng.integers(3, size=n),
        role_weight=(rng.random(n) * (rng.random(n) < 0.8)).astype(np.float32),
        content_weight=(rng.random(n) * known).astype(np.float32),
        type_weight=(rng.random(n) * known).astype(np.float32),
    )


def expected_loss(z: NDArray[Any], targets: Targets) -> float:
    """The loss of some scores, block by block as it is described."""
    total, evidence = 0.0, targets.evidence.astype(np.float64)
    for i, row in enumerate(z.astype(np.float64)):
        p, c, kind = softmax(row[:12]), sigmoid(row[12]), softmax(row[13:])
        told = np.log(p) @ evidence[i] if targets.taught[i] else np.log(p @ evidence[i])
        total -= targets.role_weight[i] * told
        total -= targets.type_weight[i] * np.log(kind[targets.page_type[i]])
        total -= targets.content_weight[i] * np.log(c if targets.content[i] else 1 - c)
    return total / (targets.role_weight.sum() + targets.content_weight.sum())


def doubled(weights: Weights) -> Weights:
    """The weights in double precision, for differences to be exact."""
    return {
        name: w if name.startswith("rows_") else w.astype(np.float64) for name, w in weights.items()
    }


def check_gradient(
    run: Callable[[Weights], tuple[float, dict[str, Any]]], weights: Weights
) -> None:
    """Compare the gradient with finite differences, in directions that lean towards it.

    A step now and then passes the kink of a unit, hence the median.
    """
    step = 1e-4
    _, gradient = run(weights)
    rng = np.random.default_rng(1)
    for name, g in gradient.items():
        full = np.zeros(weights[name].shape)
        full[g.rows if isinstance(g, RowGradient) else slice(None)] += (
            g.values if isinstance(g, RowGradient) else g
        )
        ratios = []
        for _ in range(5):
            noise = rng.normal(size=full.shape) * (full != 0)
            direction = full / np.linalg.norm(full) + noise / np.linalg.norm(noise)
            ahead, _ = run({**weights, name: weights[name] + step * direction})
            behind, _ = run({**weights, name: weights[name] - step * direction})
            ratios.append((ahead - behind) / (2 * step) / (full * direction).sum())
        assert np.median(ratios) == pytest.approx(1, abs=0.02), name


def test_the_forward_pass_is_the_networks(
    weights: Weights, features: Features, targets: Targets
) -> None:
    loss, _ = loss_and_gradient(weights, features, targets)
    assert loss == pytest.approx(expected_loss(scores(weights, features), targets), rel=1e-5)


def test_every_weight_has_a_gradient_of_its_shape(
    weights: Weights, features: Features, targets: Targets
) -> None:
    _, gradient = loss_and_gradient(weights, features, targets)
    learnt = {name for name in weights if name not in ("mean", "scale") and name[:5] != "rows_"}
    assert set(gradient) == learnt
    for name, g in gradient.items():
        if isinstance(g, RowGradient):
            assert g.values.shape == (len(g.rows), weights[name].shape[1])
        else:
            assert g.shape == weights[name].shape


def test_the_gradient_is_that_of_finite_differences(
    weights: Weights, features: Features, targets: Targets
) -> None:
    check_gradient(lambda changed: loss_and_gradient(changed, features, targets), doubled(weights))


def test_the_gradient_is_not_just_small(
    weights: Weights, features: Features, targets: Targets
) -> None:
    _, gradient = loss_and_gradient(weights, features, targets)
    for name, g in gradient.items():
        values = g.values if isinstance(g, RowGradient) else g
        assert np.abs(values).max() > 1e-4, name


def test_only_rows_whose_tokens_occur_have_a_gradient(
    weights: Weights, features: Features, targets: Targets
) -> None:
    _, gradient = loss_and_gradient(weights, features, targets)
    occurring = weights["rows_words"][features.bags["words"].items]
    assert set(gradient["table_words"].rows.tolist()) == set(occurring.tolist())  # type: ignore[union-attr]
    assert len(gradient["table_words"].rows) > 20  # type: ignore[union-attr]


def test_steps_against_the_gradient_lower_the_loss(
    weights: Weights, features: Features, targets: Targets
) -> None:
    moved = {name: w.copy() for name, w in weights.items()}
    losses = []
    for _ in range(20):
        loss, gradient = loss_and_gradient(moved, features, targets)
        losses.append(loss)
        for name, g in gradient.items():
            if isinstance(g, RowGradient):
                moved[name][g.rows] -= 0.05 * g.values
            else:
                moved[name] -= 0.05 * g
    assert all(after < before for before, after in pairwise(losses))


def test_a_block_of_which_nothing_is_known_teaches_nothing_about_roles(
    weights: Weights, features: Features, targets: Targets
) -> None:
    n = len(features)
    nothing = replace(
        targets,
        evidence=np.ones((n, len(ROLES)), np.float32),
        taught=np.zeros(n, np.bool_),
        role_weight=np.ones(n, np.float32),
        content_weight=np.zeros(n, np.float32),
        type_weight=np.zeros(n, np.float32),
    )
    loss, gradient = loss_and_gradient(weights, features, nothing)
    assert loss == pytest.approx(0, abs=1e-6)
    np.testing.assert_allclose(gradient["out"], 0, atol=1e-6)


def test_dropout_is_random_and_repeatable(
    weights: Weights, features: Features, targets: Targets
) -> None:
    def loss(seed: int, dropout: float, token_dropout: float) -> float:
        rng = np.random.default_rng(seed)
        return loss_and_gradient(weights, features, targets, rng, dropout, token_dropout)[0]

    plain, _ = loss_and_gradient(weights, features, targets)
    assert loss(0, 0, 0) == plain
    for dropout, token_dropout in ((0.3, 0.0), (0.0, 0.3)):
        assert loss(0, dropout, token_dropout) == loss(0, dropout, token_dropout)
        assert loss(0, dropout, token_dropout) != loss(1, dropout, token_dropout)
        assert loss(0, dropout, token_dropout) != plain


def test_dropped_units_pass_no_gradient_on(
    weights: Weights, features: Features, targets: Targets
) -> None:
    """With the same units dropped, finite differences agree with the gradient."""

    check_gradient(
        lambda changed: loss_and_gradient(
            changed, features, targets, np.random.default_rng(3), 0.4, 0.4
        ),
        doubled(weights),
    )
