"""From labelled chunks to parts of the output, each noted down once it is on disk.

Where a part ends depends on the input alone: every so many pages, and with the input.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import groupby
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from boilerplate.arrow import PAGES
from boilerplate.batch import done, durable
from boilerplate.batch.jobs import Chunk, Job
from boilerplate.batch.records import INPUT
from boilerplate.batch.sinks import Sink


def by_job(jobs: Iterable[Job], chunks: Iterable[Chunk]) -> Iterator[tuple[Job, Iterable[Chunk]]]:
    """Tell every job with its chunks, which come in the order of the jobs and may be none."""
    groups = groupby(chunks, key=lambda chunk: chunk.job)
    group = next(groups, None)
    for job in jobs:
        if group is not None and group[0] == job.number:
            yield job, group[1]
            group = next(groups, None)
        else:
            yield job, ()


def write_parts(out: Path, job: Job, chunks: Iterable[Chunk], part_pages: int, sink: Sink) -> None:
    """Write what a job has come to, and note it down."""
    whole = True
    for number, rows in enumerate(_parts(chunks, part_pages), job.parts_done):
        name = f"part-{job.number:05}-{number:05}{sink.suffix}"
        pages = rows.filter(pc.is_null(rows["error"]))
        durable.replace(out / name, partial(sink.write, pages))
        part = done.part_of(name, pages, done.errors_of(rows))
        done.add(out, job.number, part)
        whole = whole and not any(error["stage"] == INPUT for error in part.errors)
    if whole:
        done.end(out, job.number)


def _parts(chunks: Iterable[Chunk], part_pages: int) -> Iterator[pa.Table]:
    """Put chunks together; none of them reaches into a second part."""
    gathered: list[pa.RecordBatch] = []
    pages = 0
    for chunk in chunks:
        gathered.append(chunk.rows)
        pages += chunk.rows.num_rows
        if pages == part_pages:
            yield pa.Table.from_batches(gathered, PAGES)
            gathered, pages = [], 0
    if gathered:
        yield pa.Table.from_batches(gathered, PAGES)
