from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from boilerplate.corpus.align import AlignedPage, align
from boilerplate.corpus.records import ContentTruth, LabelledPage
from boilerplate.evaluation.languages import language_of, script_of
from boilerplate.page import split


def page(text: str, language: str | None = None) -> AlignedPage:
    labelled = LabelledPage("a", "a.example", text, "text", ContentTruth(text), language)
    return align(labelled, split(text, "text"))


@pytest.fixture(scope="module")
def prose(root: Path) -> str:
    """Some two thousand characters of English."""
    columns = split((root / "examples" / "harbour-news.html").read_bytes(), "html")
    return "\n".join(text for text in columns.texts if len(text) > 60)


def test_a_claimed_language_counts_where_there_is_little_prose(prose: str) -> None:
    assert language_of(page("Accueil\nMétéo", "fr")) == "fr"
    assert language_of(page(prose[:200], "fr")) == "fr"


def test_much_prose_counts_more_than_a_claim(prose: str) -> None:
    assert len(prose) > 1000
    assert language_of(page(prose, "fr")) == "en"
    assert language_of(page(prose, "en")) == "en"


def test_a_page_without_a_claim_is_read(prose: str) -> None:
    assert language_of(page(prose)) == "en"
    assert language_of(page("12:30")) == "unknown"


def test_what_is_in_no_known_language_is_other() -> None:
    babble = "Vlorp zanguk mirtoo blexi qwand uploo kranzi vommer shplee dranku wizzo paltick."
    assert language_of(page("\n".join([babble] * 15), "en")) == "other"


def test_both_kinds_of_norwegian_are_one() -> None:
    assert language_of(page("Hjem", "nb")) == language_of(page("Hjem", "nn")) == "no"


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("The river rose.", "latin"),
        ("Река поднялась. OK", "cyrillic"),
        ("川の水がゆっくりと増えた", "japanese"),
        ("河水慢慢上涨", "cjk"),
        ("강물이 불었다", "hangul"),
        ("12:30 – 14:00", "none"),
    ],
)
def test_the_script_of_a_page(text: str, script: str) -> None:
    assert script_of(replace(page("x"), columns=split(text, "text"))) == script
