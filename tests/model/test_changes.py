from __future__ import annotations

import pytest
from fakes import page_of

from boilerplate.model.changes import Tally, changes

OLD = page_of(
    [("Home", "navigation"), ("A title", "title"), ("A text", "text"), ("By A", "byline")]
)
NEW = page_of(
    [("Home", "interface"), ("A title", "title"), ("A text", "promo"), ("By A", "byline")]
)


def test_only_what_changes_is_told() -> None:
    first, second = changes(OLD, NEW)
    assert (first.index, first.text, first.old.role, first.new.role) == (
        *(0, "Home", "navigation", "interface"),
    )
    assert (first.of_label, first.of_role, first.of_content) == (False, True, False)
    assert (second.old.label, second.new.label) == ("body", "footer")
    assert (second.of_label, second.of_role, second.of_content) == (True, True, True)
    assert second.to_dict()["new"]["main_content"] is False


def test_nothing_changes_from_a_page_to_itself() -> None:
    assert changes(OLD, OLD) == []


def test_other_pages_are_not_compared() -> None:
    with pytest.raises(ValueError, match="not the same page"):
        changes(OLD, page_of([("Home", "navigation")]))


def test_changes_are_counted_over_pages() -> None:
    tally = Tally()
    tally.add(len(OLD), changes(OLD, NEW))
    tally.add(len(OLD), changes(OLD, OLD))
    assert (tally.pages, tally.changed_pages, tally.blocks) == (2, 1, 8)
    assert (tally.labels, tally.roles, tally.content) == (1, 2, 1)
    assert "1 of 2 pages" in "\n".join(tally.lines())
    assert "body -> footer" in "\n".join(tally.lines())
