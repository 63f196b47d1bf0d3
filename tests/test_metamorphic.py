"""Changes of a page that say nothing about its other blocks leave their labels alone.

``scripts/metamorphic.py`` measures the same on many pages; these are few, and each block counts.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from fakes import page_of

import boilerplate
from boilerplate.document import Page
from boilerplate.labels import Label, Role

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT))  # the changes are of the checkout, not of the package

from fuzz.changes import CHANGES, normal, swap_captions, translate_play, untouched  # noqa: E402

LEAST = {"HTML turned to text": 0.75, "HTML turned to lines apart": 0.75}
"""Of the untouched blocks; text lacks what markup says, and the examples are short."""

PAGES = sorted(p for p in (ROOT / "examples").iterdir() if p.suffix in (".txt", ".html"))


@pytest.fixture(scope="module")
def model() -> boilerplate.Labeler:
    return boilerplate.load()


@pytest.mark.parametrize("name", CHANGES)
def test_labels_hold(model: boilerplate.Labeler, name: str) -> None:
    change, kinds = CHANGES[name]
    pairs = []
    for path in PAGES:
        source = path.read_text("utf-8")
        kind = "html" if path.suffix == ".html" else "text"
        if kind not in kinds:
            continue
        source = normal(source) if kind == "html" else source
        before = model.label(source, kind)
        new, new_kind, touched = change(before, source)
        pairs += untouched(before, model.label(new, new_kind), touched)
    assert len(pairs) > 40
    held = sum(before.label is after.label for before, after in pairs)
    assert held >= LEAST.get(name, 0.93) * len(pairs)


def test_captions_change_places(station: Page) -> None:
    source = station.text()
    new, kind, touched = swap_captions(station, source)
    assert kind == "text"
    captions = [block.text for block in station.blocks if block.role is Role.CAPTION]
    lines = new.splitlines()
    assert [
        line
        for line, block in zip(lines, station.blocks, strict=True)
        if block.role is Role.CAPTION
    ] == captions[::-1]
    assert all(station.blocks[i].label is Label.CAPTION for i in touched)


def test_what_is_translated_is_touched_and_the_rest_is_not() -> None:
    page = page_of([("Play Live Radio", "player"), ("The ferry", "title")])
    new, _, touched = translate_play(page, page.text())
    assert new.splitlines()[1] == "The ferry"
    assert "Play" not in new
    assert touched == {0}
    after = page_of([(new.splitlines()[0], "player"), ("The ferry", "title")])
    assert [a.text for a, _ in untouched(page, after, touched)] == ["The ferry"]
