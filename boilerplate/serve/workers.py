"""Several processes that do the same work, kept alive until a signal ends them."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import connection, get_context, parent_process
from multiprocessing.context import SpawnProcess
from threading import Thread
from time import monotonic
from typing import Final

_SOON: Final = 5.0
"""A process that ends within so many seconds of its start would only end again."""


@dataclass(frozen=True, slots=True)
class _Worker:
    process: SpawnProcess
    began: float


def supervise(work: Callable[[], None], workers: int, died: Callable[[int], None]) -> None:
    """Run `work` in processes of its own until SIGTERM or SIGINT; replace those that die.

    Parameters
    ----------
    died
        Is told the id of a process that was replaced.

    Raises
    ------
    SystemExit
        If one dies as soon as it is started.
    """
    context = get_context("spawn")
    told: list[int] = []
    handlers = {
        sig: signal.signal(sig, lambda sig, frame: told.append(sig))
        for sig in (signal.SIGTERM, signal.SIGINT)
    }

    def start() -> _Worker:
        process = context.Process(target=_follow, args=(work,))
        process.start()
        return _Worker(process, monotonic())

    running = [start() for _ in range(workers)]
    try:
        while not told:
            connection.wait([worker.process.sentinel for worker in running], timeout=0.2)
            for worker in [w for w in running if not w.process.is_alive() and not told]:
                if monotonic() - worker.began < _SOON:
                    sys.exit(1)
                running.remove(worker)
                died(worker.process.pid or 0)
                running.append(start())
    finally:
        for worker in running:
            worker.process.terminate()
        for worker in running:
            worker.process.join()
        for sig, handler in handlers.items():
            signal.signal(sig, handler)


def _follow(work: Callable[[], None]) -> None:
    """Work, and end when the supervisor is gone, however it went."""
    supervisor = parent_process()
    assert supervisor is not None

    def watch() -> None:
        connection.wait([supervisor.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)

    Thread(target=watch, daemon=True).start()
    work()
