from __future__ import annotations

import numpy as np
import pytest
from toys import html

from boilerplate.features import NAMES, Features, featurise
from boilerplate.features.parts import Part, families, parts
from boilerplate.features.tokens import BAGS, PATHS
from boilerplate.page import PageColumns, split


def parts_of(text: str, block: int = 0) -> list[Part]:
    page = split(text, "text")
    return parts(page, featurise([page]), block)


def named(found: list[Part], name: str) -> Part:
    return next(part for part in found if part.name == name)


def buckets(text: str, part: Part) -> set[int]:
    """The tokens that a part of a page of one line stands for."""
    features = featurise([split(text, "text")])
    return {int(features.bags[name].items[i]) for name, at in part.items.items() for i in at}


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "— / —",
        "Sign in",
        "Hear it: 3:41",
        "word " * 8,
        "word " * 9,
        "eins zwei " * 60,
        "東京の橋",
    ],
)
def test_every_token_of_a_block_has_a_name(text: str) -> None:
    page = split(text, "text")
    features = featurise([page])
    found = parts(page, features, 0)
    for name in BAGS:
        places = {i for part in found for i in part.items.get(name, ())}
        assert places >= set(range(len(features.bags[name].items)))


def test_a_word_is_found_again_in_another_block() -> None:
    once, again = "Photo by Ada Brook", "The photo of the year, as seen by a jury of experts"
    word = buckets(once, named(parts_of(once), "word “Photo”"))
    assert word & buckets(again, named(parts_of(again), "word “photo”"))
    assert not word & buckets(again, named(parts_of(again), "word “jury”"))


def test_a_word_goes_with_all_that_it_takes_part_in() -> None:
    found = parts_of("Sign in now")
    alone, pair = named(found, "word “in”"), named(found, "words “Sign in”")
    whole = named(found, "the words as a whole")
    for part in (pair, whole):
        assert set(part.items["words"]) < set(alone.items["words"])
    assert not set(named(found, "words “in now”").items["words"]) & set(pair.items["words"])


def test_a_word_that_recurs_is_one_part() -> None:
    names = [part.name for part in parts_of("Tea, tea and TEA")]
    assert [name for name in names if "tea" in name.lower() and name.startswith("word ")] == [
        "word “Tea”"
    ]


def test_runs_of_characters_are_quoted_as_they_are_seen() -> None:
    found = parts_of("Room 1234")
    assert named(found, "characters “m 00”").family == "characters"
    assert buckets("Room 1234", named(found, "characters “room”")) & buckets(
        "rooms", named(parts_of("rooms"), "characters “room”")
    )


@pytest.fixture
def page() -> PageColumns:
    return split(html(0), "html")


@pytest.fixture
def features(page: PageColumns) -> Features:
    return featurise([page])


def test_tags_are_named_as_in_a_style_sheet(page: PageColumns, features: Features) -> None:
    byline = next(i for i, text in enumerate(page.texts) if text.startswith("By "))
    names = {part.name for part in parts(page, features, byline) if part.family == "tags"}
    assert {"in p.byline", "inside main"} <= names


def test_numbers_have_their_values_and_what_is_missing_is_no_part(features: Features) -> None:
    text = split("One line\nAnother", "text")
    of_text = {part.name for part in parts(text, featurise([text]), 0)}
    assert "link density" not in of_text
    page = split("<p><a href=/>Four</a></p>", "html")
    density = named(parts(page, featurise([page]), 0), "link density")
    assert (density.family, density.value) == ("dom", 1.0)


def test_neighbours_are_quoted_and_never_the_block_itself(
    page: PageColumns, features: Features
) -> None:
    around = [part for part in parts(page, features, 0) if part.family == "neighbours"]
    assert any(part.name == f"block 1 “{page.texts[1]}”" for part in around)
    assert not any(part.name.startswith("block 0 ") for part in around)
    # The first block of a page has nothing before it.
    assert "the block before" not in {part.name for part in around}


def test_signs_stand_together_by_their_kind(page: PageColumns, features: Features) -> None:
    signs = [part for part in parts(page, features, 0) if part.family == "signs"]
    places = sorted(i for part in signs for i in part.items["signs"])
    assert places == list(range(len(page.signs)))
    assert "body: single-post, post, single" in {part.name for part in signs}


def test_families_hold_everything(features: Features) -> None:
    found = families(features, 3)
    assert sorted(i for part in found for i in part.columns) == list(range(len(NAMES)))
    held = {name for part in found for name in part.items}
    assert held == {*BAGS, *PATHS, "signs"}
    assert len(next(p for p in found if p.family == "neighbours").ranges) == len(
        np.asarray(features.range_starts)
    )
