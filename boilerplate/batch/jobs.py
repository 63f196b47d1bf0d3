"""What an engine is told to do, and what it hands back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from boilerplate.batch.inputs import Input
from boilerplate.batch.records import chunked
from boilerplate.batch.sources import Reading, read


class Job(NamedTuple):
    """An input that is to be read and labelled from a part on; those before it are done."""

    number: int
    input: Input
    parts_done: int


class Chunk(NamedTuple):
    """Some pages of a job in a row, to be labelled or labelled.

    Attributes
    ----------
    job
        The job's number.
    share
        How much of its input has been read with them, from 0 to 1.
    size
        Bytes of the pages as they were read.
    rows
        A page a row.
    """

    job: int
    share: float
    size: int
    rows: pa.RecordBatch


@dataclass(frozen=True)
class Settings:
    """What of a user's wishes the pages' labels depend on; it can be sent to other processes.

    Attributes
    ----------
    model
        What :func:`boilerplate.load` takes.
    reading
        How pages are read.
    timeout
        Seconds that a page may take.
    part_pages
        Pages that go into a part of the output.
    """

    model: str | None = None
    reading: Reading = field(default_factory=Reading)
    timeout: float = 60.0
    part_pages: int = 2000


def chunks(job: Job, settings: Settings) -> Iterator[Chunk]:
    """Read the pages of a job that are still to be labelled."""
    done = job.parts_done * settings.part_pages
    records = islice(read(job.input, settings.reading), done, None)
    for share, rows in chunked(records, settings.part_pages):
        size = pc.sum(pc.binary_length(rows["source"])).as_py() or 0
        yield Chunk(job.number, share, size, rows)
