from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from toys import SMALL, random_weights, toy_examples, toy_page

from boilerplate.features import Features, featurise
from boilerplate.features.bag import BUCKETS, Bag
from boilerplate.labels import ROLES
from boilerplate.model import network
from boilerplate.model.network import (
    OUTPUTS,
    Array,
    Weights,
    averages,
    layers,
    packed,
    probabilities,
    range_means,
    scores,
    sigmoid,
    softmax,
    standardise,
    unpacked,
)
from boilerplate.page import PageColumns, split


def pages() -> list[PageColumns]:
    return [split(toy_page(number).source) for number in range(4)]


@pytest.fixture(scope="module")
def features() -> Features:
    return featurise(pages())


@pytest.fixture(scope="module")
def weights() -> Weights:
    return random_weights(toy_examples(range(4)), replace(SMALL, layers=2))


def test_missing_features_count_as_average_and_outliers_are_cut() -> None:
    dense = np.array([[1, np.nan], [1e30, 2], [-1e30, np.inf]], np.float32)
    found = standardise(dense, np.array([1, 0], np.float32), np.array([2, 0.5], np.float32))
    assert found.tolist() == [[0, 0], [5, 1], [-5, 5]]
    assert np.isnan(dense[0, 1])


def test_rows_are_summed_over_the_root_of_their_number() -> None:
    table = np.array([[1, 0], [0, 1], [2, 2]], np.float32)
    bag = Bag(np.array([0, 1, 2, 2, 1], np.int32), np.array([0, 1, 1, 5, 5]))
    found = averages(bag, len(table)) @ table
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, [[1, 0], [0, 0], [2, 3], [0, 0]], rtol=1e-6)


def test_rows_of_many_blocks_are_summed_block_by_block() -> None:
    rng = np.random.default_rng(0)
    table = rng.normal(size=(30, 4)).astype(np.float32)
    counts = rng.integers(0, 4, 1000)
    counts[:300] = 0
    bag = Bag.of(counts, rng.integers(0, 30, counts.sum()).astype(np.int32))
    found = averages(bag, len(table)) @ table
    for block, count in enumerate(counts):
        chosen = table[bag.items[bag.offsets[block] : bag.offsets[block + 1]]]
        np.testing.assert_allclose(found[block], chosen.sum(0) / max(count, 1) ** 0.5, atol=1e-5)


def test_bags_without_any_tokens_are_zero() -> None:
    bag = Bag(np.zeros(0, np.int32), np.zeros(4, np.int64))
    assert (averages(bag, 5) @ np.ones((5, 2), np.float32)).tolist() == [[0, 0]] * 3


def means(values: Array, features: Features) -> Array:
    return np.concatenate([chunk for _, chunk in range_means(values, features)])


def test_means_over_neighbourhoods(features: Features) -> None:
    values = np.random.default_rng(0).normal(size=(len(features), 3)).astype(np.float32)
    ranges = len(features.range_starts)
    found = means(values, features).reshape(len(features), ranges, 3)
    for block in range(len(features)):
        for kind in range(ranges):
            start, end = features.range_starts[kind, block], features.range_ends[kind, block]
            wanted = values[start:end].mean(axis=0) if end > start else np.zeros(3)
            np.testing.assert_allclose(found[block, kind], wanted, atol=1e-6)


def test_means_keep_their_precision_on_long_pages() -> None:
    page = split("one\n" * 20_000, "text")
    values = np.full((20_000, 1), 0.1, np.float32)
    values[0] = 1e6
    last = means(values, featurise([page]))[-1]
    np.testing.assert_allclose(last[0], 0.1, rtol=1e-5)


def test_scores_are_one_row_a_block(weights: Weights, features: Features) -> None:
    found = scores(weights, features)
    assert layers(weights) == 2
    assert found.shape == (len(features), OUTPUTS)
    assert found.dtype == np.float32
    assert np.isfinite(found).all()
    assert found.std(axis=0).min() > 0


def test_every_weight_matters(weights: Weights, features: Features) -> None:
    before = scores(weights, features)
    for name, w in weights.items():
        if not name.startswith("rows_"):
            assert not np.allclose(scores({**weights, name: w + 0.5}, features), before), name


def test_pages_do_not_change_each_others_scores(weights: Weights, features: Features) -> None:
    alone = np.concatenate([scores(weights, featurise([page])) for page in pages()])
    np.testing.assert_allclose(scores(weights, features), alone, atol=1e-5)


