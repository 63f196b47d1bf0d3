from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from toys import lines, toy_page

from boilerplate.corpus.align import AlignedPage
from boilerplate.corpus.forms import forms, merged
from boilerplate.corpus.records import ContentTruth, LabelledPage, LabelTruth, RoleTruth
from boilerplate.errors import CorpusError
from boilerplate.labels import CONTENT_ROLES, ROLES, Role


def content_page(number: int = 0) -> LabelledPage:
    return toy_page(number, content_only=True)


def role_page(number: int = 0, known: int = 9) -> LabelledPage:
    """The same page as its roles' corpus has it, which knows its first lines."""
    page = toy_page(number)
    truth = RoleTruth(tuple(lines(number)[:known]))
    return replace(page, id=f"roles:{page.id}", truth=truth, page_type="shop", trust=0.5)


def roles_known(page: AlignedPage) -> list[Role | None]:
    return [ROLES[int(row.argmax())] if row.sum() == 1 else None for row in page.allowed]


def shown(page: LabelledPage, seed: int = 0) -> dict[str, AlignedPage]:
    (aligned,) = merged([page])
    return dict(forms(aligned, seed))


@pytest.mark.parametrize("roles_first", [True, False])
def test_roles_and_content_of_one_page_are_joined(roles_first: bool) -> None:
    pages = [role_page(), content_page()]
    (page,) = merged(pages if roles_first else pages[::-1])
    assert page.id == "toy:0"
    assert page.grade == "roles"
    assert roles_known(page) == [role for _, role in lines(0)]
    kept = [text for text, role in lines(0) if role in CONTENT_ROLES]
    assert page.reference == "\n".join(kept)
    assert page.content.tolist() == [role in CONTENT_ROLES for _, role in lines(0)]
    assert page.weight.tolist() == [0.5] * 9
    assert page.content_weight.tolist() == [1] * 9


def test_the_corpus_of_main_content_decides_about_it() -> None:
    """Where the roles' corpus would say otherwise."""
    text = "\n".join(text for text, role in lines(0) if role is Role.TEXT)
    (page,) = merged([role_page(), replace(content_page(), truth=ContentTruth(text))])
    assert page.content.tolist() == [role is Role.TEXT for _, role in lines(0)]
    assert roles_known(page)[3] is Role.TITLE


def test_content_tells_of_blocks_without_a_role() -> None:
    known = replace(content_page(), page_type="article")
    (page,) = merged([role_page(known=7), known])
    (alone,) = merged([known])
    assert roles_known(page)[:7] == [role for _, role in lines(0)[:7]]
    np.testing.assert_array_equal(page.allowed[7:], alone.allowed[7:])
    assert page.weight.tolist() == [0.5] * 7 + [1] * 2


def test_labels_and_content_of_one_page_are_joined() -> None:
    labels = LabelTruth(tuple((text, role.label) for text, role in lines(0)))
    for pages in (
        [replace(toy_page(0), truth=labels), content_page()],
        [content_page(), replace(toy_page(0), truth=labels)],
    ):
        (page,) = merged(pages)
        assert page.grade == "labels"
        assert page.reference is not None
        for row, (_, role) in zip(page.allowed, lines(0), strict=True):
            assert {r for r, may in zip(ROLES, row, strict=True) if may} == {
                r for r in ROLES if r.label is role.label
            }


def test_other_pages_stay_apart() -> None:
    found = list(merged([role_page(0), content_page(1), content_page(0), role_page(2)]))
    assert sorted(page.id for page in found) == ["roles:toy:2", "toy:0", "toy:1"]
    assert {page.id: page.grade for page in found}["toy:1"] == "content"


def test_different_pages_of_one_id_are_refused() -> None:
    with pytest.raises(CorpusError, match="toy:0"):
        list(merged([toy_page(0), replace(toy_page(1), id="toy:0")]))


def test_pages_that_show_nothing_are_left_out() -> None:
    void = LabelledPage("void", "a.example", "<p></p>", "html", ContentTruth(""))
    assert [page.id for page in merged([void, toy_page(1)])] == ["toy:1"]


def test_html_is_also_shown_as_text_of_three_styles() -> None:
    found = shown(toy_page(0))
    assert list(found) == ["html", "lines", "spaced", "wrapped"]
    assert [page.columns.kind for page in found.values()] == ["html", "text", "text", "text"]
    for form in ("lines", "spaced"):
        assert found[form].columns.texts == found["html"].columns.texts
        assert roles_known(found[form]) == roles_known(found["html"])
    assert np.nansum(found["lines"].columns.blank_before) == 0
    assert np.nansum(found["spaced"].columns.blank_before) > 0
    words = [" ".join(page.columns.texts).split() for page in found.values()]
    assert all(some == words[0] for some in words)


def test_text_is_also_shown_with_other_blank_lines() -> None:
    found = shown(toy_page(1))
    assert list(found) == ["text", "respaced"]
    assert found["respaced"].columns.texts == found["text"].columns.texts
    assert roles_known(found["respaced"]) == roles_known(found["text"])
    spaced = {tuple(shown(toy_page(1), seed)["respaced"].columns.blank_before) for seed in range(8)}
    assert len(spaced) > 2


def test_forms_depend_on_the_page_and_the_seed_alone() -> None:
    def spaces(seed: int, numbers: range) -> dict[str, tuple[list[str], list[float]]]:
        return {
            f"{number} {form}": (page.columns.texts, page.columns.blank_before.tolist())
            for number in numbers
            for form, page in shown(toy_page(number), seed).items()
            if form != "html"
        }

    once, backwards = spaces(0, range(8)), spaces(0, range(7, -1, -1))
    assert once == backwards
    assert spaces(1, range(8)) != once
