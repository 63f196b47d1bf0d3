"""Bodies of HTTP responses as they were sent: chunked, compressed, in any charset.

Many crawlers undo the first two and leave the headers that tell of them. So a body is taken as
it is where it can't be what its headers say, unless it is no text then.
"""

from __future__ import annotations

import io
import zlib
from typing import Any, Final

from fastwarc.stream_io import BrotliReader, ZstdReader
from resiliparse.parse.encoding import map_encoding_to_html5

from boilerplate.errors import SourceError
from boilerplate.page.sniff import check_text

_READERS: Final[dict[str, Any]] = {"br": BrotliReader, "zstd": ZstdReader}
_ZLIB: Final[dict[str, tuple[int, ...]]] = {
    "gzip": (zlib.MAX_WBITS | 32,),
    "x-gzip": (zlib.MAX_WBITS | 32,),
    "deflate": (zlib.MAX_WBITS | 32, -zlib.MAX_WBITS),
}
"""What zlib calls these encodings; some servers leave out the header of the last."""

_HEX: Final = frozenset(b"0123456789abcdefABCDEF")


def body_of(sent: bytes, headers: Any, limit: int) -> bytes:
    """Undo the encodings of a body, as far as `limit` bytes.

    Raises
    ------
    ValueError
        If an encoding can't be undone, and the body is no text without.
    """
    names = _names(headers, "Transfer-Encoding")
    if "chunked" in names:
        sent = _dechunked(sent)
    names = [*_names(headers, "Content-Encoding"), *names]
    for name in reversed(names):
        if name in _ZLIB or name in _READERS:
            sent = _unpacked(sent, name, limit)
    return sent


def as_utf8(body: bytes, charset: str | None) -> bytes:
    """Turn bytes from the declared encoding to UTF-8, unless they are UTF-8 or not in it."""
    declared = map_encoding_to_html5((charset or "").strip("\"' "), fallback_utf8=False)
    for encoding in filter(None, ("utf-8", declared)):
        try:
            return body.decode(encoding).encode()
        except (LookupError, ValueError):
            continue
    return body


def _names(headers: Any, field: str) -> list[str]:
    values = ",".join(headers.get_multiple(field)).split(",")
    return [value.strip().lower() for value in values]


def _dechunked(sent: bytes) -> bytes:
    """Put chunks together, as far as they go."""
    chunks: list[bytes] = []
    start = 0
    while (end := sent.find(b"\n", start)) >= 0:
        digits = sent[start:end].split(b";")[0].strip()
        if not digits or not _HEX.issuperset(digits):
            break
        size = int(digits, 16)
        chunks.append(sent[end + 1 : end + 1 + size])
        if size == 0:
            break
        start = end + 1 + size
        start += 2 if sent.startswith(b"\r\n", start) else 1
    return b"".join(chunks) if chunks else sent


def _unpacked(sent: bytes, name: str, limit: int) -> bytes:
    problem = ""
    try:
        if name in _READERS:
            unpacked: bytes = _READERS[name](io.BytesIO(sent)).read(limit)
            return unpacked
        for bits in _ZLIB[name]:
            try:
                return _inflated(sent, bits, limit)
            except zlib.error as error:
                problem = problem or str(error)
    except OSError as error:
        problem = str(error)
    try:
        check_text(sent)
    except SourceError:
        raise ValueError(f"{name}: {problem}") from None
    return sent


def _inflated(sent: bytes, bits: int, limit: int) -> bytes:
    """Unpack all members, the last of which may be cut off."""
    unpacked = b""
    while sent and len(unpacked) < limit:
        member = zlib.decompressobj(bits)
        try:
            unpacked += member.decompress(sent, limit - len(unpacked))
        except zlib.error:
            if not unpacked:
                raise
            break  # what follows the last member is nothing
        sent = member.unused_data
    return unpacked
