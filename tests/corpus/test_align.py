from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from boilerplate.corpus.align import AlignedPage, align
from boilerplate.corpus.records import (
    ContentTruth,
    LabelledPage,
    LabelTruth,
    PartsTruth,
    RoleTruth,
    Truth,
)
from boilerplate.labels import ROLES, Label, Role
from boilerplate.page import split

TEXT = """Home
Rain floods the valley
Ann Lee
Ann Lee walks past the bridge on Monday.
Photo: Bo Day
The river rose over its banks on Monday and reached the old mill by noon.
Most read
Copyright Valley Post"""
LINES = TEXT.split("\n")


def aligned(truth: Truth, page_type: str | None = "article", trust: float = 1.0) -> AlignedPage:
    page = LabelledPage("a:1", "a.org", TEXT, "text", truth, page_type=page_type, trust=trust)
    return align(page, split(TEXT, "text"))


def allowed(row: NDArray[np.bool_]) -> set[Role]:
    return {role for role, may in zip(ROLES, row, strict=True) if may}


def test_roles_allow_one_role_each() -> None:
    roles = [Role.NAVIGATION, Role.TITLE, Role.BYLINE, Role.CAPTION, Role.CREDIT, Role.TEXT]
    roles += [Role.PROMO]
    page = aligned(RoleTruth(tuple(zip(LINES, roles, strict=False))))
    assert [allowed(row) for row in page.allowed[:7]] == [{role} for role in roles]
    assert page.content[:7].tolist() == [0, 1, 0, 0, 0, 1, 0]
    assert page.grade == "roles"


def test_roles_that_are_not_measured_tell_less_of_content() -> None:
    lines = tuple((line, Role.TEXT) for line in LINES)
    page, other = aligned(RoleTruth(lines)), aligned(RoleTruth(lines, measured=False))
    assert (other.content == page.content).all()
    assert (other.weight == page.weight).all()
    assert (other.content_weight < page.content_weight).all()


def test_a_block_without_a_known_line_says_nothing() -> None:
    page = aligned(RoleTruth(((LINES[0], Role.NAVIGATION),)))
    assert page.allowed[7].all()
    assert np.isnan(page.content[7])


def test_labels_allow_the_roles_of_the_label() -> None:
    lines = ((LINES[0], Label.PLAYER_CHROME), (LINES[1], Label.BODY), (LINES[7], Label.FOOTER))
    page = aligned(LabelTruth(lines))
    assert allowed(page.allowed[1]) == {Role.TITLE, Role.BYLINE, Role.TEXT}
    assert allowed(page.allowed[0]) == {Role.PLAYER, Role.NAVIGATION, Role.INTERFACE}
    assert page.content[[0, 1, 7]].tolist() == [0, 1, 0]


def test_content_tells_what_is_text_in_an_article() -> None:
    page = aligned(ContentTruth(LINES[5]), trust=0.5)
    assert page.content.tolist() == [0, 0, 0, 0, 0, 1, 0, 0]
    assert page.reference == LINES[5]
    assert Role.TEXT in allowed(page.allowed[5])
    assert Role.NAVIGATION not in allowed(page.allowed[5])
    assert Role.TEXT not in allowed(page.allowed[0])
    assert page.weight[5] == np.float32(0.5)


def test_content_says_less_on_other_pages() -> None:
    page = aligned(ContentTruth(LINES[5]), page_type="product")
    assert page.allowed[0].all()
    assert Role.PROMO in allowed(page.allowed[5])


def test_half_matched_blocks_weigh_less() -> None:
    page = aligned(ContentTruth(LINES[5][: len(LINES[5]) * 2 // 3]))
    assert page.content[5] == 1
    assert page.weight[5] < page.weight[0]


def test_parts_give_their_roles_and_leave_the_rest_open() -> None:
    parts = (
        (LINES[1], Role.TITLE),
        (LINES[5], Role.TEXT),
        (LINES[3], Role.CAPTION),
        ("Bo Day", Role.CREDIT),
    )
    page = aligned(PartsTruth(parts, frozenset({Role.TEXT})))
    found = [allowed(row) for row in page.allowed]
    assert found[1] == {Role.TITLE}
    assert found[3] == {Role.CAPTION}
    assert found[4] == {Role.CREDIT}
    assert found[5] == {Role.TEXT}
    assert found[6] == set(ROLES) - {Role.TEXT}
    assert page.content.tolist() == [0, 1, 0, 0, 0, 1, 0, 0]


def test_the_headline_is_the_copy_before_the_text() -> None:
    text = "Rain floods the valley\nHome\nRain floods the valley\nAnn Lee\n" + LINES[5]
    parts = (("Rain floods the valley", Role.TITLE), (LINES[5], Role.TEXT))
    truth = PartsTruth(parts, frozenset({Role.TEXT}))
    page = align(LabelledPage("a:2", "a.org", text, "text", truth), split(text, "text"))
    assert page.content.tolist() == [0, 0, 1, 0, 1]


def test_a_photographers_name_far_from_a_caption_is_no_credit() -> None:
    truth = PartsTruth(((LINES[5], Role.TEXT), ("Home", Role.CREDIT)), frozenset({Role.TEXT}))
    assert len(allowed(aligned(truth).allowed[0])) > 1


def test_an_empty_page_aligns_to_nothing() -> None:
    page = align(LabelledPage("a:3", "a.org", "", "text", ContentTruth("words")), split("", "text"))
    assert page.allowed.shape == (0, len(ROLES))
    assert page.content.shape == page.weight.shape == (0,)
