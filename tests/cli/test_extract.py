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


def test_unsure_blocks_can_be_left_out(boilerplate, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("text| The bridge closes.\ntext| An unsure line.\nlegal| © River Radio\n")
    result = boilerplate("extract", "--min-probability", "0.7", str(page))
    assert "bridge" in result.stdout
    assert "unsure" not in result.stdout
    assert (
        boilerplate("extract", "--keep", "text", "--min-probability", "0.9", str(page)).stdout == ""
    )


def test_what_to_favour_is_one_of_three(boilerplate, page: Path) -> None:
    for favor in ("precision", "balanced", "recall"):
        result = boilerplate("extract", "--favor", favor, str(page))
        assert result.exit_code == 0
        assert "The bridge closes on Monday." in result.stdout
    assert boilerplate("extract", "--favor", "speed", str(page)).exit_code == 2
    assert boilerplate("extract", "--min-probability", "1.5", str(page)).exit_code == 2
