from __future__ import annotations

import os
from pathlib import Path

import pytest


def line_about(boilerplate, path: Path | str) -> str:
    result = boilerplate("label", str(path))
    assert result.exit_code == 1
    assert result.stdout == ""
    start = f"boilerplate: {path}: "
    assert result.stderr.startswith(start)
    assert result.stderr.count("\n") == 1
    return str(result.stderr[len(start) : -1])


def test_missing(boilerplate, tmp_path: Path) -> None:
    assert line_about(boilerplate, tmp_path / "no.html") == "no such file or directory"


def test_directory(boilerplate, tmp_path: Path) -> None:
    assert line_about(boilerplate, tmp_path) == "is a directory"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_unreadable(boilerplate, page: Path) -> None:
    page.chmod(0)
    assert line_about(boilerplate, page) == "permission denied"


@pytest.mark.parametrize("content", [b"", b" \n\t\r\n ", b"\xef\xbb\xbf\n", b"\xff\xfe \0\n\0"])
def test_empty(boilerplate, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "empty.html"
    path.write_bytes(content)
    assert line_about(boilerplate, path) == "page is empty"


def test_binary(boilerplate, tmp_path: Path) -> None:
    path = tmp_path / "picture.html"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    assert line_about(boilerplate, path) == "not a text or HTML page"


def test_a_name_that_no_file_can_have(boilerplate) -> None:
    assert line_about(boilerplate, "a\0b") == "embedded null byte"


def test_empty_standard_input(boilerplate) -> None:
    result = boilerplate("label", "-", stdin="")
    assert result.stderr == "boilerplate: <stdin>: page is empty\n"
    assert result.exit_code == 1
