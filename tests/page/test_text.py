from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boilerplate.page import SECTIONS, PageColumns
from boilerplate.page import text as module
from boilerplate.page.text import split_text

PROSE = "The ferry over the lower river runs again from Monday, says the harbour office today."
INVISIBLE = "\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\0"

# Texts full of what ends lines, shows nothing or is broken.
SOURCES = st.lists(
    st.sampled_from(
        [
            *("\n", "\r", "\r\n", "\f", "\v", "\x1c", "\x1e", "\x85", "\u2028", "\u2029"),
            *(" ", "\t", "\u00a0", "\u3000", *INVISIBLE),
            *("a", "B 2", "é", "\U0001f600", "漢", "\ud800", "<p>", "&amp;", PROSE),
        ]
    )
    | st.text(max_size=8),
    max_size=60,
).map("".join)


def blank(columns: PageColumns) -> list[float]:
    return columns.blank_before.tolist()


def sections(columns: PageColumns, block: int) -> list[tuple[int, int]]:
    starts, ends = columns.section_starts[block], columns.section_ends[block]
    return list(zip(starts.tolist(), ends.tolist(), strict=True))


def test_every_line_that_is_not_empty_is_a_block() -> None:
    columns = split_text("Play\n\n  Home \nNews\n")
    assert columns.kind == "text"
    assert columns.texts == ["Play", "Home", "News"]
    assert len(columns) == 3


def test_a_short_line_is_not_joined_with_its_neighbours() -> None:
    assert split_text("/\nRiver Radio\n/\n1").texts == ["/", "River Radio", "/", "1"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\f", "\v", "\x85", "\u2028", "\u2029"])
def test_lines_end_at_any_line_break(end: str) -> None:
    columns = split_text(f"one{end}{end}two")
    assert columns.texts == ["one", "two"]
    assert blank(columns) == [0, 1]


def test_offsets_lead_into_the_source() -> None:
    source = "\ufeff\r\n  one\u00a0\r\n\t\u200btwo words \f\u3000three"
    columns = split_text(source)
    assert columns.texts == ["one", "two words", "three"]
    spans = zip(columns.starts.tolist(), columns.ends.tolist(), strict=True)
    assert [source[start:end] for start, end in spans] == columns.texts


@pytest.mark.parametrize("line", ["", " ", "\t\t", "\u00a0", "\u3000 \u2009", *INVISIBLE])
def test_lines_that_show_nothing_are_blank(line: str) -> None:
    columns = split_text(f"one\n{line}\ntwo")
    assert columns.texts == ["one", "two"]
    assert blank(columns) == [0, 1]


def test_what_is_inside_a_line_stays_as_it_is() -> None:
    inside = "one\t\ttwo  three\u00a0four\u200bfive <b>&amp;</b>"
    assert split_text(inside).texts == [inside]


def test_blank_lines_before_a_block_are_counted() -> None:
    assert blank(split_text("\n\none\ntwo\n\n \n\nthree\n\n\n")) == [2, 0, 3]


@pytest.mark.parametrize("source", ["", "\n", " \r\n\t", "\ufeff", INVISIBLE, "\f" * 1000])
def test_a_source_without_visible_text_has_no_blocks(source: str) -> None:
    columns = split_text(source)
    assert len(columns) == 0
    assert columns.section_starts.shape == (0, SECTIONS)
    assert columns.path_offsets.tolist() == [0]


def test_a_page_of_one_line() -> None:
    columns = split_text("one")
    assert blank(columns) == [0]
    assert sections(columns, 0) == [(0, 1)] * SECTIONS


def test_very_long_lines_are_one_block_each() -> None:
    long = "word " * 400_000
    columns = split_text(f"{long}\n{long}")
    assert columns.texts == [long.rstrip()] * 2


def test_what_only_markup_tells_is_missing() -> None:
    columns = split_text("one\ntwo")
    for name in ("link_chars", "links", "media", "inputs", "hidden", "depth"):
        assert np.isnan(getattr(columns, name)).all(), name
    assert columns.tags == []
    assert columns.path_offsets.tolist() == [0, 0, 0]


def test_sections_are_groups_between_blank_lines_then_runs_then_the_page() -> None:
    columns = split_text(f"Home\nNews\n\nSport\n\n\n{PROSE}\n{PROSE}\nMore")
    assert sections(columns, 0) == [(0, 2), (0, 3), (0, 3), (0, 6), (0, 6)]
    assert sections(columns, 2) == [(2, 3), (0, 3), (0, 3), (0, 6), (0, 6)]
    assert sections(columns, 3) == [(3, 6), (3, 5), (3, 6), (0, 6), (0, 6)]
    assert sections(columns, 5) == [(3, 6), (5, 6), (3, 6), (0, 6), (0, 6)]


@settings(deadline=None, max_examples=200)
@given(SOURCES)
def test_visible_text_is_neither_lost_nor_made_up(source: str) -> None:
    columns = split_text(source)
    n = len(columns)
    spans = zip(columns.starts.tolist(), columns.ends.tolist(), strict=True)
    assert [source[start:end] for start, end in spans] == columns.texts
    assert all(text.strip() == text != "" for text in columns.texts)
    assert all(len(text.splitlines()) == 1 for text in columns.texts)

    gone = str.maketrans("", "", INVISIBLE)
    shown = "".join(source.translate(gone).split())
    assert "".join("".join(columns.texts).translate(gone).split()) == shown

    lines = [line.translate(gone).strip() for line in source.splitlines()]
    assert n == sum(line != "" for line in lines)
    assert n + columns.blank_before.sum() <= len(lines)
    index = np.arange(n)[:, None]
    assert (columns.section_starts <= index).all()
    assert (columns.section_starts >= 0).all()
    assert (columns.section_ends > index).all()
    assert (columns.section_ends <= n).all()


@settings(deadline=None, max_examples=200)
@given(SOURCES, st.integers(1, 20))
def test_a_long_source_is_split_like_a_short_one(source: str, at_once: int) -> None:
    whole = split_text(source)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_AT_ONCE", at_once)
        in_parts = split_text(source)
    assert in_parts.texts == whole.texts
    for name in ("starts", "ends", "blank_before", "section_starts", "section_ends"):
        np.testing.assert_array_equal(getattr(in_parts, name), getattr(whole, name))
