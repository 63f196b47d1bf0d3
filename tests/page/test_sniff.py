from __future__ import annotations

import gzip
import random
import zlib

import pytest

from boilerplate.errors import SourceError
from boilerplate.page.sniff import check_text

PAGE = "<html><body><p>Die Brücke schließt am Montag. 橋は月曜日に閉まる。</p></body></html>"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "shift_jis", "iso2022_jp", "latin-1"]
)
def test_pages_pass_in_any_encoding(encoding: str) -> None:
    check_text(PAGE.encode(encoding, "ignore"))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_ascii_in_utf16_without_a_mark_passes(encoding: str) -> None:
    check_text(b"<p>The bridge closes on Monday.</p>".decode().encode(encoding))


@pytest.mark.parametrize("page", [b"", b"a\0b", b"\0\0", b"<p>stray\0 NULs\0 here</p>\0\x1a"])
def test_stray_control_bytes_pass(page: bytes) -> None:
    check_text(page)


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj",
        b"PK\x03\x04\x14\0\0\0",
        b"\xff\xd8\xff\xe0\0\x10JFIF",
        b"GIF89a\x01\0",
        b"\0\0\0\x18ftypmp42",
        b"RIFF\x24\0\0\0WAVEfmt ",
        gzip.compress(PAGE.encode()),
    ],
)
def test_well_known_binary_formats_are_refused(data: bytes) -> None:
    with pytest.raises(SourceError, match="not a text or HTML page"):
        check_text(data)


def test_unknown_binary_data_is_refused() -> None:
    with pytest.raises(SourceError):
        check_text(random.Random(0).randbytes(4000))
    with pytest.raises(SourceError):
        check_text(zlib.compress(random.Random(0).randbytes(4000), 9)[2:])
    with pytest.raises(SourceError):
        check_text(bytes(4000))


def test_text_that_names_a_format_passes() -> None:
    check_text(b"PNG and GIF89a are formats, %PDF- too")
