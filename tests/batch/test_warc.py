from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from fastwarc.stream_io import BrotliWriter, ZstdWriter
from fastwarc.warc import WarcRecord, WarcRecordType

from boilerplate.batch.inputs import File, Input
from boilerplate.batch.records import INPUT, Record
from boilerplate.batch.sources import Reading, read
from boilerplate.page.decode import decode

HTML = ("Content-Type", "text/html")


def response(
    number: int, body: bytes, *headers: tuple[str, str], status: str = "200 OK"
) -> WarcRecord:
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers)]
    block = "\r\n".join(lines).encode() + b"\r\n\r\n" + body
    return record(WarcRecordType.response, number, block)


def record(kind: WarcRecordType, number: int, block: bytes) -> WarcRecord:
    made = WarcRecord()
    made.init_headers(record_type=kind)
    made.headers["WARC-Record-ID"] = f"<urn:uuid:{number:08}>"
    if block.startswith(b"HTTP/"):
        made.headers["Content-Type"] = "application/http; msgtype=response"
    made.headers["WARC-Target-URI"] = f"https://e.example/{number}"
    made.set_bytes_content(block)
    return made


def packed(*made: WarcRecord, gz: bool = True) -> tuple[bytes, list[int]]:
    """The records as a file, and where each begins."""
    data = b""
    starts = []
    for one in made:
        starts.append(len(data))
        sink = io.BytesIO()
        one.write(sink)
        data += gzip.compress(sink.getvalue()) if gz else sink.getvalue()
    return data, starts


def records(tmp_path: Path, data: bytes, name: str = "a.warc.gz", **reading: int) -> list[Record]:
    path = tmp_path / name
    path.write_bytes(data)
    input = Input("warc", (File(str(path), len(data), ""),))
    return list(read(input, Reading(**reading)))  # type: ignore[arg-type]


def numbered(*numbers: int) -> list[WarcRecord]:
    return [response(n, f"<p>Page {n}".encode(), HTML) for n in numbers]


@pytest.mark.parametrize("gz", [True, False])
def test_pages_with_ids_and_addresses(tmp_path: Path, gz: bool) -> None:
    data, _ = packed(*numbered(1, 2), gz=gz)
    one, two = records(tmp_path, data)
    assert "00000001" in one.id
    assert one[1:4] == (b"<p>Page 1", "html", "https://e.example/1")
    assert two.source == b"<p>Page 2"


def test_bodies_are_unpacked(tmp_path: Path) -> None:
    body = b"<p>Bridge closes"
    chunked = b"5\r\n<p>Br\r\nb\r\nidge closes\r\n0\r\n\r\n"
    assert len(body) == 16
    data, _ = packed(
        response(1, gzip.compress(body), HTML, ("Content-Encoding", "gzip")),
        response(2, chunked, HTML, ("Transfer-Encoding", "chunked")),
    )
    assert [page.source for page in records(tmp_path, data)] == [body, body]


BODY = "<p>Bridge in Zürich closes for eleven weeks.".encode() * 50


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def fastwarc(writer: Any, data: bytes) -> bytes:
    sink = io.BytesIO()
    with writer(sink) as stream:
        stream.write(data)
    return sink.getvalue()


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("X-GZip", gzip.compress),
        ("gzip", lambda data: gzip.compress(data[:99]) + gzip.compress(data[99:])),
        ("gzip", lambda data: gzip.compress(data) + b"\0\0"),
        ("deflate", zlib.compress),
        ("deflate", raw_deflate),
        ("br", partial(fastwarc, BrotliWriter)),
        ("zstd", partial(fastwarc, ZstdWriter)),
        ("deflate, gzip", lambda data: gzip.compress(zlib.compress(data))),
        ("identity", bytes),
        # What a crawler has undone is told by the headers all the same.
        ("gzip", bytes),
        ("deflate", bytes),
        ("br", bytes),
        ("zstd", bytes),
    ],
)
@pytest.mark.parametrize("chunks", ["", "none", "plain", "extended"])
def test_bodies_are_unpacked_however_they_were_sent(
    tmp_path: Path, encoding: str, pack: Callable[[bytes], bytes], chunks: str
) -> None:
    sent, headers = pack(BODY), [HTML, ("Content-Encoding", encoding)]
    if chunks:
        headers.append(("Transfer-Encoding", "chunked"))
    if chunks in ("plain", "extended"):
        more = b";a=b" if chunks == "extended" else b""
        parts = (sent[i : i + 99] for i in range(0, len(sent), 99))
        sent = b"".join(b"%X%s\r\n%s\r\n" % (len(part), more, part) for part in parts)
        sent += b"0\r\nX-Trailer: a\r\n\r\n"
    (page,) = records(tmp_path, packed(response(1, sent, *headers))[0])
    assert (page.error, page.source) == (None, BODY)


def test_a_body_that_is_cut_off_counts_as_far_as_it_goes(tmp_path: Path) -> None:
    whole = b"".join(b"<p>Bridge %d closes." % (n * n % 9973) for n in range(2000))
    short = gzip.compress(whole)[:3000]
    chunked = b"fff\r\n" + short
    data, _ = packed(
        response(1, short, HTML, ("Content-Encoding", "gzip")),
        response(2, chunked, HTML, ("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")),
    )
    for page in records(tmp_path, data):
        assert page.source
        assert len(page.source) > 1000
        assert whole.startswith(page.source)


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("text/html; charset=iso-8859-2", "iso-8859-2"),
        ("text/html; charset=windows-1251", "windows-1251"),
        ("text/html; charset=Shift_JIS", "shift_jis"),
        ("text/html; charset=no-such", "utf-8"),
        ("text/html; charset=iso-8859-1", "utf-8"),
        ("Text/HTML; Charset='windows-1251'", "windows-1251"),
        ("text/html; charset=iso-8859-1", "windows-1252"),
        ("text/html", "utf-8"),
    ],
)
def test_charsets_of_the_response_count(tmp_path: Path, declared: str, encoding: str) -> None:
    text = {
        "windows-1251": "Мост закрыт",
        "windows-1252": "“Closed” – 5 €",
        "shift_jis": "橋は閉鎖中",
    }.get(encoding, "Most jest zamknięty")
    data, _ = packed(response(1, f"<p>{text}".encode(encoding), ("Content-Type", declared)))
    (page,) = records(tmp_path, data)
    assert decode(page.source or b"") == f"<p>{text}"


