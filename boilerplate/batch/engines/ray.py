"""The engine of a cluster: Ray Data reads and labels there, and hands the chunks back in order.

Inputs are read by tasks, which cut them into the same chunks as on one machine; actors label
these, each in a worker process of its own that has loaded the model once. What travels are
chunks as bytes, a row each, so that Ray may part and join its blocks as it likes.
"""

from __future__ import annotations

import logging
from collections.abc import Generator, Iterator, Sequence
from functools import partial
from typing import Any, Final

import pyarrow as pa

from boilerplate.batch.engines.isolated import Isolated
from boilerplate.batch.jobs import Chunk, Job, Settings, chunks
from boilerplate.errors import MissingExtraError

try:
    import ray
    from ray.data import ActorPoolStrategy, DataContext
except ImportError:
    raise MissingExtraError("Ray is not installed: pip install 'boilerplate[ray]'") from None

_BLOCK_BYTES: Final = 8 << 20
"""The most that goes to an actor at once, so that one large input keeps many of them busy."""

_Row = dict[str, list[Any]]


def label(
    jobs: Sequence[Job],
    settings: Settings,
    version: str,
    workers: int | None = None,
    address: str | None = None,
) -> Generator[Chunk]:
    """Label the pages of jobs on a cluster.

    Parameters
    ----------
    jobs, settings
        What is to be done. All nodes must be able to read the inputs, and the model if it is a
        file, by the same names.
    version
        The version of the model.
    workers
        Number of actors; by default one a processor, less one for reading.
    address
        The address of the cluster; by default one is started here.

    Yields
    ------
    Chunk
        Labelled pages, in the order of the jobs.
    """
    if not jobs:
        return
    logging.getLogger("ray.data").setLevel(logging.WARNING)
    ray.init(address, ignore_reinit_error=True, log_to_driver=False, logging_level=logging.ERROR)
    context = DataContext.get_current()
    context.execution_options.preserve_order = True
    context.target_max_block_size = _BLOCK_BYTES
    context.enable_progress_bars = False
    resources: dict[str, float] = ray.cluster_resources()
    actors = workers or max(int(resources.get("CPU", 1)) - 1, 1)
    rows = (
        ray.data.range(len(jobs), override_num_blocks=len(jobs))
        # Of other resources than the actors, so that Ray doesn't let these read as well; and of
        # so little that there is always a processor for it.
        .map_batches(partial(_read, jobs=jobs, settings=settings), batch_size=1, num_cpus=0.25)
        .map_batches(
            _Label,
            fn_constructor_args=(settings, version),
            batch_size=1,
            num_cpus=0.75,
            compute=ActorPoolStrategy(size=actors),
        )
    )
    for row in rows.iter_rows():
        share, size = float(row["share"]), int(row["size"])
        yield Chunk(int(row["job"]), share, size, _unpacked(row["rows"]))


class _Label:
    """What an actor does."""

    def __init__(self, settings: Settings, version: str) -> None:
        self._isolated = Isolated(settings, version)

    def __call__(self, row: _Row) -> _Row:
        (rows,) = row["rows"]
        labelled = self._isolated.label(_unpacked(rows))
        return {**row, "rows": [_packed(labelled)]}


def _read(row: _Row, jobs: Sequence[Job], settings: Settings) -> Iterator[_Row]:
    job = jobs[int(row["id"][0])]
    for chunk in chunks(job, settings):
        fields = chunk._replace(rows=_packed(chunk.rows))._asdict()
        yield {name: [value] for name, value in fields.items()}


def _packed(rows: pa.RecordBatch) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows.schema) as stream:
        stream.write_batch(rows)
    return sink.getvalue().to_pybytes()  # type: ignore[no-any-return]


def _unpacked(data: bytes) -> pa.RecordBatch:
    return pa.ipc.open_stream(data).read_next_batch()
