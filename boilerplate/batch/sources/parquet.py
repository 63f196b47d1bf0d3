"""Parquet: a page a row."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.parquet as pq

from boilerplate.batch.inputs import File
from boilerplate.batch.records import Record
from boilerplate.batch.sources.jsonl import record_of
from boilerplate.batch.sources.reading import Reading, raw
from boilerplate.errors import SourceError


def read(file: File, reading: Reading) -> Iterator[Record]:
    """Read a page a row; one without an id is called by the file and the row's number from 1.

    Raises
    ------
    SourceError
        If the file is no Parquet file, or lacks a column.
    """
    with raw(file.path) as stream:
        try:
            # Without a buffer before it a row group is read page by page, however large it is.
            table = pq.ParquetFile(stream, pre_buffer=False, buffer_size=1 << 20)
        except pa.ArrowInvalid as error:
            raise SourceError(f"not a Parquet file, or damaged ({error})") from error
        columns = _columns(table.schema_arrow.names, reading)
        number = 0
        batches = table.iter_batches(64, columns=list(columns.values()), use_threads=False)
        for batch in batches:
            held = {field: batch[name].to_pylist() for field, name in columns.items()}
            for i in range(batch.num_rows):
                number += 1
                row = {field: held[field][i] if field in held else None for field in reading.names}
                record = record_of(row, f"{file.path}:{number}")
                yield record._replace(share=number / table.metadata.num_rows)


def _columns(present: list[str], reading: Reading) -> dict[str, str]:
    found = {field: name for field, name in reading.names.items() if name in present}
    for field, name in reading.names.items():
        if getattr(reading, field) is not None and field not in found:
            raise SourceError(f"no column {name!r}, but {', '.join(present)}")
    if "html" not in found and "text" not in found:
        wanted = f"{reading.names['html']!r} or {reading.names['text']!r}"
        raise SourceError(f"no column {wanted}, but {', '.join(present)}")
    return found