def test_many_blocks_score_as_few_do(
    weights: Weights, features: Features, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = scores(weights, features)
    monkeypatch.setattr(network, "_AT_ONCE", 3)
    np.testing.assert_allclose(scores(weights, features), whole, atol=1e-5)


def test_text_scores_the_same_beside_a_page_with_tags(weights: Weights) -> None:
    text = split("A title\n\nA line of plain text.\nAnother one.", "text")
    tagged = split('<nav class="menu"><a href="/">Home</a></nav><p>Words.</p>', "html")
    alone = scores(weights, featurise([text]))
    together = scores(weights, featurise([text, tagged]))
    np.testing.assert_allclose(together[: len(text)], alone, atol=1e-5)


def test_a_block_is_seen_with_its_neighbours(weights: Weights) -> None:
    one, other = (
        featurise([split(f"{first}\nRadio\nShop", "text")]) for first in ("Home", "© 2021 (x)")
    )
    assert not np.allclose(scores(weights, one)[1], scores(weights, other)[1], atol=1e-3)


def test_probabilities_add_up(weights: Weights, features: Features) -> None:
    n = len(features)
    roles, content = probabilities([weights], features, np.ones((n, 2), np.float32))
    assert roles.shape == (n, len(ROLES))
    assert roles.dtype == content.dtype == np.float32
    np.testing.assert_allclose(roles.sum(axis=1), 1, rtol=1e-5)
    assert ((content > 0) & (content < 1)).all()


def test_roles_and_main_content_have_temperatures_of_their_own(
    weights: Weights, features: Features
) -> None:
    z = scores(weights, features)
    temperatures = np.tile(np.array([[0.5, 2]], np.float32), (len(features), 1))
    roles, content = probabilities([weights], features, temperatures)
    np.testing.assert_allclose(roles, softmax(z[:, :-1] / 0.5), atol=1e-5)
    np.testing.assert_allclose(content, sigmoid(z[:, -1] / 2), atol=1e-5)


def test_a_higher_temperature_makes_less_sure(weights: Weights, features: Features) -> None:
    n = len(features)
    cool = np.tile(np.array([[0.5, 0.5]], np.float32), (n, 1))
    warm = np.tile(np.array([[3, 3]], np.float32), (n, 1))
    sure, unsure = (probabilities([weights], features, t) for t in (cool, warm))
    assert (sure[0].max(axis=1) >= unsure[0].max(axis=1)).all()
    assert (np.abs(sure[1] - 0.5) >= np.abs(unsure[1] - 0.5)).all()
    assert (sure[0].argmax(axis=1) == unsure[0].argmax(axis=1)).all()


def test_networks_together_say_what_their_mean_says(weights: Weights, features: Features) -> None:
    other = {**weights, "out": weights["out"] * -0.5 + 0.1}
    temperatures = np.ones((len(features), 2), np.float32)
    roles, content = probabilities([weights, other], features, temperatures)
    mean = (scores(weights, features) + scores(other, features)) / 2
    np.testing.assert_allclose(roles, softmax(mean[:, :-1]), atol=1e-5)
    np.testing.assert_allclose(content, sigmoid(mean[:, -1]), atol=1e-5)


def test_packed_weights_come_back_nearly_the_same(weights: Weights, features: Features) -> None:
    stored = packed(weights)
    assert sum(w.nbytes for w in stored.values()) < sum(w.nbytes for w in weights.values()) / 10
    back = unpacked(stored)
    assert set(back) == set(weights)
    for name, w in weights.items():
        assert back[name].dtype == w.dtype
        np.testing.assert_allclose(back[name], w, rtol=1e-3, atol=1e-4)
    np.testing.assert_allclose(scores(back, features), scores(weights, features), atol=0.05)


def test_packing_what_was_unpacked_changes_nothing(weights: Weights) -> None:
    stored = packed(weights)
    again = packed(unpacked(stored))
    assert set(again) == set(stored)
    for name, w in stored.items():
        assert again[name].dtype == w.dtype
        np.testing.assert_array_equal(again[name], w)
    before = weights["rows_words"].copy()
    assert unpacked(stored)["rows_words"].tolist() == before.tolist()
    assert stored["table_words"].dtype == np.float16


def test_rows_are_stored_as_the_buckets_of_known_tokens() -> None:
    rows = np.zeros(BUCKETS, np.int32)
    rows[[7, 500, 3]] = [1, 2, 3]
    stored = packed({"rows_words": rows, "out": np.ones((2, 2), np.float32)})
    assert stored["rows_words"].tolist() == [7, 500, 3]
    assert stored["rows_words"].dtype == np.int32
    assert unpacked(stored)["rows_words"].tolist() == rows.tolist()
    assert stored["out"].dtype == np.float32
    empty = packed({"rows_words": np.zeros(BUCKETS, np.int32)})
    assert not unpacked(empty)["rows_words"].any()


def test_extreme_scores_make_no_overflow() -> None:
    with np.errstate(over="raise", invalid="raise"):
        assert softmax(np.array([[1e4, 0.0, -1e4]])).round(6).tolist() == [[1, 0, 0]]
        assert sigmoid(np.array([1e4, -1e4, 0.0])).tolist() == [1, 0, 0.5]
