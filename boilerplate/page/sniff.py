"""Tell what is no page at all before anything tries to read it."""

from __future__ import annotations

import codecs
from typing import Final

from boilerplate.errors import SourceError

_TEXT_MARKS: Final = (
    codecs.BOM_UTF8,
    codecs.BOM_UTF32_LE,
    codecs.BOM_UTF32_BE,
    codecs.BOM_UTF16_LE,
    codecs.BOM_UTF16_BE,
)

# (offset, bytes): formats that people do pass by mistake.
_BINARY_MARKS: Final = (
    (0, b"%PDF-"),
    (0, b"\x89PNG\r\n"),
    (0, b"\xff\xd8\xff"),  # JPEG
    (0, b"GIF87a"),
    (0, b"GIF89a"),
    (0, b"PK\x03\x04"),  # ZIP and the office formats inside it
    (0, b"PK\x05\x06"),  # an empty ZIP
    (0, b"\x1f\x8b"),  # gzip
    (0, b"BZh"),
    (0, b"\xfd7zXZ\0"),
    (0, b"\x28\xb5\x2f\xfd"),  # zstd
    (0, b"7z\xbc\xaf"),
    (0, b"Rar!\x1a\x07"),
    (0, b"\xd0\xcf\x11\xe0"),  # older office formats
    (0, b"\x7fELF"),
    (0, b"OggS"),
    (0, b"ID3"),
    (0, b"fLaC"),
    (0, b"\x1aE\xdf\xa3"),  # Matroska, WebM
    (0, b"wOFF"),
    (0, b"wOF2"),
    (0, b"SQLite format 3\0"),
    (4, b"ftyp"),  # MP4, HEIC, AVIF
    (8, b"WEBP"),
    (8, b"WAVE"),
)

# Bytes that no text encoding in use has a meaning for. Escape (0x1b) has one in ISO-2022.
_CONTROL: Final = bytes({*range(0x09), 0x0B, *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F})

_CONTROL_SHARE: Final = 0.05
"""Text has next to none, compressed data about a tenth."""

_STRAY: Final = 8
"""So many are stray however short the page is."""

_UTF16_NULS: Final = 0.3
"""Share of NULs above which ASCII in UTF-16 without a mark is likely."""


def check_text(data: bytes) -> None:
    """Raise if bytes are a binary format rather than a text or HTML page in any encoding.

    Stray NULs and control bytes are accepted: pages of the wild have them.

    Raises
    ------
    SourceError
        If `data` begins like a well-known binary format or is full of control bytes.
    """
    if data.startswith(_TEXT_MARKS):
        return
    if any(data.startswith(mark, offset) for offset, mark in _BINARY_MARKS):
        raise SourceError("not a text or HTML page")
    nuls = data.count(0)
    controls = len(data) - len(data.translate(None, _CONTROL))
    if nuls > _UTF16_NULS * len(data) and _nuls_alternate(data):
        controls -= nuls
    if controls > max(_STRAY, _CONTROL_SHARE * len(data)):
        raise SourceError("not a text or HTML page")


def _nuls_alternate(data: bytes) -> bool:
    """Whether (nearly) all NULs are on even or on odd places, as in UTF-16."""
    even, odd = data[::2].count(0), data[1::2].count(0)
    return min(even, odd) <= 0.02 * max(even, odd)