def test_what_is_no_page_is_passed_over(tmp_path: Path) -> None:
    data, _ = packed(
        record(WarcRecordType.warcinfo, 1, b"software: x"),
        response(2, b"x", ("Content-Type", "image/png")),
        response(3, b"moved", HTML, status="301 Moved Permanently"),
        response(4, b"gone", HTML, status="404 Not Found"),
        record(WarcRecordType.request, 5, b"GET / HTTP/1.1\r\n\r\n"),
        response(6, b"words", ("Content-Type", "text/plain")),
        response(7, b"<p>x", ("Content-Type", "application/xhtml+xml")),
    )
    assert [(page.source, page.kind) for page in records(tmp_path, data)] == [
        (b"words", "text"),
        (b"<p>x", "html"),
    ]


def test_conversions_of_wet_files(tmp_path: Path) -> None:
    data, _ = packed(record(WarcRecordType.conversion, 1, "Most zamknięty\n".encode()))
    (page,) = records(tmp_path, data, "a.warc.wet.gz")
    assert page[1:4] == ("Most zamknięty\n".encode(), "text", "https://e.example/1")


@pytest.mark.parametrize("gz", [True, False])
@pytest.mark.parametrize("number", [0, 2, 4])
def test_after_a_broken_record_the_next_is_read(tmp_path: Path, number: int, gz: bool) -> None:
    data, starts = packed(*numbered(0, 1, 2, 3, 4), gz=gz)
    damaged = bytearray(data)
    damaged[starts[number] + 3 : starts[number] + 23] = b"?" * 20
    told = records(tmp_path, bytes(damaged))
    whole = [n for n in range(5) if n != number]
    assert [page.source for page in told if not page.error] == [b"<p>Page %d" % n for n in whole]
    (broken,) = [page for page in told if page.error]
    assert broken.stage == "read"
    assert "broken WARC record" in str(broken.error)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_a_body_that_cannot_be_unpacked_costs_only_its_page(tmp_path: Path, encoding: str) -> None:
    bad = response(1, bytes(range(1, 32)) * 9, HTML, ("Content-Encoding", encoding))
    one, two, three = records(tmp_path, packed(*numbered(0), bad, *numbered(2))[0])
    assert "00000001" in two.id
    assert "broken response" in str(two.error)
    assert [one.source, three.source] == [b"<p>Page 0", b"<p>Page 2"]


@pytest.mark.parametrize("gz", [True, False])
def test_a_truncated_file_is_read_as_far_as_it_goes(tmp_path: Path, gz: bool) -> None:
    pages = [response(n, b"<p>Some words. " * 3000, HTML) for n in range(3)]
    data, starts = packed(*pages, gz=gz)
    told = records(tmp_path, data[: (starts[2] + len(data)) // 2])
    assert [page.error is None for page in told] == [True, True, False]
    assert told[-1].stage == INPUT


@pytest.mark.parametrize("gz", [True, False])
def test_a_file_cut_off_in_what_is_no_page_is_truncated_too(tmp_path: Path, gz: bool) -> None:
    request = record(WarcRecordType.request, 9, b"GET / HTTP/1.1\r\n\r\n" * 99)
    data, starts = packed(*numbered(0, 1), request, gz=gz)
    assert not any(page.error for page in records(tmp_path, data))
    for end in (starts[2] + 15, (starts[2] + len(data)) // 2, len(data) - 1):
        *pages, told = records(tmp_path, data[:end])
        assert [page.source for page in pages] == [b"<p>Page 0", b"<p>Page 1"]
        assert told.error


def test_a_file_packed_as_a_whole(tmp_path: Path) -> None:
    data = gzip.compress(packed(*numbered(0, 1), gz=False)[0])
    assert [page.source for page in records(tmp_path, data)] == [b"<p>Page 0", b"<p>Page 1"]
    assert records(tmp_path, data[:-9])[-1].stage == INPUT


def test_a_network_that_fails_is_no_broken_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(stream: object) -> Iterator[object]:
        raise TimeoutError("timed out")

    monkeypatch.setattr("boilerplate.batch.sources.warc._records", failing)
    (told,) = records(tmp_path, packed(*numbered(0, 1))[0])
    assert (told.stage, told.error) == (INPUT, "timed out")


def test_large_records_are_not_read(tmp_path: Path) -> None:
    data, _ = packed(response(1, b"x" * 1_000_000, HTML), *numbered(2))
    one, two = records(tmp_path, data, max_bytes=1000)
    assert one.error == "more than 1,000 bytes"
    assert two.source == b"<p>Page 2"


def test_a_small_record_that_unpacks_to_a_large_page_is_refused(tmp_path: Path) -> None:
    bomb = response(1, gzip.compress(b"x" * 1_000_000), HTML, ("Content-Encoding", "gzip"))
    (page,) = records(tmp_path, packed(bomb)[0], max_bytes=1000)
    assert page.error == "more than 1,000 bytes"


def test_what_is_no_warc_says_so(tmp_path: Path) -> None:
    (told,) = records(tmp_path, b"nothing of the kind " * 100)
    assert "broken WARC record" in str(told.error)
