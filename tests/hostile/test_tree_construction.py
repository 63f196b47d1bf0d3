"""The inputs by which the HTML standard's parsers are tested, all of them.

``html5lib/tree_construction.jsonl`` holds them, drawn from the folder ``tree-construction`` of the
test data of html5lib 1.1, whose licence stands beside it. ``shown`` is what a browser shows by the
trees that the data give, with scripts or without. It is empty for inputs that are parts of a page,
that run scripts, or that put into ``select`` what the standard has allowed there since.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from toys import SMALL, model_state, random_weights, toy_examples

from boilerplate.model.labeler import Labeler
from boilerplate.page import split
from boilerplate.page.text import EDGES
from fuzz.targets import Kind, check_columns, check_page

FILE: Final = Path(__file__).parent / "html5lib" / "tree_construction.jsonl"


@dataclass(frozen=True, slots=True)
class Case:
    html: str
    shown: list[str]


CASES: Final = [Case(**json.loads(line)) for line in FILE.read_text("ascii").splitlines()]

OTHERWISE: Final = {"<!doctype html><p><a><plaintext>b": "<a>b</a>"}
"""The parser writes a link inside ``plaintext`` like text, so that nothing tells them apart."""


@pytest.fixture(scope="module")
def labeler() -> Labeler:
    return Labeler(model_state(random_weights(toy_examples(range(4)), SMALL)), {})


def ink(text: str) -> str:
    """The text without what shows nothing, wherever it is cut."""
    return text.translate(dict.fromkeys(map(ord, EDGES)))


def test_all_of_them_are_here() -> None:
    assert len(CASES) > 1600
    assert sum(bool(case.shown) for case in CASES) > 1450


def test_what_a_browser_shows_is_kept() -> None:
    wrong = {}
    for case in CASES:
        found = ink("".join(split(case.html, "html").texts))
        if case.shown and found not in map(ink, case.shown):
            wrong[case.html] = found
    assert wrong == OTHERWISE


@pytest.mark.parametrize("kind", ["auto", "html", "text"])
def test_every_one_is_a_page_that_fits(kind: Kind) -> None:
    for case in CASES:
        for source in (case.html, case.html.encode("utf-8", "replace")):
            check_columns(split(source, kind), source)


@pytest.mark.parametrize("kind", ["html", "text"])
def test_every_one_is_labelled_as_in_company(labeler: Labeler, kind: Kind) -> None:
    together = labeler.label_many([case.html for case in CASES], kind)
    for case, page in zip(CASES, together, strict=True):
        check_page(page)
        alone = labeler.label(case.html, kind)
        assert alone.columns.texts == page.columns.texts
        assert alone.roles.tolist() == page.roles.tolist()
        assert alone.kept.tolist() == page.kept.tolist()


def test_all_of_them_on_one_page_are_a_page(labeler: Labeler) -> None:
    source = "\n".join(case.html for case in CASES)
    page = labeler.label(source, "html")
    check_columns(page.columns, source)
    check_page(page)
