"""The labelling tool as people have it: in a browser, with keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hostile_page import HOSTILE
from serving import service

from boilerplate.corpus import jsonl

expect = pytest.importorskip("playwright.sync_api").expect

ROOT = Path(__file__).parents[2]

Visit = Callable[..., Any]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "mine.jsonl"


@pytest.fixture
def bench(browser: Any, out: Path) -> Iterator[str]:
    pages = [ROOT / "examples" / name for name in ("river-radio.txt", "workshop-forum.html")]
    options = [*map(str, pages), "--out", str(out), "--no-open"]
    with service(*options, command="annotate") as (_, port):
        yield f"http://127.0.0.1:{port}/annotate"


def roles(page: Any) -> list[str]:
    return list(page.locator("#blocks .role b").all_inner_texts())


def opened(page: Any) -> str:
    page.wait_for_selector("#blocks li")
    return str(page.locator("#about").inner_text()).split(",")[0]


def press(page: Any, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_three_corrections_are_there_after_a_reload_and_after_saving(
    visit: Visit, bench: str, out: Path
) -> None:
    page = visit(bench)
    name = opened(page)
    press(page, "l", "ArrowDown", "ArrowDown", "m", "ArrowDown", "c")
    assert [roles(page)[i] for i in (0, 2, 3)] == ["legal", "promo", "caption"]

    page.reload()  # before anything is saved
    assert opened(page) == name
    assert [roles(page)[i] for i in (0, 2, 3)] == ["legal", "promo", "caption"]
    assert not out.exists()

    press(page, "Enter")
    expect(page.locator("#done")).to_contain_text("1 of")
    (saved,) = jsonl.read(out)
    assert saved.id == name
    assert [saved.truth.lines[i][1] for i in (0, 2, 3)] == ["legal", "promo", "caption"]  # type: ignore[union-attr]

    page.reload()  # opens the page that is left
    assert opened(page) != name
    page.locator("#pages button").first.click()
    expect(page.locator("#about")).to_contain_text(name)
    assert [roles(page)[i] for i in (0, 2, 3)] == ["legal", "promo", "caption"]


def test_corrections_wait_where_they_were_made(visit: Visit, bench: str, out: Path) -> None:
    page = visit(bench)
    name = opened(page)
    press(page, "l", "]")
    expect(page.locator("#about")).not_to_contain_text(name)
    assert page.locator("#pages .mark").all_inner_texts() == ["✎", ""]
    press(page, "[")
    expect(page.locator("#about")).to_contain_text(name)
    assert roles(page)[0] == "legal"
    press(page, "Enter")
    expect(page.locator("#done")).to_contain_text("1 of")
    assert page.locator("#pages .mark").all_inner_texts() == ["✓", ""]


def test_saving_twice_in_a_hurry_saves_one_page(visit: Visit, bench: str, out: Path) -> None:
    page = visit(bench)
    name = opened(page)
    press(page, "l", "Enter", "Enter")
    expect(page.locator("#about")).not_to_contain_text(name)
    page.wait_for_timeout(300)
    assert [saved.id for saved in jsonl.read(out)] == [name]


def test_a_browser_that_keeps_nothing_is_told_of(visit: Visit, bench: str) -> None:
    page = visit(bench)
    name = opened(page)
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full'); }; }")
    press(page, "l")
    expect(page.locator("#status")).to_contain_text("save the page")
    press(page, "]")
    expect(page.locator("#about")).not_to_contain_text(name)
    press(page, "[")
    expect(page.locator("#about")).to_contain_text(name)
    assert roles(page)[0] == "legal"


def test_nothing_of_a_hostile_page_runs(visit: Visit, browser: Any, tmp_path: Path) -> None:
    hostile = tmp_path / "<img src=x onerror=alert(1)>.html"
    hostile.write_text(HOSTILE)
    options = [str(hostile), "--out", str(tmp_path / "mine.jsonl"), "--no-open"]
    with service(*options, command="annotate") as (_, port):
        page = visit(f"http://127.0.0.1:{port}/annotate")
        opened(page)
        page.locator("#blocks li", has_text="The bridge over the weir").hover()
        press(page, "l", "Enter")
        expect(page.locator("#done")).to_contain_text("1 of 1")
        assert page.evaluate("window.hacked") is None
        assert page.locator("script").count() == 1
        assert page.locator("main img, main iframe, base").count() == 0


def test_a_range_is_given_a_label_at_once_and_taken_back(visit: Visit, bench: str) -> None:
    page = visit(bench)
    opened(page)
    before = roles(page)
    press(page, "ArrowDown", "Shift+ArrowDown", "Shift+ArrowDown", "4")
    labels = [row.get_attribute("data-label") for row in page.locator("#blocks li").all()[:5]]
    assert labels[1:4] == ["footer"] * 3
    assert page.locator("#blocks [aria-selected=true]").count() == 3
    press(page, "z")
    assert roles(page) == before


def test_a_range_is_taken_with_the_mouse_too(visit: Visit, bench: str) -> None:
    page = visit(bench)
    opened(page)
    page.locator("#blocks li").nth(1).click()
    page.locator("#blocks li").nth(4).click(modifiers=["Shift"])
    page.get_by_role("button", name="contact").click()
    assert roles(page)[1:5] == ["contact"] * 4


def test_keys_lead_to_the_next_unsure_block(visit: Visit, bench: str) -> None:
    page = visit(bench)
    opened(page)
    press(page, "u")
    current = page.locator("#blocks li:focus")
    assert "unsure" in (current.get_attribute("class") or "")


def test_saving_every_page_ends_the_work(visit: Visit, bench: str, out: Path) -> None:
    page = visit(bench)
    opened(page)
    press(page, "Enter")
    expect(page.locator("#done")).to_contain_text("1 of 2")
    expect(page.locator("#about")).to_contain_text("not saved yet")
    press(page, "Enter")
    expect(page.locator("#done")).to_contain_text("2 of 2")
    expect(page.locator("#status")).to_contain_text("all pages")
    assert len(list(jsonl.read(out))) == 2
    assert "train" in page.locator("#command").inner_text()


def test_it_fits_a_phone(visit: Visit, bench: str) -> None:
    phone = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
    page = visit(bench, **phone)
    opened(page)
    page.locator("#blocks li").nth(2).tap()
    page.get_by_role("button", name="credit").tap()
    assert roles(page)[2] == "credit"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_it_is_accessible(visit: Visit, bench: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = visit(bench, bypass_csp=True)
    opened(page)
    results = axe.Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
