from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from boilerplate.corpus import jsonl
from boilerplate.corpus.records import (
    ContentTruth,
    LabelledPage,
    LabelTruth,
    PartsTruth,
    RoleTruth,
)
from boilerplate.errors import CorpusError
from boilerplate.labels import Label, Role


def write_lines(path: Path, *records: object) -> Path:
    lines = [r if isinstance(r, str) else json.dumps(r) for r in records]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_defaults(tmp_path: Path) -> None:
    path = write_lines(
        tmp_path / "pages.jsonl",
        {"url": "https://www.news.example.co.uk/a", "text": "Home", "main_content": ""},
        "",
        {"html": "<p>Hi</p>", "labels": [["Hi", "body"]], "language": "en", "extra": 1},
    )
    first, second = jsonl.read(path)
    assert (first.id, first.site, first.kind) == ("pages.jsonl:1", "example.co.uk", "text")
    assert first.truth == ContentTruth("")
    assert (second.id, second.site, second.kind) == ("pages.jsonl:3",) * 2 + ("html",)
    assert second.truth == LabelTruth((("Hi", Label.BODY),))
    assert second.language == "en"


def test_kind_of_a_source_is_guessed_unless_given(tmp_path: Path) -> None:
    html = "<!doctype html><p>Hi</p>"
    path = write_lines(
        tmp_path / "pages.jsonl",
        {"source": html, "main_content": ""},
        {"source": "Hi", "main_content": ""},
        {"source": html, "kind": "text", "main_content": ""},
    )
    assert [page.kind for page in jsonl.read(path)] == ["html", "text", "text"]


PAGES = [
    LabelledPage("a:1", "a.org", "Hi\nthere", "text", RoleTruth((("Hi", Role.TITLE),)), "en"),
    LabelledPage("a:2", "a.org", "<p>Tschüß", "html", LabelTruth((("Hi", Label.FOOTER),))),
    LabelledPage("b:1", "b.org", "x", "text", ContentTruth("x"), None, "forum", 0.7),
    LabelledPage(
        "b:2", "b.org", "x", "text", PartsTruth((("x", Role.CREDIT),), frozenset({Role.TEXT}))
    ),
    LabelledPage("c:1", "c.org", "x", "text", RoleTruth((("x", Role.TEXT),), measured=False)),
]


@pytest.mark.parametrize("name", ["pages.jsonl", "pages.jsonl.gz"])
def test_written_pages_read_back(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    assert jsonl.write(PAGES, path) == len(PAGES)
    assert list(jsonl.read(path)) == PAGES


def test_bytes_are_written_decoded(tmp_path: Path) -> None:
    page = LabelledPage("a", "a", "<p>Café".encode("latin-1"), "html", ContentTruth(""))
    jsonl.write([page], tmp_path / "x.jsonl")
    assert next(jsonl.read(tmp_path / "x.jsonl")).source == "<p>Café"


@pytest.mark.parametrize(
    ("record", "cause"),
    [
        ("{", "not JSON"),
        ([1], "expected a JSON object"),
        ({"text": "x"}, "needs exactly one of roles, labels, main_content and parts, has none"),
        ({"text": "x", "roles": [], "labels": []}, "has roles and labels"),
        ({"main_content": ""}, "needs exactly one of source, html and text, has none"),
        ({"text": "x", "html": "x", "main_content": ""}, "has html and text"),
        ({"text": 5, "main_content": ""}, "text is not a string"),
        ({"text": "x", "main_content": 5}, "main_content is not a string"),
        ({"text": "x", "roles": [["x", "menu"]]}, "unknown role 'menu'"),
        ({"text": "x", "labels": [["x", "title"]]}, "unknown label 'title'"),
        ({"text": "x", "roles": [["x"]]}, "expected a [text, name] pair, found ['x']"),
        ({"text": "x", "roles": "x"}, "expected a list of [text, name] pairs"),
        ({"text": "x", "kind": "html", "main_content": ""}, "does not go with 'text'"),
        ({"source": "x", "kind": "pdf", "main_content": ""}, "kind 'pdf'"),
        ({"text": "x", "main_content": "", "trust": 2}, "trust is not a number from 0 to 1"),
        ({"text": "x", "roles": [], "measured": 1}, "measured is neither true nor false"),
        ({"text": "x", "parts": [], "complete": "text"}, "complete is not a list"),
    ],
)
def test_a_wrong_line_is_named_with_its_cause(tmp_path: Path, record: Any, cause: str) -> None:
    path = write_lines(tmp_path / "p.jsonl", {"text": "fine", "main_content": ""}, record)
    with pytest.raises(CorpusError) as caught:
        list(jsonl.read(path))
    assert str(caught.value).startswith(f"{path}:2: ")
    assert cause in str(caught.value)
    assert "\n" not in str(caught.value)


def test_unreadable_files(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no such file"):
        list(jsonl.read(tmp_path / "missing.jsonl"))
    damaged = tmp_path / "damaged.jsonl.gz"
    damaged.write_bytes(gzip.compress(b"{}\n" * 1000)[:-20])
    with pytest.raises(CorpusError, match=r"damaged\.jsonl\.gz"):
        list(jsonl.read(damaged))
