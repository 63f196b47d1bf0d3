"""Pages of very many blocks are looked at in groups, and labelled whole."""

from __future__ import annotations

import numpy as np
import pytest
from toys import SMALL, html, model_state, random_weights, toy_examples

from boilerplate.model import coarse as module
from boilerplate.model.coarse import coarse, group_size
from boilerplate.model.labeler import Labeler
from boilerplate.page import split

from fuzz.targets import check_columns  # isort: skip


@pytest.fixture(scope="module")
def labeler() -> Labeler:
    return Labeler(model_state(random_weights(toy_examples(range(4)), SMALL)), {})


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 9])
@pytest.mark.parametrize("kind", ["text", "html"])
def test_the_columns_of_groups_fit_together(
    monkeypatch: pytest.MonkeyPatch, limit: int, kind: str
) -> None:
    monkeypatch.setattr(module, "LIMIT", limit)
    page = split(html(1), "html") if kind == "html" else split("one\n\ntwo\nthree\n" * 3, "text")
    joined = coarse(page)
    assert len(joined) <= limit
    assert "\n".join(joined.texts) == "\n".join(page.texts)
    if kind == "html":
        check_columns(joined, html(1))
        assert joined.link_chars.sum() == page.link_chars.sum()
    assert joined.starts[0] == page.starts[0]
    assert joined.ends[-1] == page.ends[-1]


def test_texts_of_groups_are_a_sequence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LIMIT", 3)
    texts = coarse(split("one\n\ntwo\nthree\nfour\nfive\nsix\nseven", "text")).texts
    expected = ["one\ntwo\nthree", "four\nfive\nsix", "seven"]
    assert list(texts) == expected
    assert [texts[0], texts[1], texts[-1]] == expected
    assert texts[1:] == expected[1:]
    with pytest.raises(IndexError):
        texts[3]


def test_ordinary_pages_are_left_alone() -> None:
    page = split("one\ntwo", "text")
    assert coarse(page) is page
    assert group_size(0) == group_size(module.LIMIT) == 1
    assert group_size(module.LIMIT + 1) == 2


def test_every_block_is_labelled_beside_other_pages(
    labeler: Labeler, monkeypatch: pytest.MonkeyPatch
) -> None:
    long, short = "one\n\ntwo\nthree\n" * 5, "Home\n\nA short page"
    alone = labeler.label(short)
    monkeypatch.setattr(module, "LIMIT", 4)
    first, second, third = labeler.label_many([short, long, short])
    assert len(second) == 15
    assert second.probabilities.shape == (15, 12)
    np.testing.assert_array_equal(second.probabilities[0], second.probabilities[3])
    for page in (first, third):
        np.testing.assert_allclose(page.probabilities, alone.probabilities, atol=1e-5)
