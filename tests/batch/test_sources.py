from __future__ import annotations

import gzip
import io
import json
import lzma
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from fsspec.implementations.memory import MemoryFileSystem
from fsspec.spec import AbstractBufferedFile

from boilerplate.batch.inputs import find, group
from boilerplate.batch.records import INPUT, Record
from boilerplate.batch.sources import Reading, read

ROWS = [
    {"id": "a", "url": "https://e.example/a", "html": "<p>One</p>", "text": None},
    {"id": 7, "url": None, "html": None, "text": "Two é"},
]


def records(path: Path, **reading: Any) -> list[Record]:
    (input,) = group(find([str(path)], besides=Path("/nowhere")), 100)
    return list(read(input, Reading(**reading)))


def jsonl(*rows: Any) -> bytes:
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def zst(data: bytes) -> bytes:
    return bytes(pa.compress(data, "zstd", asbytes=True))


PACKINGS = {"": bytes, ".gz": gzip.compress, ".zst": zst, ".xz": lzma.compress}


@pytest.mark.parametrize("packing", PACKINGS)
def test_json_lines(tmp_path: Path, packing: str) -> None:
    path = tmp_path / f"pages.jsonl{packing}"
    path.write_bytes(PACKINGS[packing](jsonl(*ROWS)))
    one, two = records(path)
    assert one[:4] == ("a", b"<p>One</p>", "html", "https://e.example/a")
    assert two[:4] == ("7", "Two é".encode(), "text", None)
    assert 0 < one.share <= two.share <= 1


def test_gzip_of_several_members_is_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "pages.jsonl.gz"
    path.write_bytes(gzip.compress(jsonl(ROWS[0])) + gzip.compress(jsonl(ROWS[1])))
    assert [record.id for record in records(path)] == ["a", "7"]


def test_json_fields_may_have_other_names(tmp_path: Path) -> None:
    path = tmp_path / "pages.jsonl"
    path.write_bytes(jsonl({"key": "a", "at": "x", "body": "One", "text": "Other"}))
    (record,) = records(path, text="body", id="key", url="at")
    assert record[:4] == ("a", b"One", "text", "x")


def test_a_line_without_an_id_is_called_by_its_number(tmp_path: Path) -> None:
    path = tmp_path / "pages.jsonl"
    path.write_bytes(b"\n" + jsonl({"text": "One"}))
    assert [record.id for record in records(path)] == [f"{path}:2"]


def test_bad_lines_are_told_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "pages.jsonl"
    long = {"text": "x" * 2_000_000}
    rows = [b"{broken\n", b"[1]\n", jsonl({"id": "a"}), jsonl({"id": "b", "text": 5}), jsonl(long)]
    path.write_bytes(b"".join(rows) + jsonl(ROWS[1]) + b"\xff\xfe\n" + b'{"text": "\\ud800x"}')
    told = records(path, max_bytes=100)
    assert [record.error for record in told] == [
        "not JSON",
        "not a JSON object",
        "page is missing",
        "text is no text",
        "line is too long",
        None,
        "not JSON",
        None,
    ]
    assert all(record.stage == "read" for record in told if record.error)
    assert told[-1].source == b"?x"


def test_a_truncated_file_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "pages.jsonl.gz"
    rows = [{"id": str(i), "text": f"{i * i} words " * 50} for i in range(2000)]
    whole = gzip.compress(jsonl(*rows))
    path.write_bytes(whole[: len(whole) // 2])
    told = records(path)
    assert len(told) > 100
    assert [record.error is None for record in told] == [True] * (len(told) - 1) + [False]
    assert told[-1].stage == INPUT
    assert told[-1].id == str(path)
    assert "Truncated" in str(told[-1].error)


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.binary()])
def test_parquet(tmp_path: Path, kind: pa.DataType) -> None:
    path = tmp_path / "pages.parquet"
    schema = pa.schema([("id", pa.string()), ("html", kind), ("text", kind), ("rank", pa.int64())])
    encode = str.encode if kind == pa.binary() else str
    rows = [("a", encode("<p>One</p>"), None, 1), (None, None, encode("Two"), 2)]
    rows.append(("c", None, None, 3))
    columns = [list(column) for column in zip(*rows, strict=True)]
    pq.write_table(pa.table(columns, schema=schema), path)
    one, two, three = records(path)
    assert one[:4] == ("a", b"<p>One</p>", "html", None)
    assert two[:3] == (f"{path}:2", b"Two", "text")
    assert three.error == "page is missing"
    assert three.share == 1


def test_ids_that_are_no_strings(tmp_path: Path) -> None:
    path = tmp_path / "pages.parquet"
    pq.write_table(pa.table({"id": [b"a"], "url": [b"https://e.example/"], "text": ["One"]}), path)
    assert records(path)[0][:4] == ("a", b"One", "text", "https://e.example/")
    pq.write_table(pa.table({"id": [0], "text": ["One"]}), path)
    assert records(path)[0].id == "0"


def test_parquet_without_the_column_tells_which_it_has(tmp_path: Path) -> None:
    path = tmp_path / "pages.parquet"
    pq.write_table(pa.table({"key": ["a"], "content": ["One"]}), path)
    (record,) = records(path)
    assert record.stage == INPUT
    assert record.error == "no column 'html' or 'text', but key, content"
    (record,) = records(path, text="content", id="uid")
    assert record.error == "no column 'uid', but key, content"
    assert records(path, text="content", id="key")[0][:3] == ("a", b"One", "text")


