"""Take the pictures of the web pages: ``python docs/screenshots.py`` (needs Playwright)."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))
from serving import service  # noqa: E402

TARGET = ROOT / "docs" / "img"
DESK = {"viewport": {"width": 1280, "height": 800}}
TALL = {"viewport": {"width": 1280, "height": 1000}}
PHONE = {"viewport": {"width": 390, "height": 780}, "has_touch": True, "is_mobile": True}


def labelled(browser: Any, address: str, name: str, **options: Any) -> None:
    """The page with the example in it, the pointer on a block."""
    page = browser.new_context(**options).new_page()
    page.goto(address)
    page.click("#example")
    page.wait_for_selector("#blocks li")
    page.wait_for_timeout(800)  # it scrolls
    page.locator("#blocks li", has_text="Ferryman").first.hover()
    page.screenshot(path=TARGET / f"{name}.png")


def corrected(browser: Any, address: str, name: str, **options: Any) -> None:
    """The labelling tool with a range of lines taken: who wrote the first post, and when."""
    page = browser.new_context(**options).new_page()
    page.goto(address)
    page.wait_for_selector("#blocks li")
    page.locator("#pages button", has_text="Treadle").click()
    first = page.locator("#blocks li", has_text="warp_and_worry").first
    first.click()
    for key in ["Shift+ArrowDown"] * 3 + ["p", "b"]:  # corrected, whatever the model says
        page.keyboard.press(key)
    page.screenshot(path=TARGET / f"{name}.png")


def main() -> None:
    """Take all pictures."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        with service() as (_, port):
            address = f"http://127.0.0.1:{port}/"
            labelled(browser, address, "serve", **TALL)
            labelled(browser, address, "serve-dark", **TALL, color_scheme="dark")
            labelled(browser, address, "serve-phone", **PHONE)
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(ROOT / "examples", Path(folder) / "pages")
            os.chdir(folder)  # so that the pictures show short names
            pages = sorted(str(path) for path in Path("pages").glob("*.html"))
            options = [*pages, "--out", "mine.jsonl", "--no-open"]
            with service(*options, command="annotate") as (_, port):
                address = f"http://127.0.0.1:{port}/annotate"
                corrected(browser, address, "annotate", **DESK)
                corrected(browser, address, "annotate-phone", **PHONE)
        browser.close()


if __name__ == "__main__":
    main()
