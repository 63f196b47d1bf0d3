from __future__ import annotations

import numpy as np

from boilerplate.corpus.match import align_content, align_lines

PAGE = [
    "Home",
    "The garden",
    "About the club",
    "How to grow tomatoes on a balcony",
    "Tomatoes want sun, water and a deep pot above all.",
    "Water",
    "Give them water in the morning, never in the midday heat.",
    "•",
    "Feed them once a week as soon as the first fruits show.",
    "All about the first garden of the year",
    "Contact",
]


def kept(texts: list[str], truth: str) -> list[int]:
    return np.flatnonzero(align_content(texts, truth) >= 0.5).tolist()


def test_content_is_what_the_truth_holds() -> None:
    assert kept(PAGE, "\n".join(PAGE[3:9])) == [3, 4, 5, 6, 7, 8]


def test_shares_are_float32_between_zero_and_one() -> None:
    shares = align_content(PAGE, "\n".join(PAGE[3:7]))
    assert shares.dtype == np.float32
    assert shares.shape == (len(PAGE),)
    assert ((shares >= 0) & (shares <= 1)).all()


def test_passages_in_another_order_are_found_again() -> None:
    assert kept(PAGE, "\n".join([PAGE[8], PAGE[6], PAGE[4]])) == [4, 6, 7, 8]


def test_a_second_copy_does_not_count() -> None:
    page = [PAGE[4], PAGE[6], PAGE[4]]
    assert len(kept(page, "\n".join(page[:2]))) == 2


def test_a_stray_word_of_a_menu_is_not_content() -> None:
    page = ["Morning", "Shop", "Prices", "It rained in the morning and at noon."]
    assert kept(page, "In the morning") == []
    page = ["Rain", "Shop", "Prices", "It was a day of wind and then of rain"]
    assert kept(page, "Rain: it was a day of wind and then of rain") == [3]


def test_a_short_line_of_the_truth_is_content_anywhere() -> None:
    page = ["Menu", "Soups", "Basket", "Lentil soup with lemon and mint, four pounds."]
    assert kept(page, "Soups\n\nLentil soup with lemon and mint, four pounds.") == [1, 3]


def test_an_altered_word_does_not_lose_the_block() -> None:
    assert kept(PAGE, PAGE[4].replace("deep", "large")) == [4]


def test_unspaced_scripts_align_by_character() -> None:
    page = ["トップ", "今日は朝から雨が降っています。", "会社概要"]
    assert kept(page, "今日は朝から雨が降っています") == [1]


def test_empty_truth_and_empty_page() -> None:
    assert kept(PAGE, "") == []
    assert align_content([], "words").shape == (0,)


def test_lines_align_one_to_one() -> None:
    lines = ["Play", "0:00", "0:00", "Ann Lee", "/", "The Post", "/", "A long story begins here."]
    assert align_lines(lines, lines).tolist() == list(range(len(lines)))


def test_blocks_may_be_cut_otherwise_than_lines() -> None:
    lines = ["Rain in the north", "By Ann Lee", "It rained all day. It rained all night."]
    blocks = ["Rain in the north By", "Ann Lee", "It rained all day.", "It rained all night."]
    assert align_lines(blocks, lines).tolist() == [0, 1, 2, 2]


def test_unknown_blocks_are_minus_one() -> None:
    lines = ["Rain in the north", "It rained all day."]
    blocks = ["Rain in the north", "Accept all cookies", "×", "It rained all day."]
    assert align_lines(blocks, lines).tolist() == [0, -1, -1, 1]


def test_words_glued_by_one_splitter_are_recognised() -> None:
    assert align_lines(["News Sport Weather"], ["Top", "NewsSportWeather"]).tolist() == [1]


def test_repeated_text_takes_a_line_of_its_words() -> None:
    lines = ["Menu of the day", "Story", "Told in full"]
    blocks = [*lines, "Menu of the day"]
    assert align_lines(blocks, lines)[3] == 0


def test_marks_without_words_stay_between_their_neighbours() -> None:
    lines = ["•", "First point", "•", "Second point", "•", "Third point"]
    blocks = ["First point", "•", "Second point", "|", "Third point"]
    assert align_lines(blocks, lines).tolist() == [1, 2, 3, -1, 5]
