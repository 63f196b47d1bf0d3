from __future__ import annotations

import io
from pathlib import Path

import pytest

from boilerplate.batch.inputs import find, group
from boilerplate.errors import SourceError


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("b.html", "a.txt", "sub/c.html", "picture.png", ".hidden/d.html", "e.jsonl.gz"):
        path = tmp_path / "pages" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    return tmp_path


def found(*sources: str, besides: Path = Path("/nowhere")) -> list[str]:
    return [file.path for file in find(sources, besides=besides)]


def test_a_folder_is_searched_for_pages(folder: Path) -> None:
    assert found("pages") == ["pages/a.txt", "pages/b.html", "pages/e.jsonl.gz", "pages/sub/c.html"]


def test_names_are_absolute_where_the_source_is(folder: Path) -> None:
    assert found(str(folder / "pages"))[0] == str(folder / "pages" / "a.txt")


def test_patterns_and_named_files_are_taken_whatever_they_are(folder: Path) -> None:
    assert found("pages/*.png", "pages/**/c.html") == ["pages/picture.png", "pages/sub/c.html"]


def test_a_file_whose_name_looks_like_a_pattern_is_a_file(folder: Path) -> None:
    (folder / "a[1].html").write_text("x")
    assert found("a[1].html") == ["a[1].html"]


def test_a_file_that_is_named_twice_is_read_once(folder: Path) -> None:
    assert found("pages/b.html", "pages", "pages/*.html")[0] == "pages/b.html"
    assert len(found("pages/b.html", "pages", "pages/*.html")) == 4


def test_the_output_is_no_input(folder: Path) -> None:
    assert found("pages", besides=Path("pages/sub")) == found("pages")[:3]


def test_a_dash_reads_a_list(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("pages/b.html\n\npages/sub\n"))
    assert found("-") == ["pages/b.html", "pages/sub/c.html"]


@pytest.mark.parametrize("source", ["pages/missing.html", "pages/*.pdf", "nowhere/"])
def test_a_source_that_is_not_there_is_named(folder: Path, source: str) -> None:
    with pytest.raises(SourceError, match=source.split("/")[0]):
        found(source)


def test_an_unknown_kind_of_address_is_an_error(folder: Path) -> None:
    with pytest.raises(SourceError, match="gopher"):
        found("gopher://river.example/")


def test_addresses_of_other_file_systems_are_searched_too() -> None:
    import fsspec

    fs = fsspec.filesystem("memory")
    for name in ("b.html", "a.html", "c.css"):
        fs.pipe_file(f"/crawl/{name}", b"x")
    assert found("memory://crawl") == ["memory:///crawl/a.html", "memory:///crawl/b.html"]
    assert found("memory://crawl/b.*") == ["memory:///crawl/b.html"]


def test_pages_in_a_row_are_one_input(folder: Path) -> None:
    inputs = group(find(["pages"], besides=Path("/nowhere")), pages=2)
    assert [(input.kind, len(input.files)) for input in inputs] == [
        ("pages", 2),
        ("jsonl", 1),
        ("pages", 1),
    ]
    assert len(group(find(["pages"], besides=Path("/nowhere")), pages=1)) == 4


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("CC-MAIN-1.warc.wet.gz", "warc"),
        ("a.WARC.gz", "warc"),
        ("a.tgz", "tar"),
        ("a.tar.zst", "tar"),
        ("a.ndjson", "jsonl"),
        ("a.html.gz", "pages"),
        ("page", "pages"),
    ],
)
def test_kinds_go_by_names(tmp_path: Path, name: str, kind: str) -> None:
    path = tmp_path / name
    path.write_text("x")
    assert [input.kind for input in group(find([str(path)], besides=tmp_path), 9)] == [kind]
