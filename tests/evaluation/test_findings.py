from __future__ import annotations

from dataclasses import replace

import pytest
from predicted import SURE, of_content, of_roles

from boilerplate.evaluation.findings import find, lengths
from boilerplate.evaluation.html.errors import loss_of
from boilerplate.labels import Role

NAV, TEXT, PROMO = Role.NAVIGATION, Role.TEXT, Role.PROMO


def page(right: int, wrong: int, **about: str):
    lines = [(f"Right line {n}", TEXT, TEXT) for n in range(right)]
    return of_roles(lines + [(f"Wrong line {n}", TEXT, NAV) for n in range(wrong)], **about)


def test_pages_are_grouped_by_how_they_are_shown() -> None:
    forms = ("html", "wrapped", "lines", "respaced")
    found = find([page(9, 1, form=form) for form in forms], most=5)
    assert list(found) == ["HTML", "HTML as text", "Plain text"]
    assert [score.form for score in found["HTML as text"].scores] == ["wrapped", "lines"]


def test_the_pages_with_the_fewest_right_lines_come_first() -> None:
    pages = [page(10 - n, n, id=f"page {n}") for n in range(10)]
    worst = find(pages, most=3)["HTML"].worst_labels.pages()
    assert [p.page.id for _, p in worst] == ["page 9", "page 8", "page 7"]
    assert [score for score, _ in worst] == pytest.approx([0.1, 0.2, 0.3])


def test_many_pages_leave_the_worst() -> None:
    pages = [page(90 - n, n, id=f"page {n:02}") for n in (*range(5, 60), *range(60, 5, -1))]
    worst = find(pages, most=2)["HTML"].worst_labels.pages()
    assert [p.page.id for _, p in worst] == ["page 60", "page 59"]


def test_a_page_counts_in_the_form_in_which_it_does_worst() -> None:
    shown = [
        page(10 - n, n, form=form) for n, form in ((1, "lines"), (5, "spaced"), (3, "wrapped"))
    ]
    worst = find(shown, most=3)["HTML as text"].worst_labels.pages()
    assert [(round(score, 3), p.form) for score, p in worst] == [(0.5, "spaced")]


def test_tiny_pages_are_not_the_worst() -> None:
    assert find([page(1, 4)], most=3)["HTML"].worst_labels.pages() == []


def test_main_content_is_ranked_by_its_words() -> None:
    good = of_content([("one two three", True), ("Menu", False)], "one two three", id="good")
    bad = of_content([("one two three", False), ("Menu", True)], "one two three", id="bad")
    group = find([good, bad], most=2)["HTML"]
    assert [(score, p.page.id) for score, p in group.worst_content.pages()] == [
        (0, "bad"),
        (1, "good"),
    ]
    assert [score.words for score in group.scores] == [(1, 1, 1), (0, 0, 0)]


def test_roles_confused_come_with_examples_of_different_pages() -> None:
    lines = [("Home", NAV, NAV), ("More by us", PROMO, TEXT), ("Also by us", PROMO, TEXT)]
    pages = [of_roles(lines, id="a"), of_roles(lines, id="b"), of_roles(lines[::-1], id="c")]
    sure = pages[2].roles.copy()
    sure[0, list(Role).index(TEXT)] = 0.9
    group = find([*pages[:2], replace(pages[2], roles=sure)], most=1)["HTML"]
    assert group.confusions == {(PROMO, TEXT): 6}
    first, second = group.examples[PROMO, TEXT]
    assert (first.text, first.page, first.before) == ("Also by us", "c", "")
    assert (second.text, second.page, second.before) == ("More by us", "a", "Home")
    assert second.probability == pytest.approx(SURE)


def test_lengths_are_ranges_of_blocks() -> None:
    scores = find([page(24, 0), page(24, 1), page(799, 0), page(800, 0)], most=1)["HTML"].scores
    assert [score.length for score in scores] == [
        "1 to 24",
        "25 to 49",
        "400 to 799",
        "800 or more",
    ]
    assert {score.length for score in scores} <= set(lengths())


def test_where_main_content_is_lost() -> None:
    """One page of ten keeps too much, one keeps nothing."""
    pages = [of_content([("one two", True)], "one two", id=str(n)) for n in range(8)]
    much = [("one two", True), *((f"a{n} b{n} c{n}", True) for n in range(10))]
    pages.append(of_content(much, "one two", id="much"))
    pages.append(of_content([("one two", False), ("three", True)], "one two", id="other"))
    known, share, over, under = loss_of(find(pages, most=1)["HTML"])
    assert (known, over, under) == (10, 2, 0)
    assert 0.5 < share < 0.6
