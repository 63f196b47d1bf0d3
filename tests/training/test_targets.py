from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from toys import lines, toy_examples, toy_page

from boilerplate.corpus.align import AlignedPage
from boilerplate.corpus.forms import merged
from boilerplate.features import featurise
from boilerplate.labels import CONTENT_ROLES, ROLES, Role
from boilerplate.model.decide import word_sizes
from boilerplate.model.network import Array
from boilerplate.training.examples import Example
from boilerplate.training.targets import (
    ContentHabits,
    Targets,
    join_targets,
    role_factors,
    targets_of,
)

ALIKE = np.ones(len(ROLES), np.float32)
ROLES_OF_LINES = [role for _, role in lines(0)]
TITLE, TEXT, PROMO = (ROLES_OF_LINES.index(role) for role in (Role.TITLE, Role.TEXT, Role.PROMO))


def example(page: AlignedPage) -> Example:
    texts = page.columns.texts
    return Example(page, page.columns.kind, featurise([page.columns]), word_sizes(texts))


def known_twice(numbers: range, page_type: str | None = None) -> list[Example]:
    """Toy pages of which both roles and main content are known."""
    pages = [
        replace(toy_page(number, content_only=only), page_type=page_type)
        for number in numbers
        for only in (True, False)
    ]
    return [example(page) for page in merged(pages)]


def of_roles(number: int = 0) -> Example:
    return toy_examples([number])[0]


def of_content(number: int = 0) -> Example:
    return toy_examples([number], content_only=True)[0]


def wanted(shown: Example, role_loss: float, factors: Array, habits: ContentHabits) -> Targets:
    return targets_of(shown, role_loss, 0.5, factors, habits, ["article", "forum"])


def open_lines(shown: Example, opened: slice, roles: set[Role]) -> Example:
    """The example with the given roles possible in some of its lines."""
    allowed = shown.page.allowed.copy()
    allowed[opened] = [role in roles for role in ROLES]
    return replace(shown, page=replace(shown.page, allowed=allowed))


def column(evidence: Array, role: Role) -> Array:
    return evidence[:, ROLES.index(role)]


def test_habits_are_learnt_only_where_roles_and_content_are_known() -> None:
    assert not ContentHabits(toy_examples(range(4))).known
    assert not ContentHabits(toy_examples(range(4), content_only=True)).known
    assert ContentHabits(known_twice(range(4))).known


def test_habits_are_shares_by_role_and_size() -> None:
    """Of four pages, with one block added for each size, role and answer.

    Their own type of page, none here, is filled up with 20 blocks that are as everywhere.
    """
    habits = ContentHabits(known_twice(range(4)))
    found = habits.evidence(of_content(9))
    assert found.shape == (9, len(ROLES))
    assert found.dtype == np.float32
    inside = (8 + 20 * 9 / 10) / (8 + 20)
    outside = (4 + 20 * 5 / 6) / (4 + 20)
    assert column(found, Role.TEXT)[TEXT] == pytest.approx(inside)  # long and content: 8 of 8
    assert column(found, Role.PROMO)[PROMO] == pytest.approx(outside)  # short and not: 4 of 4
    assert column(found, Role.TITLE)[TITLE] == pytest.approx(outside)  # short and content: 4 of 4
    assert column(found, Role.TITLE)[PROMO] == pytest.approx(1 - outside)
    assert column(found, Role.TITLE)[TEXT] == pytest.approx(0.5)  # there are no long titles
    assert column(found, Role.COMMENT).tolist() == pytest.approx([0.5] * 9)


def test_types_of_pages_have_habits_of_their_own() -> None:
    """In a shop, what articles call promotion is content."""
    articles = known_twice(range(4), "article")
    shops = [
        replace(shown, page=replace(shown.page, content=1 - shown.page.content))
        for shown in known_twice(range(4, 8), "product")
    ]
    habits = ContentHabits(articles + shops)
    page = of_content(9)

    def promo(page_type: str) -> float:
        """How likely a teaser that is not content is under its role."""
        shown = replace(page, page=replace(page.page, page_type=page_type))
        return float(column(habits.evidence(shown), Role.PROMO)[PROMO])

    assert promo("article") > promo("forum") > promo("product")
    assert promo("forum") == pytest.approx(0.5)


def test_habits_say_nothing_where_content_is_unknown() -> None:
    habits = ContentHabits(known_twice(range(4)))
    page = of_content()
    content = page.page.content.copy()
    content[:3] = np.nan
    found = habits.evidence(replace(page, page=replace(page.page, content=content)))
    assert (found[:3] == 1).all()
    assert (found[3:] < 1).all()


def test_known_roles_are_the_evidence() -> None:
    targets = wanted(of_roles(), 1.0, ALIKE, ContentHabits(known_twice(range(4))))
    assert targets.evidence.dtype == np.float32
    assert [ROLES[i] for i in targets.evidence.argmax(axis=1)] == ROLES_OF_LINES
    assert sorted(set(targets.evidence.reshape(-1).tolist())) == [0, 1]


def test_main_content_is_evidence_of_roles_by_habit_or_else_by_what_it_rules_out() -> None:
    page = replace(of_content(), page=replace(of_content().page, page_type="article"))
    habits, none = ContentHabits(known_twice(range(4))), ContentHabits([])
    by_habit = wanted(page, 1.0, ALIKE, habits).evidence
    np.testing.assert_array_equal(by_habit, habits.evidence(page))
    assert column(by_habit, Role.TEXT)[TEXT] > column(by_habit, Role.PROMO)[TEXT] > 0
    by_rule = wanted(page, 1.0, ALIKE, none).evidence
    np.testing.assert_array_equal(by_rule, page.page.allowed)


