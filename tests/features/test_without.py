from __future__ import annotations

import numpy as np
import pytest
from toys import SMALL, html, random_weights, toy_examples

from boilerplate.features import NAMES, Features, featurise
from boilerplate.features.parts import Part, families, parts
from boilerplate.features.without import without
from boilerplate.model.network import Weights, scores
from boilerplate.page import split


@pytest.fixture(scope="module")
def weights() -> Weights:
    return random_weights(toy_examples(range(4)), SMALL)


def features(repeats: int = 1) -> Features:
    return featurise([split(html(0) * repeats, "html")])


@pytest.mark.parametrize("window", [range(9), range(3, 7), range(5, 6)])
def test_a_copy_without_nothing_is_scored_as_the_page(weights: Weights, window: range) -> None:
    page = features()
    nothing = [Part("", "", block) for block in window]
    found = scores(weights, without(page, window, nothing))
    want = scores(weights, page)
    np.testing.assert_allclose(found[: len(page)], want, atol=1e-4)
    copies = found[len(page) :].reshape(len(nothing), len(window), -1)
    for copy in copies:
        np.testing.assert_allclose(copy, want[window.start : window.stop], atol=1e-4)


def test_a_copy_of_the_whole_page_is_the_page_without_the_part(weights: Weights) -> None:
    page, block = features(), 4
    column = NAMES.index("lexical.log_chars")
    one = Part("", "", block, columns=[column])
    copy = scores(weights, without(page, range(9), [one]))[9:]
    page.dense[block, column] = np.nan
    want = scores(weights, page)
    np.testing.assert_allclose(copy, want, atol=1e-4)
    assert not np.allclose(want, scores(weights, features()), atol=1e-3)


def test_tokens_tags_and_signs_are_taken_away() -> None:
    columns = split(html(0), "html")
    page, block = featurise([columns]), 4
    tried = parts(columns, page, block)
    found = without(page, range(9), tried)
    for copy, part in enumerate(tried):
        row = 9 + 9 * copy + part.block
        for name, bag in {**page.bags, **page.paths}.items():
            changed = {**found.bags, **found.paths}[name]
            gone = np.diff(bag.offsets)[part.block] - np.diff(changed.offsets)[row]
            assert gone == len(part.items.get(name, ()))
        gone = len(page.signs.items) - np.diff(found.signs.offsets)[copy + 1]
        assert gone == len(part.items.get("signs", ()))


def test_parts_do_not_touch_each_others_copies(weights: Weights) -> None:
    columns = split(html(0), "html")
    page = featurise([columns])
    tried = parts(columns, page, 4) + families(page, 4)
    together = scores(weights, without(page, range(9), tried))[9:].reshape(len(tried), 9, -1)
    for part, copy in zip(tried, together, strict=True):
        alone = scores(weights, without(page, range(9), [part]))[9:]
        np.testing.assert_allclose(copy, alone, atol=1e-4)
