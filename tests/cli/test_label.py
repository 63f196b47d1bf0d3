from __future__ import annotations

import json
from pathlib import Path

import pytest

from boilerplate.labels import Label


def test_json_lines_are_the_default_off_the_terminal(boilerplate, page: Path) -> None:
    result = boilerplate("label", str(page))
    blocks = [json.loads(line) for line in result.stdout.splitlines()]
    assert [block["role"] for block in blocks] == ["player", "title", "text", "caption", "legal"]
    assert list(blocks[0]) == ["index", "text", "label", "role", "probability", "start", "end"]
    assert result.exit_code == 0


@pytest.mark.parametrize(
    ("format", "part"),
    [
        ("table", "player_chrome"),
        ("json", '"main_content"'),
        ("tsv", "index\ttext\tlabel"),
        ("html", "<!doctype html>"),
        ("markdown", "# Bridge closes"),
    ],
)
def test_other_formats(boilerplate, page: Path, format: str, part: str) -> None:
    result = boilerplate("label", "--format", format, str(page))
    assert part in result.stdout
    assert "Bridge closes" in result.stdout
    assert result.exit_code == 0


def test_keep_takes_labels_and_roles_with_commas_or_again(boilerplate, page: Path) -> None:
    once = boilerplate("label", str(page), "--keep", "caption,legal")
    twice = boilerplate("label", str(page), "-k", "caption", "-k", "legal")
    assert once.stdout == twice.stdout
    assert [json.loads(line)["role"] for line in once.stdout.splitlines()] == ["caption", "legal"]


def test_unknown_names_to_keep_are_wrong_usage(boilerplate, page: Path) -> None:
    result = boilerplate("label", str(page), "--keep", "sidebar")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "sidebar" in result.stderr
    assert all(label.value in result.stderr for label in Label)


def test_a_dash_reads_the_standard_input(boilerplate) -> None:
    result = boilerplate("label", "-", stdin="title| From a pipe\n")
    assert json.loads(result.stdout)["text"] == "From a pipe"


def test_kind_reaches_the_splitter(boilerplate, page: Path) -> None:
    result = boilerplate("label", "--kind", "html", "--format", "json", str(page))
    assert json.loads(result.stdout)["kind"] == "html"


def test_output_goes_to_a_file(boilerplate, page: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    result = boilerplate("label", str(page), "-o", str(out))
    assert result.stdout == ""
    assert out.read_text("utf-8") == boilerplate("label", str(page)).stdout


def test_several_pages_are_told_apart(boilerplate, page: Path) -> None:
    result = boilerplate("label", str(page), "-", stdin="legal| © Someone\n")
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["page"] for line in lines] == [str(page)] * 5 + ["<stdin>"]


def test_one_bad_page_does_not_stop_the_others(boilerplate, page: Path, tmp_path: Path) -> None:
    missing = tmp_path / "missing.txt"
    result = boilerplate("label", str(page), str(missing), str(page))
    assert len(result.stdout.splitlines()) == 10
    assert result.stderr == f"boilerplate: {missing}: no such file or directory\n"
    assert result.exit_code == 1


def test_a_page_the_model_refuses_is_named(boilerplate, tmp_path: Path) -> None:
    path = tmp_path / "odd.txt"
    path.write_text("text| impossible")
    result = boilerplate("label", str(path))
    assert result.stderr == f"boilerplate: {path}: can't be labelled\n"
    assert result.exit_code == 1


def test_a_file_is_not_opened_before_there_is_something_to_write(
    boilerplate, tmp_path: Path
) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("old")
    assert boilerplate("label", str(tmp_path / "missing"), "-o", str(out)).exit_code == 1
    assert out.read_text() == "old"


def test_a_page_is_never_written_over(boilerplate, page: Path) -> None:
    before = page.read_bytes()
    result = boilerplate("label", "-", str(page), "-o", str(page), stdin="title| x")
    assert result.exit_code == 2
    assert page.read_bytes() == before


def test_an_output_that_cannot_be_written_is_one_line(
    boilerplate, page: Path, tmp_path: Path
) -> None:
    out = tmp_path / "no" / "such" / "folder.jsonl"
    result = boilerplate("label", str(page), "-o", str(out))
    assert result.stderr == f"boilerplate: {out}: No such file or directory\n"
    assert result.exit_code == 1