def test_what_is_no_parquet_says_so(tmp_path: Path) -> None:
    path = tmp_path / "pages.parquet"
    path.write_bytes(b"PAR1 or so")
    assert "not a Parquet file" in str(records(path)[0].error)


def test_zip(tmp_path: Path) -> None:
    path = tmp_path / "pages.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("site/a.html", "<p>One</p>")
        archive.writestr("site/logo.png", "x")
        archive.writestr("b.txt", "Two " * 100)
        archive.writestr("c.txt", "Three")
    data = bytearray(path.read_bytes())
    data[data.find(b"Two")] ^= 1
    path.write_bytes(data)
    one, two, three = records(path)
    assert one[:3] == (f"{path}/site/a.html", b"<p>One</p>", "html")
    assert "CRC" in str(two.error)
    assert three[:3] == (f"{path}/c.txt", b"Three", "auto")


class Remote(MemoryFileSystem):  # type: ignore[misc]
    """Files that are fetched piece by piece, as those of the web and of object stores are."""

    protocol = ("remote",)

    @classmethod
    def _strip_protocol(cls, path: str) -> str:
        return str(MemoryFileSystem._strip_protocol(path.replace("remote://", "memory://")))

    def _open(self, path: str, mode: str = "rb", **options: Any) -> Any:
        return RemoteFile(self, path, mode, block_size=1000)


class RemoteFile(AbstractBufferedFile):  # type: ignore[misc]
    def _fetch_range(self, start: int, end: int) -> bytes:
        return bytes(self.fs.cat_file(self.path, start, end))


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.parquet", "a.zip", "a.tar", "a.html"])
def test_remote_files(name: str) -> None:
    html = "<p>" + " ".join(map(str, range(2000)))
    data = io.BytesIO()
    if name == "a.html":
        data.write(html.encode())
    elif name == "a.parquet":
        pq.write_table(pa.table({"html": [html]}), data)
    elif name == "a.zip":
        with zipfile.ZipFile(data, "w") as archive:
            archive.writestr("a.html", html)
    elif name == "a.tar":
        with tarfile.open(fileobj=data, mode="w") as tar:
            member = tarfile.TarInfo("a.html")
            member.size = len(html)
            tar.addfile(member, io.BytesIO(html.encode()))
    else:
        data.write(PACKINGS[name.removeprefix("a.jsonl")](jsonl({"html": html})))
    fsspec.register_implementation("remote", Remote, clobber=True)
    fsspec.filesystem("memory").pipe_file(f"/{name}", data.getvalue())
    (input,) = group(find([f"remote://{name}"], besides=Path("/nowhere")), 9)
    (record,) = read(input, Reading())
    assert (record.error, record.source) == (None, html.encode())


@pytest.mark.parametrize("packing", ["", ".gz", ".zst"])
def test_tar(tmp_path: Path, packing: str) -> None:
    path = tmp_path / f"pages.tar{packing}"
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        for name, page in (("site/a.html", b"<p>One</p>"), ("x.css", b"x"), ("b", b"Two")):
            member = tarfile.TarInfo(name)
            member.size = len(page)
            archive.addfile(member, io.BytesIO(page))
    path.write_bytes(PACKINGS[packing](data.getvalue()))
    assert [(record.id, record.source) for record in records(path)] == [
        (f"{path}/site/a.html", b"<p>One</p>"),
        (f"{path}/b", b"Two"),
    ]


def test_pages_of_a_file_each(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>One</p>")
    (tmp_path / "b.html.gz").write_bytes(gzip.compress(b"<p>Two</p>"))
    (tmp_path / "c.txt").write_text("Three")
    assert [record[1:3] for record in records(tmp_path)] == [
        (b"<p>One</p>", "html"),
        (b"<p>Two</p>", "html"),
        (b"Three", "auto"),
    ]


def test_a_page_that_is_gone_costs_no_other_page_anything(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One")
    (tmp_path / "b.txt").write_text("Two")
    (input,) = group(find([str(tmp_path)], besides=Path("/nowhere")), 100)
    (tmp_path / "a.txt").unlink()
    one, two = read(input, Reading())
    assert (one.stage, one.error) == ("read", "No such file or directory")
    assert two.source == b"Two"


@pytest.mark.parametrize("packing", [".gz", ".zst", ".xz"])
def test_a_damaged_page_costs_no_other_page_anything(tmp_path: Path, packing: str) -> None:
    whole = PACKINGS[packing](b"".join(b"%d words " % n for n in range(999)))
    (tmp_path / f"a.txt{packing}").write_bytes(whole[: len(whole) // 2])
    (tmp_path / f"b.txt{packing}").write_bytes(b"no such thing")
    (tmp_path / "c.txt").write_text("Three")
    cut, wrong, three = records(tmp_path)
    assert cut.stage == wrong.stage == "read"
    assert cut.error
    assert wrong.error
    assert three.source == b"Three"


def test_a_page_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    for name, size in (("a.txt", 100), ("b.txt", 101), ("c.txt", 10_000)):
        (tmp_path / name).write_text("x" * size)
    told = [record.error for record in records(tmp_path, max_bytes=100)]
    assert told == [None, "more than 100 bytes", "more than 100 bytes"]
