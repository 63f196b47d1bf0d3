from __future__ import annotations

import numpy as np
import pytest

LONG = "The ferry over the river runs again from Monday, says the harbour office, and it is free."


def test_position_runs_from_the_first_block_to_the_last(feature) -> None:
    page = "one\ntwo\nthree\nfour"
    assert feature("layout.position", page).tolist() == [0, 0.25, 0.5, 0.75]
    assert feature("layout.position_from_end", page).tolist() == [0.75, 0.5, 0.25, 0]
    np.testing.assert_allclose(feature("layout.log_index", page), np.log1p([0, 1, 2, 3]), rtol=1e-6)
    np.testing.assert_allclose(
        feature("layout.log_index_from_end", page), np.log1p([3, 2, 1, 0]), rtol=1e-6
    )


def test_share_of_the_page_that_comes_before(feature) -> None:
    assert feature("layout.chars_before", "ab\nabcd\nab").tolist() == [0, 0.25, 0.75]


def test_size_of_the_page(feature) -> None:
    assert feature("layout.page_log_blocks", "ab\ncd").tolist() == pytest.approx([np.log(3)] * 2)
    assert feature("layout.page_log_chars", "ab\ncdef").tolist() == pytest.approx([np.log(7)] * 2)
    assert feature("layout.page_log_mean_chars", "ab\ncdef")[0] == pytest.approx(np.log(4))


def test_share_of_prose(feature) -> None:
    page = f"{LONG}\n{'x' * len(LONG[:40])}"
    share = len(LONG) / (len(LONG) + 40)
    assert feature("layout.page_share_prose", page).tolist() == pytest.approx([share] * 2)
    assert feature("layout.page_share_prose", "a\nb").tolist() == [0, 0]


def test_blank_lines_before_and_after(feature) -> None:
    page = "one\n\n\ntwo\nthree\n\nfour\n\n"
    np.testing.assert_allclose(np.expm1(feature("layout.blank_before", page)), [0, 2, 0, 1], 1e-6)
    np.testing.assert_allclose(np.expm1(feature("layout.blank_after", page)), [2, 0, 1, 0], 1e-6)
    assert feature("layout.page_share_blank", page).tolist() == [0.5] * 4


def test_repeats_are_counted_within_the_page(feature) -> None:
    page = "Share\none\nShare\nshare\nShare"
    np.testing.assert_allclose(feature("layout.log_repeats", page), np.log([3, 1, 3, 1, 3]), 1e-6)
    assert feature("layout.repeat_before", page).tolist() == [0, 0, 1, 0, 1]
    assert feature("layout.repeat_after", page).tolist() == [1, 0, 1, 0, 0]


def test_the_gap_to_the_nearest_repeat(feature) -> None:
    page = "Share\none\nShare\nshare\none\nlast\nShare"
    gaps = np.exp(feature("layout.repeat_log_gap", page))
    np.testing.assert_allclose(gaps, [2, 3, 2, np.nan, 3, np.nan, 4], rtol=1e-6)


def test_what_stands_between_near_repeats(feature) -> None:
    page = "one\nThe weir.\nAda\nThe weir.\nThe weir.\ntwo\none"
    assert feature("layout.between_repeats", page).tolist() == [0, 1, 1, 1, 1, 1, 0]
    page = page.replace("two", "two\nthree")
    assert feature("layout.between_repeats", page).tolist() == [0, 0, 1, 0, 0, 0, 0, 0]


def test_runs_of_similar_lines(feature) -> None:
    page = f"Home\nNews\nGolf\n{LONG}\n{LONG}\nback\n1234"
    sizes = np.expm1(feature("layout.run_log_size", page))
    np.testing.assert_allclose(sizes, [3, 3, 3, 2, 2, 1, 1], rtol=1e-5)
    np.testing.assert_allclose(
        feature("layout.run_position", page), [0, 1 / 3, 2 / 3, 0, 0.5, 0, 0], rtol=1e-6
    )


def test_sections_of_text_lie_between_blank_lines(feature) -> None:
    page = "one\ntwo\n\nthree\nfour\nfive\nsix"
    sizes = np.expm1(feature("layout.section0_log_blocks", page))
    np.testing.assert_allclose(sizes, [2, 2, 4, 4, 4, 4], rtol=1e-5)
    assert feature("layout.section0_position", page).tolist() == [0, 0.5, 0, 0.25, 0.5, 0.75]
    share = feature("layout.section0_share_of_page", page)
    np.testing.assert_allclose(share, [6 / 22] * 2 + [16 / 22] * 4, rtol=1e-6)
    assert feature("layout.section4_share_of_page", page).tolist() == [1] * 6


def test_sections_of_html_are_elements(feature) -> None:
    page = f"<ul><li>Home<li>News</ul><div><p>{LONG}</p><p>ab</p></div>"
    sizes = np.expm1(feature("layout.section0_log_blocks", page, "html"))
    np.testing.assert_allclose(sizes, [2, 2, 2, 2], rtol=1e-5)
    prose = feature("layout.section0_share_prose", page, "html")
    np.testing.assert_allclose(prose, [0, 0, *[len(LONG) / (len(LONG) + 2)] * 2], rtol=1e-6)
    mean = np.expm1(feature("layout.section0_log_mean_chars", page, "html"))
    np.testing.assert_allclose(mean[:2], [4, 4], rtol=1e-5)


def test_markup_says_what_is_linked_hidden_and_deep(feature) -> None:
    page = "<nav><a href=x>Home</a> page</nav><div><p hidden>ab</p></div><p>abcdefghi</p>"
    assert feature("dom.is_html", page, "html").tolist() == [1, 1, 1]
    density = feature("dom.link_density", page, "html")
    np.testing.assert_allclose(density, [4 / 9, 0, 0], rtol=1e-6)
    np.testing.assert_allclose(feature("dom.page_link_density", page, "html"), [0.2] * 3, 1e-6)
    np.testing.assert_allclose(feature("dom.log_links", page, "html"), np.log1p([1, 0, 0]), 1e-6)
    assert feature("dom.hidden", page, "html").tolist() == [0, 1, 0]
    np.testing.assert_allclose(np.expm1(feature("dom.depth", page, "html")), [2, 2, 1], 1e-6)
    section = feature("dom.section0_link_density", page, "html")
    np.testing.assert_allclose(section, [4 / 9, 0, 0], rtol=1e-6)


def test_plain_text_knows_nothing_of_markup(feature) -> None:
    assert feature("dom.is_html", "one\ntwo").tolist() == [0, 0]
    assert np.isnan(feature("dom.link_density", "one\ntwo")).all()
