from __future__ import annotations

import pytest

from boilerplate.document import Page
from boilerplate.model.explain import Explanation, Reason
from boilerplate.output.explanation import render


@pytest.fixture
def explanation(station: Page) -> Explanation:
    reasons = (
        Reason("words", "word “weir\x1b[31m”", None, 1.25, 0.7),
        Reason("dom", "link density", 0.8125, -0.5, 0.95),
        Reason("layout", "position", 0.5, 0.125, 0.85),
    )
    whole = (Reason("words", "its words", None, 2.0, 0.5),)
    return Explanation(station.blocks[5], False, "caption", 0.875, reasons, whole)


def test_the_table_tells_the_block_and_what_spoke_for_it(explanation: Explanation) -> None:
    shown = render(explanation, width=100)
    assert "5  The mill bridge, seen from the weir." in shown
    assert "not kept as main content" in shown
    assert "caption: 0.875" in shown
    row = next(line for line in shown.splitlines() if "link density" in line)
    assert row.split() == ["link", "density", "0.812", "dom", "-0.50", "0.950"]
    assert any("its words" in line and "+2.00" in line for line in shown.splitlines())


def test_only_the_strongest_parts_are_shown(explanation: Explanation) -> None:
    shown = render(explanation, top=2, width=100)
    assert "link density" in shown
    assert "position" not in shown


def test_what_a_page_says_does_not_reach_the_terminal_raw(explanation: Explanation) -> None:
    assert "\x1b" not in render(explanation, width=100)
    assert "\x1b[31m”" not in render(explanation, width=100, colour=True)
    assert "\x1b" in render(explanation, width=100, colour=True)
