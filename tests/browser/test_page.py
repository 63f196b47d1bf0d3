"""The page at / as people have it: in a browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hostile_page import HOSTILE

expect = pytest.importorskip("playwright.sync_api").expect

ROOT = Path(__file__).parents[2]
EXAMPLE = (ROOT / "examples" / "river-radio.txt").read_text("utf-8")
HEADLINE = "Ferry across the Alder returns after eleven silent years"

Visit = Callable[..., Any]


def paste(page: Any, text: str) -> None:
    """Paste as a person does: from the clipboard, with the keyboard."""
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.focus("#source")
    page.keyboard.press("Control+v")


def label_pasted(page: Any, text: str) -> None:
    paste(page, text)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#blocks li")


def row(page: Any, text: str) -> Any:
    return page.locator("#blocks li", has_text=text).first


def test_a_pasted_page_is_shown_in_the_colours_of_its_labels(visit: Visit, address: str) -> None:
    page = visit(address)
    label_pasted(page, EXAMPLE)
    expected = {
        "Up Next:": "player_chrome",
        "Ferryman Otis Grange checks": "caption",
        HEADLINE: "body",
        "Copyright 2026": "footer",
    }
    hues = set()
    for text, label in expected.items():
        shown = row(page, text)
        assert shown.get_attribute("data-label") == label
        hues.add(shown.evaluate("row => getComputedStyle(row).borderLeftColor"))
    assert len(hues) == 4
    assert page.locator("#blocks li").count() == len(
        [line for line in EXAMPLE.splitlines() if line.strip()]
    )


def test_a_label_can_be_hidden_and_shown(visit: Visit, address: str) -> None:
    page = visit(address)
    label_pasted(page, EXAMPLE)
    chip = page.get_by_role("button", name="player and chrome")
    chip.click()
    assert not row(page, "Up Next:").is_visible()
    assert row(page, HEADLINE).is_visible()
    assert chip.get_attribute("aria-pressed") == "false"
    page.keyboard.press("1")
    assert row(page, "Up Next:").is_visible()


def test_the_cleaned_text_is_copied(visit: Visit, address: str) -> None:
    page = visit(address)
    label_pasted(page, EXAMPLE)
    page.click("#copy")
    expect(page.locator("#status")).to_contain_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.splitlines()[0] == HEADLINE
    assert "Otis Grange rang a brass bell" in copied
    assert "Listen Live" not in copied


def test_only_the_body_is_copied_where_that_is_wanted(visit: Visit, address: str) -> None:
    page = visit(address)
    label_pasted(page, EXAMPLE)
    page.select_option("#keep", "label:body")
    page.click("#copy")
    expect(page.locator("#status")).to_contain_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "By Marta Lindqvist" in copied
    assert "Ferryman Otis Grange checks" not in copied


def test_the_cleaned_text_is_downloaded(visit: Visit, address: str) -> None:
    page = visit(address)
    label_pasted(page, EXAMPLE)
    with page.expect_download() as download:
        page.click("#download")
    text = Path(download.value.path()).read_text("utf-8")
    assert text.startswith(HEADLINE + "\n")


def test_the_slider_leaves_out_what_is_less_sure(visit: Visit, address: str) -> None:
    page = visit(address)
    label_pasted(page, EXAMPLE)
    page.select_option("#keep", "all")
    before = page.locator("#cleaned p").count()
    page.locator("#sure").fill("100")
    assert page.locator("#sure-shown").inner_text() == "100 %"
    assert page.locator("#cleaned p").count() < before
    assert page.locator("#blocks li.unsure").count() > 0


def test_a_block_tells_its_role_and_probability(visit: Visit, address: str) -> None:
    page = visit(address)
    label_pasted(page, EXAMPLE)
    row(page, "Up Next:").hover()
    told = page.locator("#inspector")
    assert told.is_visible()
    assert "player" in told.inner_text()
    assert "%" in told.inner_text()
    page.keyboard.press("Escape")
    assert not told.is_visible()


def test_it_is_used_without_a_mouse(visit: Visit, address: str) -> None:
    page = visit(address)
    page.keyboard.press("e")
    page.wait_for_selector("#blocks li")
    page.locator("#blocks li").first.focus()
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    focused = "[...document.activeElement.parentNode.children].indexOf(document.activeElement)"
    assert page.evaluate(focused) == 3

    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#help").is_visible()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "source"


@pytest.mark.parametrize("kind", ["auto", "html", "text"])
def test_nothing_of_a_hostile_page_runs(visit: Visit, address: str, kind: str) -> None:
    page = visit(address)
    page.select_option("#kind", kind)
    label_pasted(page, HOSTILE)
    row(page, "The bridge over the weir").hover()
    page.select_option("#keep", "all")
    page.wait_for_timeout(300)
    assert page.evaluate("window.hacked") is None
    assert page.locator("script").count() == 1
    assert page.locator("#blocks img, #cleaned img, #blocks a, iframe, base").count() == 0
    assert page.url.rstrip("/") == address
    assert page.locator("main").is_visible()


def test_five_megabytes_of_one_line_are_shown(visit: Visit, address: str) -> None:
    page = visit(address)
    label_pasted(page, "The weir. " * 500_000 + "<script>window.hacked = 1</script>")
    assert page.locator("#blocks li").count() == 1
    assert "characters more" in row(page, "The weir.").inner_text()
    page.select_option("#keep", "all")
    page.click("#copy")
    expect(page.locator("#status")).to_contain_text("Copied 5,")
    assert page.evaluate("window.hacked") is None


def test_a_dropped_file_is_labelled(visit: Visit, address: str) -> None:
    page = visit(address)
    page.set_input_files("#file", ROOT / "examples" / "harbour-news.html")
    page.wait_for_selector("#blocks li")
    assert "of HTML" in page.locator("#summary").inner_text()


def test_it_follows_the_system_into_the_dark(visit: Visit, address: str) -> None:
    grounds = [
        visit(address, color_scheme=scheme).evaluate(
            "getComputedStyle(document.body).backgroundColor"
        )
        for scheme in ("light", "dark")
    ]
    light, dark = (sum(map(int, g.removeprefix("rgb(").rstrip(")").split(","))) for g in grounds)
    assert light > 600
    assert dark < 150


def test_it_fits_a_phone(visit: Visit, address: str) -> None:
    phone = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
    page = visit(address, **phone)
    page.tap("#example")
    page.wait_for_selector("#blocks li")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert not page.locator("#cleaned").is_visible()
    page.tap(".tabs [data-tab=cleaned]")
    assert page.locator("#cleaned").is_visible()
    assert not page.locator("#blocks").is_visible()


def test_an_error_is_told_in_words(visit: Visit, address: str) -> None:
    page = visit(address)
    page.click("#label")
    assert "no page yet" in page.locator("#status").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_accessible(visit: Visit, address: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = visit(address, color_scheme=scheme, bypass_csp=True)
    page.click("#example")
    page.wait_for_selector("#blocks li")
    page.wait_for_timeout(300)
    results = axe.Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
