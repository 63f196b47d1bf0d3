"""The engine of one machine: worker processes, with a thread here to feed each.

A pool of joblib or concurrent.futures gives up all that is under way when one process dies, and
can't end the one whose page takes too long. Here a process is nothing but a pipe in and a pipe
out, and the order is kept by taking results as they were asked for.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain
from queue import SimpleQueue
from typing import Final

import pyarrow as pa

from boilerplate.batch.engines.isolated import Isolated
from boilerplate.batch.jobs import Chunk, Job, Settings, chunks

_AHEAD: Final = 8
"""Chunks for each worker that are read or labelled, but not yet taken."""


def label(
    jobs: Iterable[Job], settings: Settings, version: str, workers: int | None = None
) -> Generator[Chunk]:
    """Label the pages of jobs in worker processes.

    Parameters
    ----------
    jobs, settings
        What is to be done.
    version
        The version of the model.
    workers
        Number of processes; by default that of the processors this process may use.

    Yields
    ------
    Chunk
        Labelled pages, in the order of the jobs.
    """
    workers = workers or _cores()
    pool = [Isolated(settings, version) for _ in range(workers)]
    idle: SimpleQueue[Isolated] = SimpleQueue()
    for worker in pool:
        idle.put(worker)

    def labelled(rows: pa.RecordBatch) -> pa.RecordBatch:
        worker = idle.get()
        try:
            return worker.label(rows)
        finally:
            idle.put(worker)

    threads = ThreadPoolExecutor(workers)
    waiting: deque[tuple[Chunk, Future[pa.RecordBatch]]] = deque()
    try:
        for chunk in chain.from_iterable(chunks(job, settings) for job in jobs):
            waiting.append((chunk, threads.submit(labelled, chunk.rows)))
            if len(waiting) >= _AHEAD * workers:
                yield _taken(waiting)
        while waiting:
            yield _taken(waiting)
    finally:
        for worker in pool:
            worker.close()
        threads.shutdown(cancel_futures=True)


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _taken(waiting: deque[tuple[Chunk, Future[pa.RecordBatch]]]) -> Chunk:
    chunk, result = waiting.popleft()
    return chunk._replace(rows=result.result())
