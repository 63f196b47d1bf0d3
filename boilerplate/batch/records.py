"""What sources hand on: pages as records, and records as Arrow chunks of bounded size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, Literal, NamedTuple

import pyarrow as pa

Kind = Literal["auto", "text", "html"]

INPUT: Final = "input"
"""The stage of an error that keeps the rest of a file from being read."""

_PAGES: Final = 64
_BYTES: Final = 1 << 21
_SCHEMA: Final = pa.schema(
    [
        ("id", pa.string()),
        ("url", pa.string()),
        ("source", pa.binary()),
        ("kind", pa.string()),
        ("stage", pa.string()),
        ("error", pa.string()),
    ]
)


class Record(NamedTuple):
    """A page, or what is to be told in its place.

    Attributes
    ----------
    id
        What the page is called.
    source
        Its bytes; None where they can't be had.
    kind
        What they are.
    url
        Its address, where it is known.
    stage, error
        Where and why it can't be had.
    share
        How much of its file has been read with it, from 0 to 1.
    """

    id: str
    source: bytes | None = None
    kind: Kind = "auto"
    url: str | None = None
    stage: str | None = None
    error: str | None = None
    share: float = 1.0


def failed(id: str, error: str, *, stage: str = "read", url: str | None = None) -> Record:
    """Tell why a page can't be had."""
    return Record(id, url=url, stage=stage, error=error)


def chunked(records: Iterable[Record], part_pages: int) -> Iterator[tuple[float, pa.RecordBatch]]:
    """Gather records that begin with a part, and tell how much of the file is read with each.

    Where a chunk ends depends on the records alone. No chunk reaches into a second part.
    """
    chunk: list[Record] = []
    size = 0
    for number, record in enumerate(records, 1):
        chunk.append(record)
        size += len(record.source or b"")
        if len(chunk) == _PAGES or size >= _BYTES or number % part_pages == 0:
            yield record.share, _batch(chunk)
            chunk, size = [], 0
    if chunk:
        yield chunk[-1].share, _batch(chunk)


def _batch(records: list[Record]) -> pa.RecordBatch:
    names = _SCHEMA.names
    columns = {name: [getattr(record, name) for record in records] for name in names}
    return pa.RecordBatch.from_pydict(columns, schema=_SCHEMA)
