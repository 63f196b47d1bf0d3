from __future__ import annotations

from typing import Any

import numpy as np
import pytest

pytest.importorskip("sklearn", "1.6", reason="BlockClassifier needs scikit-learn 1.6")

from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer
from sklearn.utils.estimator_checks import parametrize_with_checks
from toys import toy_examples

from boilerplate.training.blocks import BlockClassifier
from boilerplate.training.examples import known


@parametrize_with_checks([BlockClassifier(epochs=20, random_state=0)])
def test_it_keeps_the_contract_of_scikit_learn(estimator: Any, check: Any) -> None:
    check(estimator)


@pytest.fixture(scope="module")
def blocks() -> tuple[Any, Any]:
    """Blocks of toy pages as a matrix, and the columns of their roles."""
    shown = toy_examples(range(16))
    X = np.concatenate([example.features.dense[known(example.page)] for example in shown])
    y = np.concatenate([e.page.allowed[known(e.page)].argmax(axis=1) for e in shown])
    return X, y


def test_it_learns_the_roles_of_blocks(blocks: tuple[Any, Any]) -> None:
    X, y = blocks
    assert np.isnan(X).any()
    assert cross_val_score(BlockClassifier(random_state=0), X, y, cv=3).mean() > 0.8


def test_the_seed_decides(blocks: tuple[Any, Any]) -> None:
    X, y = blocks
    one, same, other = (
        BlockClassifier(epochs=2, random_state=seed).fit(X, y).predict_proba(X)
        for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(one, same)
    assert not np.allclose(one, other)


def test_it_goes_through_pipelines_and_searches(blocks: tuple[Any, Any]) -> None:
    X, y = blocks
    pipeline = make_pipeline(FunctionTransformer(), BlockClassifier(epochs=5, random_state=0))
    search = GridSearchCV(pipeline, {"blockclassifier__hidden": [4, 16]}, cv=2).fit(X, y)
    assert search.best_params_["blockclassifier__hidden"] in (4, 16)


def test_what_is_missing_everywhere_does_no_harm() -> None:
    X = np.array([[0.0, np.nan], [1.0, np.nan]] * 20)
    y = np.array(["text", "promo"] * 20)
    assert BlockClassifier(random_state=0).fit(X, y).score(X, y) == 1
