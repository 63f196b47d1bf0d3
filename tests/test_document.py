from __future__ import annotations

import copy
import json
import pickle

import pytest
from fakes import SURE, page_of

from boilerplate.document import Page, roles_named
from boilerplate.labels import ROLES, Label, Role


def test_blocks_carry_what_was_decided(station: Page) -> None:
    block = station.blocks[2]
    assert block.index == 2
    assert block.text == "Mill bridge closes for repairs"
    assert block.role is Role.TITLE
    assert block.label is Label.BODY
    assert len(station) == len(station.blocks) == 16
    assert list(station) == list(station.blocks)


def test_probability_is_that_of_the_label(station: Page) -> None:
    block = station.blocks[2]
    other = (1 - SURE) / 11
    assert block.probabilities[Role.TITLE] == pytest.approx(SURE, abs=1e-5)
    assert block.probability == pytest.approx(SURE + 2 * other, abs=1e-5)
    assert block.label_probabilities[Label.BODY] == pytest.approx(block.probability, abs=1e-5)
    assert sum(block.label_probabilities.values()) == pytest.approx(1, abs=1e-4)
    assert set(block.label_probabilities) == set(Label)
    assert type(block.probability) is float
    assert repr(block.probability) == "0.91"


def test_the_label_follows_the_role_not_the_largest_sum() -> None:
    page = page_of([("© River Radio", "legal")])
    page.probabilities[0] = 0.0
    page.probabilities[0, ROLES.index(Role.LEGAL)] = 0.4
    page.probabilities[0, ROLES.index(Role.PLAYER)] = 0.3
    page.probabilities[0, ROLES.index(Role.NAVIGATION)] = 0.3
    assert page.blocks[0].label is Label.FOOTER
    assert page.blocks[0].probability == pytest.approx(0.4)


def test_text_by_label_and_role(station: Page) -> None:
    assert station.text("player") == "Play Live Radio"
    assert station.text("player_chrome") == "Play Live Radio\nEnlarge"
    assert station.text("text", Role.LEGAL) == (
        "The bridge closes on Monday.\nBuses will go round.\n© River Radio"
    )
    assert station.text().count("\n") == 15


def test_caption_by_name_is_the_label_and_by_role_the_role(station: Page) -> None:
    assert "River Radio" in station.text("caption")
    assert station.text("caption") == station.text(Label.CAPTION)
    assert station.text(Role.CAPTION).splitlines() == [
        "The mill bridge, seen from the weir.",
        "The mill bridge, seen from the weir.",
        "A bus at the stop.",
    ]


@pytest.mark.parametrize("name", ["sidebar", "", "Body", "LEGAL"])
def test_unknown_names_are_refused_with_the_valid_ones(station: Page, name: str) -> None:
    with pytest.raises(ValueError, match=r"player_chrome, caption, body, footer.*title, byline"):
        station.text("body", name)


def test_roles_named_is_their_union() -> None:
    assert roles_named(["footer", "player"]) == {
        Role.LEGAL,
        Role.CONTACT,
        Role.PROMO,
        Role.COMMENT,
        Role.PLAYER,
    }


def test_main_content_is_what_the_page_decision_kept(station: Page) -> None:
    station.kept[:] = False
    station.kept[[2, 11]] = True
    assert station.main_content == ("Mill bridge closes for repairs\nThe bridge closes on Monday.")


def test_title_is_the_surest_one(station: Page) -> None:
    station.probabilities[2, ROLES.index(Role.TITLE)] = 0.95
    assert station.title == "Mill bridge closes for repairs"


def test_byline_is_that_of_the_main_item(station: Page) -> None:
    assert station.byline == "By Ada Brook · Published May 3"


def test_a_date_above_the_headline_belongs_to_the_byline() -> None:
    page = page_of([("May 3", "byline"), ("Bridge closes", "title"), ("By Ada", "byline")])
    assert page.byline == "May 3 · By Ada"


def test_captions_come_once_with_their_credits(station: Page) -> None:
    assert station.captions == [
        ("The mill bridge, seen from the weir.", "Ada Brook / River Radio"),
        ("A bus at the stop.", None),
    ]


def test_a_credit_before_its_caption_goes_with_it() -> None:
    page = page_of([("Ada Brook", "credit"), ("The weir.", "caption"), ("Text.", "text")])
    assert page.captions == [("The weir.", "Ada Brook")]


def test_a_credit_after_text_does_not_reach_back_to_a_caption() -> None:
    page = page_of([("The weir.", "caption"), ("Text.", "text"), ("Ada Brook", "credit")])
    assert page.captions == [("The weir.", None)]


def test_an_empty_page_has_nothing() -> None:
    page = page_of([])
    assert page.blocks == ()
    assert (page.title, page.byline, page.captions) == (None, None, [])
    assert page.main_content == page.text() == page.text("body") == ""
    assert page.to_dict()["blocks"] == []


def test_to_dict_is_plain_and_complete(station: Page) -> None:
    read_back = json.loads(json.dumps(station.to_dict()))
    assert read_back == station.to_dict()
    assert read_back["kind"] == "text"
    assert read_back["model_version"] == "0.0.0-fake"
    assert read_back["main_content"] == station.main_content
    assert read_back["captions"][0]["credit"] == "Ada Brook / River Radio"
    block = read_back["blocks"][11]
    assert block["text"] == "The bridge closes on Monday."
    assert block["main_content"] is True
    assert list(block["probabilities"]) == [role.value for role in ROLES]


def test_offsets_point_into_the_source(station: Page) -> None:
    source = "\n".join(block.text for block in station)
    assert all(source[block.start : block.end] == block.text for block in station)


def test_pages_and_blocks_can_be_sent_between_processes(station: Page) -> None:
    assert pickle.loads(pickle.dumps(station.blocks)) == station.blocks
    assert copy.deepcopy(station).to_dict() == station.to_dict()


def test_blocks_cannot_be_changed(station: Page) -> None:
    with pytest.raises(AttributeError):
        station.blocks[0].text = "other"  # type: ignore[misc]


def test_a_page_writes_itself_in_every_format(station: Page) -> None:
    assert json.loads(station.to_json()) == station.to_dict()
    assert "# Local news" in station.to_markdown()
    assert "(Ada Brook / River Radio)*" in station.to_markdown()
    view = station.to_html()
    assert view.startswith("<!doctype html>")
    assert all(block.text in view for block in station)


def test_a_page_is_an_arrow_table_of_its_blocks(station: Page) -> None:
    pytest.importorskip("pyarrow")
    table = station.to_arrow()
    assert table.num_rows == len(station)
    assert table.column("role").to_pylist() == [block.role for block in station]
    assert table.column("probability").to_pylist() == [block.probability for block in station]
    assert table.column("main_content").to_pylist() == station.kept.tolist()
    assert page_of([]).to_arrow().schema == table.schema
