from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from toys import SMALL, model_state, random_weights, toy_examples, toy_page

import boilerplate
from boilerplate.corpus import jsonl
from boilerplate.errors import CorpusError
from boilerplate.evaluation import evaluate
from boilerplate.model.labeler import Labeler
from boilerplate.training.fit import fit

FORMS = {"html", "lines", "spaced", "wrapped", "text", "respaced"}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three pages as HTML and three as text; of one of each, only main content is known."""
    path = tmp_path_factory.mktemp("corpus") / "toys.jsonl"
    jsonl.write([toy_page(number, content_only=number > 23) for number in range(20, 26)], path)
    return path


@pytest.fixture(scope="module")
def good() -> Labeler:
    """A model that has learnt from pages like these."""
    return Labeler(model_state(fit(toy_examples(range(12)), SMALL)), {})


@pytest.fixture(scope="module")
def bad() -> Labeler:
    return Labeler(model_state(random_weights(toy_examples(range(4)), SMALL)), {})


def test_a_good_model_scores_high_on_pages_in_all_their_forms(good: Labeler, corpus: Path) -> None:
    scores = evaluate(good, corpus).scores
    assert set(scores) == FORMS
    for form, found in scores.items():
        assert found["pages"] == 3, form
        assert found["pages_with_labels"] == 2, form
        assert found["pages_with_reference"] == 1, form
        assert found["label_macro_f1"] > 0.7, form
        assert found["word_f1"] > 0.9, form
    for form in ("html", "text"):
        assert scores[form]["label_macro_f1"] == scores[form]["role_macro_f1"] == 1
        assert scores[form]["word_f1"] == 1


def test_a_bad_model_scores_low(bad: Labeler, corpus: Path) -> None:
    scores = evaluate(bad, corpus).scores
    assert set(scores) == FORMS
    assert all(found["role_macro_f1"] < 0.4 for found in scores.values())


def test_scores_do_not_change_from_one_time_to_the_next(bad: Labeler, corpus: Path) -> None:
    assert evaluate(bad, corpus).scores == evaluate(bad, [str(corpus)]).scores


def test_several_corpora_are_one(bad: Labeler, corpus: Path, tmp_path: Path) -> None:
    pages = [toy_page(number, content_only=number > 23) for number in range(20, 26)]
    halves = [tmp_path / "a.jsonl", tmp_path / "b.jsonl"]
    jsonl.write(pages[:3], halves[0])
    jsonl.write(pages[3:], halves[1])
    assert evaluate(bad, halves).scores == evaluate(bad, corpus).scores


def test_roles_and_content_of_one_page_are_scored_together(bad: Labeler, tmp_path: Path) -> None:
    roles = replace(toy_page(1), id="roles:toy:1")
    jsonl.write([roles, toy_page(1, content_only=True)], tmp_path / "both.jsonl")
    text = evaluate(bad, tmp_path / "both.jsonl").scores["text"]
    assert text["pages"] == text["pages_with_labels"] == text["pages_with_reference"] == 1


def test_a_missing_corpus_is_an_error(bad: Labeler, tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no such file"):
        evaluate(bad, tmp_path / "missing.jsonl")
    assert boilerplate.evaluate is evaluate
