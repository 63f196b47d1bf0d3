"""From files to records: one file a format, each a function from a file to what it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from boilerplate.batch.inputs import File, Input, InputKind
from boilerplate.batch.records import INPUT, Record, failed
from boilerplate.batch.sources import archive, jsonl, pages, parquet, warc
from boilerplate.batch.sources.reading import Reading

__all__ = ["Reading", "read"]

_READERS: Final[dict[InputKind, Callable[[File, Reading], Iterator[Record]]]] = {
    "pages": pages.read,
    "jsonl": jsonl.read,
    "parquet": parquet.read,
    "warc": warc.read,
    "zip": archive.read_zip,
    "tar": archive.read_tar,
}


def read(input: Input, reading: Reading) -> Iterator[Record]:
    """Read the pages of an input. Where it can't be read any further, the last record says so."""
    for number, file in enumerate(input.files):
        try:
            for record in _READERS[input.kind](file, reading):
                share = (number + record.share) / len(input.files)
                yield _checked(record, reading)._replace(share=share)
        except Exception as error:  # damage may come out of these libraries as anything
            problem = " ".join(str(error).split()) or type(error).__name__
            yield failed(file.path, problem, stage=INPUT)


def _checked(record: Record, reading: Reading) -> Record:
    if record.source is not None and len(record.source) > reading.max_bytes:
        return failed(record.id, f"more than {reading.max_bytes:,} bytes", url=record.url)
    return record
