from __future__ import annotations

from itertools import chain, combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from boilerplate.labels import LABEL_OF, LABELS, ROLES, Role
from boilerplate.model import decide
from boilerplate.model.decide import (
    BETAS,
    content_certainty,
    decide_roles,
    keep_best,
    main_content,
    word_sizes,
)


def row(**probabilities: float) -> NDArray[np.float32]:
    return np.array([[probabilities.get(role.value, 0) for role in ROLES]], np.float32)


def decided(probabilities: NDArray[np.float32]) -> list[Role]:
    return [ROLES[i] for i in decide_roles(probabilities)]


def test_the_likeliest_role_wins() -> None:
    assert decided(row(text=0.9, promo=0.1)) == [Role.TEXT]


def test_the_likeliest_label_goes_before_the_likeliest_role() -> None:
    assert decided(row(text=0.4, legal=0.3, contact=0.2, promo=0.1)) == [Role.LEGAL]


def test_many_blocks_are_decided_on_as_few_are(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = np.random.default_rng(0).dirichlet(np.ones(len(ROLES)), 20).astype(np.float32)
    few = decide_roles(rows)
    monkeypatch.setattr(decide, "_AT_ONCE", 3)
    assert decide_roles(rows).tolist() == few.tolist()


def test_no_blocks_no_roles() -> None:
    assert decide_roles(np.zeros((0, len(ROLES)), np.float32)).tolist() == []


@settings(deadline=None, max_examples=100)
@given(st.integers(0, 10_000))
def test_decisions_are_those_of_adding_up(seed: int) -> None:
    probabilities = np.random.default_rng(seed).dirichlet(np.full(len(ROLES), 0.5), 5)
    for found, p in zip(decided(probabilities.astype(np.float32)), probabilities, strict=True):
        sums = {label: sum(x for r, x in zip(ROLES, p, strict=True) if LABEL_OF[r] is label)
                for label in LABELS}  # fmt: skip
        best = max(LABELS, key=sums.__getitem__)
        assert found is max(
            (role for role in ROLES if role.label is best), key=lambda r: p[ROLES.index(r)]
        )


def surrogate(kept: tuple[int, ...], p: list[float], w: list[float], beta: float) -> float:
    """Expected overlap over expected sizes, as word-F1 has it.

    To keep nothing is right where the page has no main content.
    """
    if not kept:
        return float(np.prod([1 - x for x in p]))
    overlap = sum(p[i] * w[i] for i in kept)
    size = sum(w[i] for i in kept) + beta**2 * sum(x * y for x, y in zip(p, w, strict=True))
    return (1 + beta**2) * overlap / size


BLOCKS = st.lists(st.tuples(st.floats(0.001, 1), st.floats(1, 50)), min_size=1, max_size=7)


@settings(deadline=None, max_examples=150)
@given(BLOCKS, st.sampled_from([0.5, 1.0, 2.0]))
def test_no_other_blocks_would_score_better(blocks: list[tuple[float, float]], beta: float) -> None:
    p, w = [x for x, _ in blocks], [y for _, y in blocks]
    keep = keep_best(np.array(p), np.array(w), beta)
    found = surrogate(tuple(np.flatnonzero(keep).tolist()), p, w, beta)
    subsets = chain.from_iterable(combinations(range(len(p)), k) for k in range(len(p) + 1))
    assert found == pytest.approx(max(surrogate(s, p, w, beta) for s in subsets), abs=1e-6)


def test_sure_blocks_are_kept_and_others_not() -> None:
    p = np.array([0.02, 0.97, 0.99, 0.05, 0.9, 0.01], np.float32)
    assert np.flatnonzero(keep_best(p, np.full(6, 10, np.float32))).tolist() == [1, 2, 4]


def test_the_threshold_falls_where_little_is_sure() -> None:
    unsure = np.array([0.4, 0.3, 0.35])
    assert keep_best(unsure, np.ones(3)).all()
    assert not keep_best(np.append(unsure, [1, 1, 1, 1]), np.full(7, 5.0))[:3].any()


def test_nothing_is_kept_where_the_page_likely_has_no_main_content() -> None:
    assert not keep_best(np.array([0.1, 0.2, 0.1]), np.ones(3)).any()
    assert keep_best(np.array([0.1, 0.2, 0.1, 0.6]), np.ones(4)).tolist() == [False] * 3 + [True]
    assert keep_best(np.full(40, 0.1), np.ones(40)).all()


def test_recall_can_be_weighed_more() -> None:
    p, w = np.array([0.9, 0.45, 0.3, 0.1]), np.full(4, 10.0)
    kept = [int(keep_best(p, w, beta).sum()) for beta in (0.25, 1, 4)]
    assert kept == sorted(kept)
    assert kept[0] < kept[-1]


def test_no_blocks_nothing_kept() -> None:
    assert keep_best(np.zeros(0), np.zeros(0)).tolist() == []
    assert main_content(np.zeros(0), np.zeros(0, np.int64), np.zeros(0)).tolist() == []


def test_the_title_goes_with_the_main_content() -> None:
    roles = np.array([ROLES.index(role) for role in (Role.PROMO, Role.TITLE, Role.TEXT)])
    words = np.full(3, 10.0)
    assert main_content(np.array([0.1, 0.1, 0.9]), roles, words).tolist() == [False, True, True]
    assert main_content(np.array([0.9, 0.1, 0.1]), roles, words).tolist() == [True, True, False]


def test_a_title_alone_is_no_main_content() -> None:
    roles = np.array([ROLES.index(role) for role in (Role.PROMO, Role.TITLE)])
    assert not main_content(np.array([0.1, 0.1]), roles, np.ones(2)).any()


def test_words_are_told_by_characters() -> None:
    sizes = word_sizes(["a", "one two three four", "x" * 600])
    assert sizes.tolist() == pytest.approx([1, 3, 100])
    assert word_sizes([]).shape == (0,)


def test_a_preference_for_recall_keeps_no_less() -> None:
    p, w = np.array([0.9, 0.7, 0.45, 0.3, 0.1]), np.full(5, 10.0)
    kept = [
        int(main_content(p, np.zeros(5, np.int64) + ROLES.index(Role.TEXT), w, BETAS[name]).sum())
        for name in ("precision", "balanced", "recall")
    ]
    assert kept == sorted(kept)
    assert kept[0] < kept[-1]


def test_a_title_is_as_sure_as_its_role() -> None:
    probabilities = np.concatenate([row(title=0.8, text=0.2), row(title=0.1, text=0.9)])
    certainty = content_certainty(np.array([0.3, 0.6]), probabilities)
    assert certainty == pytest.approx([0.8, 0.6])
