from __future__ import annotations

import numpy as np
import pytest
from toys import SMALL, html, model_state, random_weights, toy_examples, toy_page

from boilerplate.document import Page
from boilerplate.errors import ModelError
from boilerplate.labels import ROLES
from boilerplate.model import labeler as module
from boilerplate.model.labeler import Labeler


@pytest.fixture(scope="module")
def labeler() -> Labeler:
    shown = toy_examples(range(4))
    networks = [random_weights(shown, SMALL, seed) for seed in (0, 1)]
    return Labeler(model_state(*networks), {"version": "9.9.9"})


SOURCES: list[str | bytes] = [
    *(toy_page(number).source for number in range(8)),
    "",
    "one",
    "<p></p>",
    html(3).encode("utf-16"),
    "\ud800\n\U0001f600\n.\n" + "word " * 2000,
]


def same(a: Page, b: Page) -> None:
    assert a.columns.texts == b.columns.texts
    np.testing.assert_allclose(a.probabilities, b.probabilities, atol=1e-5)
    assert a.roles.tolist() == b.roles.tolist()
    assert a.kept.tolist() == b.kept.tolist()


def test_many_pages_at_once_are_labelled_as_one_by_one(labeler: Labeler) -> None:
    many = labeler.label_many(SOURCES)
    assert len(many) == len(SOURCES)
    for source, page in zip(SOURCES, many, strict=True):
        same(page, labeler.label(source))


def test_it_does_not_matter_how_pages_are_grouped(
    labeler: Labeler, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = labeler.label_many(SOURCES)
    monkeypatch.setattr(module, "_BATCH_BLOCKS", 10)
    for page, grouped in zip(many, labeler.label_many(iter(SOURCES)), strict=True):
        same(page, grouped)


def test_labelling_twice_gives_the_same(labeler: Labeler) -> None:
    once, again = labeler.label(SOURCES[0]), labeler.label(SOURCES[0])
    assert once.probabilities.tolist() == again.probabilities.tolist()


def test_a_labelled_page_is_whole(labeler: Labeler) -> None:
    page = labeler.label(SOURCES[0])
    assert page.model_version == labeler.version == "9.9.9"
    assert page.kind == "html"
    assert len(page) == len(page.blocks) == 9
    assert page.probabilities.shape == (9, len(ROLES))
    np.testing.assert_allclose(page.probabilities.sum(axis=1), 1, rtol=1e-5)


@pytest.mark.parametrize("source", ["", b"", " \n", "<p></p>", "<!doctype html>"])
def test_a_page_without_text_has_no_blocks(labeler: Labeler, source: str | bytes) -> None:
    page = labeler.label(source)
    assert len(page) == 0
    assert page.main_content == ""
    assert page.probabilities.shape == (0, len(ROLES))


def test_no_pages_at_all(labeler: Labeler) -> None:
    assert labeler.label_many([]) == []


def test_the_kind_can_be_given(labeler: Labeler) -> None:
    assert labeler.label("<p>one</p>", "text").columns.texts == ["<p>one</p>"]
    assert labeler.label("one\ntwo", "html").columns.texts == ["one two"]


def test_each_kind_of_page_has_its_temperatures(labeler: Labeler) -> None:
    state = model_state(random_weights(toy_examples(range(4)), SMALL))
    before = Labeler(state, {})
    state["temperatures"] = {**state["temperatures"], "text": [3.0, 3.0]}
    after = Labeler(state, {})
    same(before.label(SOURCES[0]), after.label(SOURCES[0]))
    one, other = before.label(SOURCES[1]), after.label(SOURCES[1])
    assert one.probabilities.max() > other.probabilities.max()


@pytest.mark.parametrize("part", ["schema", "roles", "networks", "temperatures"])
def test_a_model_that_lacks_a_part_is_refused(part: str) -> None:
    state = model_state(random_weights(toy_examples(range(1)), SMALL))
    del state[part]
    with pytest.raises(ModelError, match=part):
        Labeler(state, {"version": "1.2.3"})


def test_a_model_for_other_features_or_roles_is_refused() -> None:
    state = model_state(random_weights(toy_examples(range(1)), SMALL))
    with pytest.raises(ModelError, match=r"1\.2\.3.*schema"):
        Labeler({**state, "schema": {**state["schema"], "dense": ["x"]}}, {"version": "1.2.3"})
    with pytest.raises(ModelError, match="roles"):
        Labeler({**state, "roles": state["roles"][::-1]}, {})
