from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from toys import SMALL, lines, model_state, toy_examples, toy_page

from boilerplate.features.bag import BUCKETS
from boilerplate.labels import CONTENT_ROLES
from boilerplate.model.labeler import Labeler
from boilerplate.model.network import Weights
from boilerplate.training.fit import fit, initial_weights, known_rows

SHORT = replace(SMALL, epochs=2, dropout=0.1, token_dropout=0.1)


@pytest.fixture(scope="module")
def fitted() -> Weights:
    return fit(toy_examples(range(12)), SMALL)


def same(a: Weights, b: Weights) -> bool:
    return set(a) == set(b) and all(np.array_equal(a[name], b[name]) for name in a)


def test_the_same_seed_gives_the_same_network() -> None:
    shown = toy_examples(range(4))
    assert same(fit(shown, SHORT, seed=3), fit(shown, SHORT, seed=3))


def test_another_seed_gives_another_network() -> None:
    shown = toy_examples(range(4))
    one, other = fit(shown, SHORT, seed=3), fit(shown, SHORT, seed=4)
    for name in ("in", "out", "self0", "table_words"):
        assert not np.array_equal(one[name], other[name]), name


@pytest.mark.parametrize("number", [20, 21, 22, 23])
def test_pages_alike_are_labelled_as_learnt(fitted: Weights, number: int) -> None:
    """Of sites it has not seen, as HTML (even numbers) and as text (odd ones)."""
    page = Labeler(model_state(fitted), {}).label(toy_page(number).source)
    assert page.kind == ("html" if number % 2 == 0 else "text")
    assert [(block.text, block.role) for block in page.blocks] == lines(number)
    kept = [text for text, role in lines(number) if role in CONTENT_ROLES]
    assert page.main_content.splitlines() == kept


def test_main_content_is_learnt_from_pages_without_roles() -> None:
    weights = fit(toy_examples(range(12), content_only=True), SMALL)
    page = Labeler(model_state(weights), {}).label(toy_page(20).source)
    kept = [text for text, role in lines(20) if role in CONTENT_ROLES]
    assert page.main_content.splitlines() == kept


def test_pages_of_different_truth_are_learnt_from_together() -> None:
    shown = toy_examples(range(8)) + toy_examples(range(8, 16), content_only=True)
    page = Labeler(model_state(fit(shown, SMALL)), {}).label(toy_page(21).source)
    assert [block.role for block in page.blocks] == [role for _, role in lines(21)]


def test_weights_are_finite_and_single_precision(fitted: Weights) -> None:
    for name, w in fitted.items():
        assert np.isfinite(w).all(), name
        assert w.dtype == (np.int32 if name.startswith("rows_") else np.float32), name


def test_progress_rises_to_the_end() -> None:
    told: list[float] = []
    fit(toy_examples(range(4)), replace(SHORT, epochs=6), 0, told.append)
    assert told == sorted(told)
    assert len(told) > 4
    assert told[0] > 0
    assert told[-1] == 1


def test_dense_features_are_standardised_over_what_is_there() -> None:
    shown = toy_examples(range(4))
    weights = initial_weights(shown, SMALL, 0)
    dense = np.concatenate([example.features.dense for example in shown])
    z = (dense - weights["mean"]) * weights["scale"]
    assert np.isfinite(weights["mean"]).all()
    assert np.isfinite(weights["scale"]).all()
    some = ~np.isnan(z).all(axis=0)
    np.testing.assert_allclose(np.nanmean(z[:, some], axis=0), 0, atol=1e-3)
    deviation = np.nanstd(z[:, some], axis=0)
    assert (np.isclose(deviation, 1, atol=1e-3) | np.isclose(deviation, 0, atol=1e-3)).all()


def test_tokens_of_few_sites_get_no_row_of_their_own() -> None:
    """Of many sites, two have HTML pages and thereby tags."""
    shown = toy_examples([0, 2, *range(1, 120, 2)])
    words, tags = (known_rows(shown, name, 3, 10_000) for name in ("words", "own_tags"))
    assert words.shape == tags.shape == (BUCKETS,)
    assert (words > 0).sum() > 20
    assert not tags.any()
    assert (known_rows(shown, "own_tags", 2, 10_000) > 0).sum() > 10


def test_the_most_widespread_tokens_get_rows_first() -> None:
    shown = toy_examples(range(4))
    few = known_rows(shown, "words", 1, 10)
    assert sorted(few[few > 0].tolist()) == list(range(1, 11))
    assert known_rows(shown, "words", 4, 10_000)[few > 0].all()
