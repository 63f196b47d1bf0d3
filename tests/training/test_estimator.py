from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from toys import QUICK, SMALL, lines, toy_examples

from boilerplate.labels import ROLES
from boilerplate.training.estimator import PageClassifier
from boilerplate.training.examples import Example

NAMES = [role.value for role in ROLES]


@pytest.fixture(scope="module")
def shown() -> list[Example]:
    return toy_examples(range(12))


@pytest.fixture(scope="module")
def fitted(shown: list[Example]) -> PageClassifier:
    return PageClassifier(SMALL, networks=1, random_state=5).fit(shown)


def quick(shown: list[Example], seed: int, networks: int = 2) -> PageClassifier:
    return PageClassifier(QUICK, networks, seed).fit(shown)


def test_parameters_are_those_given() -> None:
    estimator = PageClassifier(SMALL, networks=3, random_state=7)
    assert estimator.get_params() == {"settings": SMALL, "networks": 3, "random_state": 7}
    assert estimator.set_params(networks=1, settings=QUICK) is estimator
    assert estimator.get_params() == {"settings": QUICK, "networks": 1, "random_state": 7}
    with pytest.raises(ValueError, match="trees"):
        estimator.set_params(trees=10)


def test_a_clone_has_the_parameters_and_nothing_learnt(
    fitted: PageClassifier, shown: list[Example]
) -> None:
    twin = clone(fitted)
    assert twin.get_params() == fitted.get_params()
    with pytest.raises(NotFittedError):
        twin.predict(shown)
    fitted.predict(shown)


def test_nothing_is_predicted_before_fitting(shown: list[Example]) -> None:
    with pytest.raises(NotFittedError):
        PageClassifier().predict(shown)
    with pytest.raises(NotFittedError):
        PageClassifier().predict_proba(shown)


def test_fitting_gives_the_estimator_with_its_networks(shown: list[Example]) -> None:
    estimator = PageClassifier(QUICK, networks=3)
    assert estimator.fit(shown) is estimator
    assert estimator.classes_.tolist() == NAMES
    assert len(estimator.networks_) == 3
    first, *others = (network["out"] for network in estimator.networks_)
    assert not any(np.array_equal(first, other) for other in others)
    assert estimator.temperatures_ == {"html": [1, 1], "text": [1, 1]}


def test_pages_of_other_sites_are_labelled_as_learnt(fitted: PageClassifier) -> None:
    pages = toy_examples([20, 21])
    as_they_came = [e for e in pages if e.form in ("html", "text")]
    found = fitted.predict(as_they_came)
    assert found.tolist() == [role.value for number in (20, 21) for _, role in lines(number)]


def test_probabilities_are_one_row_a_block(fitted: PageClassifier, shown: list[Example]) -> None:
    found = fitted.predict_proba(shown)
    assert found.shape == (sum(map(len, shown)), len(NAMES))
    np.testing.assert_allclose(found.sum(axis=1), 1, rtol=1e-5)
    roles = fitted.predict(shown)
    assert roles.shape == (len(found),)
    assert set(roles.tolist()) <= set(NAMES)


def test_pages_are_labelled_alike_in_any_company(
    fitted: PageClassifier, shown: list[Example]
) -> None:
    alone = np.concatenate([fitted.predict_proba([one]) for one in shown])
    np.testing.assert_allclose(fitted.predict_proba(shown), alone, atol=1e-5)


def test_the_seed_decides(shown: list[Example]) -> None:
    found = quick(shown, 1).predict_proba(shown)
    np.testing.assert_array_equal(quick(shown, 1).predict_proba(shown), found)
    assert not np.allclose(quick(shown, 2).predict_proba(shown), found, atol=1e-4)


def test_seeds_of_networks_are_never_shared() -> None:
    seeds = [PageClassifier(networks=2, random_state=seed).seeds() for seed in range(4)]
    assert len({number for several in seeds for number in several}) == 8


def test_temperatures_go_by_the_kind_of_page(shown: list[Example]) -> None:
    estimator = quick(shown, 1, networks=1)
    html = np.repeat([e.page.columns.kind == "html" for e in shown], [len(e) for e in shown])
    before = estimator.predict_proba(shown)
    estimator.temperatures_ = {"html": [1.0, 1.0], "text": [9.0, 1.0]}
    after = estimator.predict_proba(shown)
    np.testing.assert_allclose(after[html], before[html], atol=1e-6)
    assert after[~html].max() < before[~html].max()


def test_progress_is_told(shown: list[Example]) -> None:
    told: list[tuple[float, str]] = []

    class Listener:
        def stage(self, name: str) -> None:
            raise AssertionError("stages are for who calls")

        def update(self, done: float, detail: str = "") -> None:
            told.append((done, detail))

    estimator = PageClassifier(replace(QUICK, epochs=3), networks=2)
    estimator.fit(shown, progress=Listener())
    assert all(0 < done <= 1 for done, _ in told)
    assert told[-1] == (pytest.approx(1), "2 of 2 networks")
