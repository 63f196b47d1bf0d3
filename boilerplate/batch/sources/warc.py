"""WARC files: the pages among the responses, and the conversions to text of WET files."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from typing import IO, Any, Final

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from boilerplate.batch.inputs import File
from boilerplate.batch.records import Kind, Record, failed
from boilerplate.batch.sources.http import as_utf8, body_of
from boilerplate.batch.sources.reading import Reading, raw
from boilerplate.errors import SourceError

_KINDS: Final[dict[str | None, Kind]] = {
    None: "auto",
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
}
_HEADERS: Final = 1 << 16
"""Bytes that the headers of a response may take besides the page."""

_GZIP: Final = b"\x1f\x8b\x08"
_END: Final = b"\r\n\r\n"
_MARKS: Final = {_GZIP[:2]: _GZIP, b"WA": _END + b"WARC/1."}
"""What records begin with in files that begin so; what comes before it ends the one before."""


def read(file: File, reading: Reading) -> Iterator[Record]:
    """Read the pages of a file; after a broken record it goes on with the next that is whole.

    Raises
    ------
    SourceError
        If the file ends within a record.
    OSError
        If it can't be read.
    """
    with raw(file.path) as stream:
        mark = _MARKS.get(stream.read(2))
        start: int | None = 0
        told = False  # that there is damage here
        while start is not None:
            position = start
            stream.seek(start)
            try:
                for record in _records(stream):
                    position, told = record.stream_pos, False
                    page = _page(record, reading)
                    if page is not None:
                        yield page._replace(share=position / max(file.size, 1))
                if mark and not _is_whole(stream, position, mark):
                    raise _truncated()
                return
            except OSError as error:
                if not _is_damage(error):
                    raise
                if not told:
                    told = True
                    problem = f"broken WARC record at or after byte {position} ({error})"
                    yield failed(f"{file.path}:{position}", problem)
            start = _next(stream, position + 1, mark) if mark else None


def _records(stream: IO[bytes]) -> Iterator[Any]:
    wanted = WarcRecordType.response | WarcRecordType.conversion
    yield from ArchiveIterator(stream, record_types=wanted, parse_http=False)


def _next(stream: IO[bytes], start: int, mark: bytes) -> int | None:
    """Where the next record begins, counted from the beginning of the file."""
    stream.seek(start)
    tail = b""
    while block := stream.read(1 << 20):
        window = tail + block
        if (at := window.find(mark)) >= 0:
            return start - len(tail) + at + mark.find(mark.lstrip())
        start += len(block)
        tail = window[1 - len(mark) :]
    return None


def _is_damage(error: OSError) -> bool:
    """Whether an error is one of fastwarc's own, and not of the disk or network."""
    return type(error) is OSError and error.errno is None


def _is_whole(stream: IO[bytes], start: int, mark: bytes) -> bool:
    """Whether a file isn't cut off after `start`, over which fastwarc passes in silence."""
    if mark != _GZIP:
        stream.seek(-len(_END), os.SEEK_END)
        return stream.read() == _END
    stream.seek(start)
    if stream.read(len(_GZIP)) != _GZIP:
        start = 0  # it was packed as a whole
    stream.seek(start)
    with gzip.GzipFile(fileobj=stream) as unpacked:
        try:
            while unpacked.read(1 << 20):
                pass
        except EOFError:
            return False
    return True


def _truncated() -> SourceError:
    return SourceError("the file is truncated: it ends within a record")


def _page(record: Any, reading: Reading) -> Record | None:
    """The page of a record; None where it holds none."""
    id, url, size = record.record_id, record.headers.get("WARC-Target-URI"), record.content_length
    if size > reading.max_bytes + _HEADERS:
        return failed(id, f"more than {reading.max_bytes:,} bytes", url=url)
    block = record.reader.read()
    if len(block) < size:
        raise _truncated()
    if record.record_type == WarcRecordType.conversion:
        return Record(id, block, "text", url)
    try:
        return _response(block, id, url, reading)
    except (OSError, ValueError) as error:
        return failed(id, f"broken response ({error})", url=url)


def _response(block: bytes, id: str, url: str | None, reading: Reading) -> Record | None:
    # Apart from the file, so that a body that can't be unpacked leaves the records after it.
    response = WarcRecord()
    response.init_headers(record_type=WarcRecordType.response)
    response.is_http = True
    response.set_bytes_content(block)
    response.parse_http(auto_decode="none")
    headers = response.http_headers
    if headers is None:
        return failed(id, "response without headers", url=url)
    kind = response.http_content_type
    kind = kind and kind.strip().lower()
    if not 200 <= (headers.status_code or 0) < 300 or kind not in _KINDS:
        return None
    body = body_of(response.reader.read(), headers, reading.max_bytes + 1)
    return Record(id, as_utf8(body, response.http_charset), _KINDS[kind], url)
