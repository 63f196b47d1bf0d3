from __future__ import annotations

from pathlib import Path


def test_main_content_is_the_default(boilerplate, page: Path) -> None:
    result = boilerplate("extract", str(page))
    assert result.stdout == "Bridge closes\nThe bridge closes on Monday.\n"
    assert result.exit_code == 0


def test_keep_asks_for_other_text(boilerplate, page: Path) -> None:
    result = boilerplate("extract", "--keep", "body,caption", str(page))
    assert result.stdout == "Bridge closes\nThe bridge closes on Monday.\nThe mill bridge.\n"


def test_pages_are_parted_by_an_empty_line(boilerplate, page: Path) -> None:
    result = boilerplate("extract", "--keep", "title", str(page), str(page))
    assert result.stdout == "Bridge closes\n\nBridge closes\n"


def test_nothing_to_keep_is_empty_output(boilerplate, page: Path, tmp_path: Path) -> None:
    assert boilerplate("extract", "--keep", "comment", str(page)).stdout == ""
    out = tmp_path / "out.txt"
    assert boilerplate("extract", "--keep", "comment", str(page), "-o", str(out)).exit_code == 0
    assert out.read_text() == ""


def test_the_model_is_passed_on(boilerplate, page: Path) -> None:
    boilerplate("extract", "--model", "mine-1.0.0", str(page))
    boilerplate("extract", str(page))
    assert boilerplate.loaded == ["mine-1.0.0", None]