def test_main_content_weighs_one_a_page_by_the_root_of_words() -> None:
    for shown in (of_roles(0), of_roles(1), of_content()):
        targets = wanted(shown, 4.0, ALIKE, ContentHabits([]))
        assert targets.content_weight.sum() == pytest.approx(1)
        root = np.sqrt(shown.words)
        np.testing.assert_allclose(targets.content_weight, root / root.sum(), rtol=1e-6)
        inside = [role in CONTENT_ROLES for role in ROLES_OF_LINES]
        assert targets.content.tolist() == inside


def test_what_is_not_known_to_be_content_or_not_weighs_nothing() -> None:
    shown = of_roles()
    content = shown.page.content.copy()
    content[[0, 5]] = np.nan
    shown = replace(shown, page=replace(shown.page, content=content))
    targets = wanted(shown, 4.0, ALIKE, ContentHabits([]))
    assert np.flatnonzero(targets.content_weight == 0).tolist() == [0, 5]
    assert np.isfinite(targets.content).all()


def test_pages_weigh_as_far_as_they_are_trusted() -> None:
    shown = of_roles()
    less = shown.page.weight / 2
    half = replace(shown, page=replace(shown.page, weight=less, content_weight=less))
    full, less = (wanted(one, 4.0, ALIKE, ContentHabits([])) for one in (shown, half))
    np.testing.assert_allclose(less.role_weight, full.role_weight / 2)
    np.testing.assert_allclose(less.content_weight, full.content_weight / 2)


def test_the_type_of_a_page_weighs_as_its_content_does() -> None:
    shown = of_content()
    forum = replace(shown, page=replace(shown.page, page_type="forum"))
    targets = wanted(forum, 4.0, ALIKE, ContentHabits([]))
    assert set(targets.page_type.tolist()) == {1}
    np.testing.assert_allclose(targets.type_weight, targets.content_weight / 2)


def test_a_type_that_is_not_known_weighs_nothing() -> None:
    targets = wanted(of_content(), 4.0, ALIKE, ContentHabits([]))
    assert set(targets.page_type.tolist()) == {-1}
    assert not targets.type_weight.any()


def test_roles_weigh_by_line() -> None:
    """Lines of long pages less: four times as many weigh twice as much together."""
    one = wanted(of_roles(), 4.0, ALIKE, ContentHabits([])).role_weight
    assert one.tolist() == pytest.approx([4 / np.sqrt(9 * 50)] * 9)
    (page,) = merged([replace(toy_page(1), source=f"{toy_page(1).source}\n" * 4)])
    long = replace(example(page), form="lines")
    assert len(long) == 36
    exact = long.page.allowed.sum(axis=1) == 1
    assert exact.sum() >= 9
    weights = wanted(long, 4.0, ALIKE, ContentHabits([])).role_weight[exact]
    np.testing.assert_allclose(weights, one[0] / 2, rtol=1e-6)


def test_pages_written_as_text_weigh_more_than_html_shown_as_text() -> None:
    """By role: there are fewer of them."""
    native = of_roles(1)
    for form in ("text", "respaced"):
        written = wanted(replace(native, form=form), 4.0, ALIKE, ContentHabits([]))
        rendered = wanted(replace(native, form="lines"), 4.0, ALIKE, ContentHabits([]))
        assert (written.role_weight > rendered.role_weight).all()
        np.testing.assert_array_equal(written.content_weight, rendered.content_weight)


def test_rare_roles_and_exact_ones_weigh_more() -> None:
    shown = open_lines(of_roles(), slice(0, 2), {Role.NAVIGATION, Role.INTERFACE})
    shown = open_lines(shown, slice(2, 3), set(ROLES))
    factors = ALIKE.copy()
    factors[ROLES.index(Role.TITLE)] = 3
    weight = wanted(shown, 4.0, factors, ContentHabits([])).role_weight
    assert weight[TITLE] == pytest.approx(3 * weight[TEXT])
    assert 0 < weight[0] < weight[TEXT]
    assert weight[2] == 0


def test_rare_roles_count_more_within_bounds() -> None:
    factors = dict(zip(ROLES, role_factors(toy_examples(range(4)), 0.5).tolist(), strict=True))
    assert factors[Role.COMMENT] > factors[Role.TITLE] > factors[Role.TEXT]
    assert factors[Role.TITLE] == factors[Role.LEGAL]
    assert all(0.2 <= factor <= 4 for factor in factors.values())
    assert role_factors(toy_examples(range(4)), 0).tolist() == [1] * len(ROLES)


def test_roles_that_are_not_exactly_known_are_not_counted() -> None:
    page = of_content()
    assert role_factors([page], 0.5).tolist() == [1] * len(ROLES)


def test_targets_of_several_pages_follow_one_another() -> None:
    parts = [wanted(e, 4.0, ALIKE, ContentHabits([])) for e in (of_roles(), of_content(1))]
    joined = join_targets(parts)
    for field in fields(Targets):
        whole = getattr(joined, field.name)
        assert len(whole) == 18
        np.testing.assert_array_equal(whole[:9], getattr(parts[0], field.name))
        np.testing.assert_array_equal(whole[9:], getattr(parts[1], field.name))
