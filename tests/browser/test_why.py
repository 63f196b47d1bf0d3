"""Why a block has its label: the dialog on the page at /."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

expect = pytest.importorskip("playwright.sync_api").expect

HOSTILE = (
    "<p>Home</p><p class='<b>bold'>&lt;img src=x onerror=alert(1)&gt; closes</p><p>© Radio</p>"
)

Visit = Callable[..., Any]


def labelled(page: Any, source: str) -> None:
    page.fill("#source", source)
    page.click("#label")
    page.wait_for_selector("#blocks li")


def test_a_click_on_a_block_tells_what_spoke_for_its_label(visit: Visit, address: str) -> None:
    page = visit(address)
    page.click("#example")
    row = page.locator("#blocks li[data-label=caption]").first
    row.click()
    expect(page.locator("#why")).to_be_visible()
    expect(page.locator("#why-of")).to_have_value("caption")
    expect(page.locator("#why-told")).to_contain_text("with everything in place")
    assert page.locator("#why-text").inner_text() == row.locator(".words").inner_text()
    assert page.locator("#why-reasons tr").count() == 2 + 9 + 10
    page.keyboard.press("Escape")
    expect(page.locator("#why")).not_to_be_visible()


def test_other_answers_can_be_asked_for_with_the_keyboard(visit: Visit, address: str) -> None:
    page = visit(address)
    page.click("#example")
    page.locator("#blocks li").nth(3).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#why-told")).to_contain_text("with everything in place")
    before = page.locator("#why-reasons").inner_text()
    page.select_option("#why-of", "main_content")
    expect(page.locator("#why-reasons")).not_to_have_text(before)
    expect(page.locator("#why-told")).to_contain_text("with everything in place")


def test_nothing_of_a_page_is_read_as_markup(visit: Visit, address: str) -> None:
    page = visit(address)
    labelled(page, HOSTILE)
    page.locator("#blocks li").nth(1).click()
    expect(page.locator("#why-told")).to_contain_text("with everything in place")
    assert page.locator("#why img, #why b").count() == 0


def test_a_page_that_is_edited_meanwhile_is_explained_as_it_was(visit: Visit, address: str) -> None:
    page = visit(address)
    labelled(page, HOSTILE)
    page.fill("#source", "something else")
    page.locator("#blocks li").nth(2).click()
    expect(page.locator("#why-told")).to_contain_text("with everything in place")
    assert page.locator("#why-text").inner_text() == "© Radio"
