"""Pages made to be hard, at a fiftieth of their size: the whole of them, and nothing raised."""

from __future__ import annotations

import pytest
from toys import SMALL, model_state, random_weights, toy_examples

from boilerplate.model import coarse
from boilerplate.model.labeler import Labeler
from fuzz.pathologies import PATHOLOGIES
from fuzz.targets import check_columns

SIZE = 20_000


@pytest.fixture(scope="module")
def labeler() -> Labeler:
    return Labeler(model_state(random_weights(toy_examples(range(4)), SMALL)), {})


@pytest.mark.parametrize("name", PATHOLOGIES)
def test_it_is_labelled_whole(labeler: Labeler, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(coarse, "LIMIT", 2000)  # as there is a limit to the blocks looked at
    source = PATHOLOGIES[name](SIZE)
    page = labeler.label(source)
    assert page.probabilities.shape == (len(page), 12)
    assert page.probabilities.min(initial=0) >= 0
    assert isinstance(page.main_content, str)
    if len(page) < 5000:
        check_columns(page.columns, source)


def test_what_is_hidden_around_them_is_kept(labeler: Labeler) -> None:
    for name in ("100,000 nested div", "100,000 nested b", "100,000 nested font with attributes"):
        texts = labeler.label(PATHOLOGIES[name](SIZE)).columns.texts
        assert texts[0] == "before"
        assert texts[-1] == "after"
