from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from toys import QUICK, random_weights, toy_page

from boilerplate.corpus import jsonl
from boilerplate.corpus.records import ContentTruth, LabelledPage
from boilerplate.errors import CorpusError
from boilerplate.model.network import Weights, scores, sigmoid, softmax
from boilerplate.training import crossval
from boilerplate.training.crossval import (
    FOLDS,
    calibrated,
    cross_validate,
    held_out,
    read_examples,
)
from boilerplate.training.estimator import PageClassifier
from boilerplate.training.examples import Example
from boilerplate.training.fit import Settings
from boilerplate.training.progress import Progress, Silence
from boilerplate.training.several import Job


class Listener:
    def __init__(self) -> None:
        self.stages: list[str] = []
        self.done: list[float] = []

    def stage(self, name: str) -> None:
        self.stages.append(name)

    def update(self, done: float, detail: str = "") -> None:
        self.done.append(done)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Twelve pages of ten sites, HTML and text in turn."""
    pages = [toy_page(number) for number in range(12)]
    pages[10:] = [replace(page, site="0.example") for page in pages[10:]]
    path = tmp_path / "toys.jsonl"
    jsonl.write(pages, path)
    return path


@pytest.fixture
def shown(corpus: Path) -> list[Example]:
    return read_examples([corpus], 0, Silence())


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Job, Weights]]:
    """The fits that were asked for, with the random networks that were handed back."""
    jobs: list[tuple[Job, Weights]] = []

    def fit_all(asked: Sequence[Job], settings: Settings, progress: Progress) -> list[Weights]:
        fitted = [random_weights(list(job.examples), settings, job.seed) for job in asked]
        jobs.extend(zip(asked, fitted, strict=True))
        return fitted

    monkeypatch.setattr(crossval, "fit_all", fit_all)
    return jobs


def sites(shown: Sequence[Example]) -> set[str]:
    return {example.page.site for example in shown}


def test_pages_are_read_in_all_their_forms(corpus: Path) -> None:
    listener = Listener()
    shown = read_examples([corpus, corpus], 0, listener)
    forms: dict[str, list[str]] = {}
    for example in shown:
        forms.setdefault(example.page.id, []).append(example.form)
        assert len(example) == len(example.features) == len(example.words)
    assert len(forms) == 12
    assert forms["toy:0"] == ["html", "lines", "spaced", "wrapped"]
    assert forms["toy:1"] == ["text", "respaced"]
    assert len(listener.stages) == 1
    assert listener.done == sorted(listener.done)
    assert listener.done[-1] == 1


def test_a_corpus_that_shows_nothing_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "void.jsonl"
    jsonl.write([LabelledPage("a", "a.example", "<p></p>", "html", ContentTruth(""))], path)
    with pytest.raises(CorpusError, match=r"void\.jsonl: no pages with text"):
        read_examples([path], 0, Silence())


def test_every_page_is_scored_once_by_networks_that_do_not_know_its_site(
    shown: list[Example], jobs: list[tuple[Job, Weights]]
) -> None:
    scored = cross_validate(shown, FOLDS, PageClassifier(QUICK, networks=2), Silence())
    assert len(jobs) == 2 * FOLDS
    key = [(example.page.id, example.form) for example in shown]
    assert sorted((e.page.id, e.form) for e, _ in scored) == sorted(key)
    for example, z in scored:
        strangers = [w for job, w in jobs if example.page.site not in sites(job.examples)]
        assert len(strangers) == 2
        mean = np.mean([scores(w, example.features) for w in strangers], axis=0)
        np.testing.assert_allclose(z, mean, atol=1e-5)


def test_each_fold_learns_from_all_other_folds(
    shown: list[Example], jobs: list[tuple[Job, Weights]]
) -> None:
    cross_validate(shown, FOLDS, PageClassifier(QUICK, networks=1), Silence())
    left_out = [sites(shown) - sites(job.examples) for job, _ in jobs]
    assert sum(map(len, left_out)) == len(sites(shown)) == 10
    assert set.union(*left_out) == sites(shown)
    for (job, _), unseen in zip(jobs, left_out, strict=True):
        assert len(job.examples) == sum(e.page.site not in unseen for e in shown)


def test_the_seed_decides_who_is_held_out_together(
    shown: list[Example], jobs: list[tuple[Job, Weights]]
) -> None:
    found = []
    for seed in (0, 1, 0):
        cross_validate(shown, FOLDS, PageClassifier(QUICK, 1, seed), Silence())
        found.append({frozenset(sites(shown) - sites(job.examples)) for job, _ in jobs[-FOLDS:]})
    assert found[0] == found[2] != found[1]


def test_fewer_folds_may_be_scored(shown: list[Example], jobs: list[tuple[Job, Weights]]) -> None:
    scored = cross_validate(shown, 1, PageClassifier(QUICK, networks=1), Silence())
    ((job, _),) = jobs
    tested = {example.page.site for example, _ in scored}
    assert tested == sites(shown) - sites(job.examples)
    assert 0 < len(tested) < len(sites(shown))


def test_pages_of_which_something_else_is_known_are_parted_as_before(
    shown: list[Example], jobs: list[tuple[Job, Weights]]
) -> None:
    other = [
        replace(e, page=replace(e.page, page_type="forum" if e.page.id[-1] < "4" else None))
        for e in shown
    ]
    estimator = PageClassifier(QUICK, networks=1)
    whole = cross_validate(shown, 1, estimator, Silence())
    same = cross_validate(other, 1, estimator, Silence(), parted_as=shown)
    assert [e.page.id for e, _ in same] == [e.page.id for e, _ in whole]


def test_fewer_sites_than_folds_hold_nothing_out(
    shown: list[Example], jobs: list[tuple[Job, Weights]]
) -> None:
    few = [example for example in shown if example.page.id in ("toy:0", "toy:1", "toy:2", "toy:3")]
    assert cross_validate(few, 1, PageClassifier(QUICK), Silence()) == []
    with pytest.raises(CorpusError, match="at least 5 sites"):
        cross_validate(few, FOLDS, PageClassifier(QUICK), Silence())
    assert jobs == []


def test_scores_become_probabilities_under_the_temperatures_of_their_kind(
    shown: list[Example],
) -> None:
    z = [np.random.default_rng(0).normal(0, 3, (len(e), 13)).astype(np.float32) for e in shown]
    found = {"html": [2.0, 0.5], "text": [0.8, 1.5]}
    predictions = calibrated(zip(shown, z, strict=True), found)
    for example, scored, prediction in zip(shown, z, predictions, strict=True):
        roles, content = found["html" if example.form == "html" else "text"]
        assert prediction.page is example.page
        assert prediction.form == example.form
        np.testing.assert_allclose(prediction.roles, softmax(scored[:, :-1] / roles), atol=1e-5)
        np.testing.assert_allclose(prediction.content, sigmoid(scored[:, -1] / content), atol=1e-5)


def test_held_out_predictions_of_a_corpus(corpus: Path, shown: list[Example]) -> None:
    def predictions(seed: int) -> dict[tuple[str, str], Any]:
        found = held_out([str(corpus)], seed=seed, settings=QUICK)
        return {(p.page.id, p.form): p for p in found}

    found, again, other = predictions(0), predictions(0), predictions(1)
    assert set(found) == {(example.page.id, example.form) for example in shown}
    for key, prediction in found.items():
        np.testing.assert_allclose(prediction.roles.sum(axis=1), 1, rtol=1e-4)
        np.testing.assert_array_equal(prediction.roles, again[key].roles)
        np.testing.assert_array_equal(prediction.content, again[key].content)
    assert not np.allclose(found["toy:1", "text"].roles, other["toy:1", "text"].roles, atol=1e-4)
