from __future__ import annotations

import json
import pickle

import numpy as np
import pytest
from toys import SMALL, html, model_state, random_weights, toy_examples, toy_page

from boilerplate.document import Page
from boilerplate.labels import Label, Role
from boilerplate.model import coarse, explain
from boilerplate.model.labeler import Labeler


@pytest.fixture(scope="module")
def labeler() -> Labeler:
    shown = toy_examples(range(4))
    return Labeler(model_state(*(random_weights(shown, SMALL, seed) for seed in (0, 1))), {})


@pytest.fixture(scope="module", params=["html", "text"])
def page(labeler: Labeler, request: pytest.FixtureRequest) -> Page:
    return labeler.label(toy_page(0 if request.param == "html" else 1).source)


def test_the_answer_is_the_blocks_own_label_with_the_pages_probability(page: Page) -> None:
    for block in page:
        explanation = page.explain(block.index)
        assert explanation.block == block
        assert explanation.of == block.label
        assert explanation.probability == pytest.approx(block.probability, abs=1e-4)


def test_reasons_tell_the_change_and_the_strongest_comes_first(page: Page) -> None:
    explanation = page.explain(4)
    assert {reason.family for reason in explanation.reasons} >= {"words", "layout", "neighbours"}
    strength = [abs(reason.effect) for reason in explanation.reasons]
    assert strength == sorted(strength, reverse=True)
    assert strength[0] > 0
    for reason in explanation.reasons:
        odds = explanation.probability / (1 - explanation.probability)
        without = reason.without / (1 - reason.without)
        assert np.log(odds / without) == pytest.approx(reason.effect, abs=0.01)


def test_reasons_speak_for_or_against(page: Page) -> None:
    explanation = page.explain(4)
    assert all(r.without < explanation.probability + 1e-6 for r in explanation.spoke_for)
    assert all(r.without > explanation.probability - 1e-6 for r in explanation.spoke_against)
    assert explanation.spoke_for
    assert explanation.spoke_against


@pytest.mark.parametrize("of", ["footer", "title", Label.CAPTION, Role.CAPTION, "main_content"])
def test_other_answers_are_explained_too(page: Page, of: str) -> None:
    explanation = page.explain(2, of)
    block = page.blocks[2]
    if isinstance(of, Role) or of == "title":
        assert explanation.probability == pytest.approx(block.probabilities[Role(of)], abs=1e-4)
    elif of != "main_content":
        want = block.label_probabilities[Label(of)]
        assert explanation.probability == pytest.approx(want, abs=1e-4)
    assert explanation.of == of


def test_main_content_is_explained_by_its_own_probability(labeler: Labeler, page: Page) -> None:
    _, content = labeler.probabilities([page.columns])
    for block in page:
        explanation = page.explain(block.index, "main_content")
        assert explanation.probability == pytest.approx(content[block.index], abs=1e-4)
        assert explanation.kept == page.kept[block.index]


def test_an_unknown_answer_lists_those_there_are(page: Page) -> None:
    with pytest.raises(ValueError, match=r"'sidebar' is neither .*caption.* nor main_content"):
        page.explain(0, "sidebar")


def test_a_block_that_is_not_there_is_an_index_error(page: Page) -> None:
    with pytest.raises(IndexError):
        page.explain(len(page))
    assert page.explain(-1).block == page.blocks[-1]


def test_sources_are_labelled_first(labeler: Labeler) -> None:
    source = html(2)
    assert labeler.explain(source, 1) == labeler.label(source).explain(1)


def test_a_page_in_company_is_explained_as_alone(labeler: Labeler) -> None:
    several = labeler.label_many([html(0), toy_page(1).source, html(2)])
    effects = [
        {r.name: r.effect for r in p.explain(3).reasons}
        for p in (several[2], labeler.label(html(2)))
    ]
    assert effects[0] == pytest.approx(effects[1], abs=1e-4)


def test_an_explanation_is_plain_data(page: Page) -> None:
    explanation = page.explain(3, "main_content")
    found = json.loads(json.dumps(explanation.to_dict()))
    assert found["block"]["text"] == page.blocks[3].text
    assert found["of"] == "main_content"
    assert len(found["reasons"]) == len(explanation.reasons)
    assert list(found["families"][0]) == ["family", "name", "value", "effect", "without"]


def test_the_effects_of_a_long_page_are_nearly_those_of_the_whole(
    labeler: Labeler, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [line for number in range(12) for line in toy_page(2 * number + 1).source.split("\n")]
    page = labeler.label("\n".join(lines))
    monkeypatch.setattr(explain, "_ROWS", 10**6)
    exact = {reason.name: reason.effect for reason in page.explain(50).reasons}
    monkeypatch.setattr(explain, "_ROWS", 0)
    near = {reason.name: reason.effect for reason in page.explain(50).reasons}
    difference = [abs(exact[name] - near[name]) for name in exact]
    assert max(difference) < 0.1 * max(map(abs, exact.values()))


def test_a_block_of_a_crowded_page_is_explained_with_its_group(
    labeler: Labeler, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coarse, "LIMIT", 8)
    page = labeler.label("\n".join(f"Line {number} of the log." for number in range(50)))
    explanation = page.explain(33)
    assert explanation.block == page.blocks[33]
    assert explanation.probability == pytest.approx(page.blocks[33].probability, abs=1e-4)


def test_a_pickled_page_leaves_its_model_behind(labeler: Labeler, page: Page) -> None:
    pickled = pickle.dumps(page)
    assert len(pickled) < 20_000
    again = pickle.loads(pickled)
    assert again.blocks == page.blocks
    with pytest.raises(ValueError, match=r"without its model.*Labeler.explain"):
        again.explain(0)
    assert labeler.explain(again, 0) == page.explain(0)
    assert "abeler" not in repr(page)
