from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from toys import SMALL, random_weights, toy_examples

from boilerplate.model.network import Weights, scores, softmax
from boilerplate.training.examples import Example
from boilerplate.training.targets import ContentHabits, Targets, targets_of
from boilerplate.training.teaching import teach

ALIKE = np.ones(12, np.float32)


def targets(shown: list[Example]) -> list[Targets]:
    return [targets_of(e, 4.0, 0.0, ALIKE, ContentHabits([]), []) for e in shown]


@pytest.fixture(scope="module")
def content() -> list[Example]:
    """An HTML page in its forms, of which only the main content is known."""
    return toy_examples([0], content_only=True)


@pytest.fixture(scope="module")
def weights(content: list[Example]) -> Weights:
    return random_weights(content, replace(SMALL, token_sites=1))


def test_text_forms_learn_what_the_network_sees_in_the_html(
    content: list[Example], weights: Weights
) -> None:
    taught = teach(weights, content, targets(content), 4.0)
    html, *texts = content
    seen = softmax(scores(weights, html.features)[:, :12] / 1.3)
    seen *= html.page.allowed
    seen /= seen.sum(axis=1, keepdims=True)
    assert {e.form for e in texts} == {"lines", "spaced", "wrapped"}
    for example, target in zip(texts, taught[1:], strict=True):
        assert example.page.origin is not None
        assert target.taught.any()
        open_ = target.taught
        expected = seen[example.page.origin][open_]
        np.testing.assert_allclose(target.evidence[open_], expected, atol=0.02)
        np.testing.assert_allclose(target.evidence.sum(axis=1), 1, rtol=1e-5)


def test_the_html_form_is_not_taught_by_itself(content: list[Example], weights: Weights) -> None:
    before = targets(content)
    after = teach(weights, content, before, 4.0)
    assert after[0] is before[0]


def test_known_roles_are_not_overruled(weights: Weights) -> None:
    known = toy_examples([0])
    before = targets(known)
    assert all(a is b for a, b in zip(teach(weights, known, before, 4.0), before, strict=True))


def test_teaching_again_starts_from_the_same_evidence(
    content: list[Example], weights: Weights
) -> None:
    once = teach(weights, content, targets(content), 4.0)
    twice = teach(weights, content, once, 4.0)
    for one, two in zip(once, twice, strict=True):
        np.testing.assert_array_equal(one.evidence, two.evidence)
        np.testing.assert_array_equal(one.role_weight, two.role_weight)
