"""JSON lines: a page a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from typing import IO, Any

from boilerplate.batch.inputs import File
from boilerplate.batch.records import Record, failed
from boilerplate.batch.sources.reading import Reading, unpacked


def read(file: File, reading: Reading) -> Iterator[Record]:
    """Read a page a line; one without an id is called by the file and the line's number."""
    with unpacked(file.path) as (stream, packed):
        for number, line in enumerate(_lines(stream, 6 * reading.max_bytes + (1 << 20)), 1):
            name = f"{file.path}:{number}"
            record = (
                failed(name, "line is too long") if line is None else _record(line, name, reading)
            )
            if record is not None:
                yield record._replace(share=packed.tell() / max(file.size, 1))


def _lines(stream: IO[bytes], limit: int) -> Iterator[bytes | None]:
    """Yield lines; None in place of one beyond the limit, which no page that counts needs."""
    take = partial(stream.readline, limit)
    for line in iter(take, b""):
        if len(line) < limit or line.endswith(b"\n"):
            yield line
        else:
            while line and not line.endswith(b"\n"):
                line = take()
            yield None


def _record(line: bytes, name: str, reading: Reading) -> Record | None:
    if not line.strip():
        return None
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return failed(name, "not JSON")
    if not isinstance(row, dict):
        return failed(name, "not a JSON object")
    return record_of({field: row.get(key) for field, key in reading.names.items()}, name)


def record_of(row: dict[str, Any], name: str) -> Record:
    """Make a record of a row with the fields html, text, id and url, all of which may be None."""
    id, url = _string(row["id"]) or name, _string(row["url"])
    for kind in ("html", "text"):
        page = row[kind]
        if isinstance(page, str):
            page = page.encode("utf-8", "replace")  # JSON may spell half a surrogate pair
        if isinstance(page, bytes):
            return Record(id, page, kind, url)
        if page is not None:
            return failed(id, f"{kind} is no text", url=url)
    return failed(id, "page is missing", url=url)


def _string(value: Any) -> str | None:
    if isinstance(value, bytes):  # as some writers of Parquet store strings
        return value.decode("utf-8", "replace")
    return None if value is None else str(value)
