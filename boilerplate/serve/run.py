"""The service as processes: started, drained and ended."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator
from functools import partial
from tempfile import TemporaryDirectory
from time import monotonic
from types import FrameType
from typing import Final

import uvicorn
from fastapi import FastAPI
from prometheus_client.multiprocess import mark_process_dead
from threadpoolctl import threadpool_limits

from boilerplate.model.labeler import load
from boilerplate.serve.app import create_app
from boilerplate.serve.listener import give_up, hold, listen
from boilerplate.serve.memory import share_one_arena
from boilerplate.serve.settings import Settings
from boilerplate.serve.workers import supervise

_GRACE: Final = 5
"""Seconds beyond the time limit of requests in which a shutdown waits for them."""

_KEEP_ALIVE: Final = 75
"""Seconds for which connections stay open unused: longer than proxies keep theirs."""

_DOOR_TICKS: Final = 3
"""Tenths of a second in which those at the door are taken."""

_LAST_SECONDS: Final = 1.0
"""How long connections may stay open after that without a request."""


def run(settings: Settings, host: str, port: int, workers: int = 1) -> None:
    """Serve until told to end.

    SIGTERM lets the service finish what it has accepted; SIGINT ends it sooner.

    Parameters
    ----------
    workers
        Processes that share the port; each has its own queue.

    Raises
    ------
    ModelError
        If the model can't be loaded.
    OSError
        If the address can't be had.
    """
    listener = listen(host, port)
    if workers == 1:
        serve(create_app(settings), listener, settings)
        return
    load(settings.model)  # what is wrong with it is better told once
    with TemporaryDirectory(prefix="boilerplate-metrics-") as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder  # workers add up their counts there
        threads = max(1, (os.cpu_count() or 1) // workers)
        supervise(partial(_work, settings, listener, threads), workers, mark_process_dead)


def serve(app: FastAPI, listener: socket.socket, settings: Settings) -> None:
    """Run an application in this process until a signal ends it."""
    share_one_arena()
    config = uvicorn.Config(
        app,
        access_log=False,
        server_header=False,
        log_level="warning",
        timeout_keep_alive=_KEEP_ALIVE,
        timeout_graceful_shutdown=int(settings.timeout) + _GRACE,
    )
    _Server(config, app, listener, settings.drain).run(sockets=[listener])


def _work(settings: Settings, listener: socket.socket, threads: int) -> None:
    with threadpool_limits(threads, "blas"):
        serve(create_app(settings), listener, settings)


class _Server(uvicorn.Server):
    """A server that answers every request which reaches it before it ends.

    On SIGTERM it tells load balancers that it is not ready and asks every client to close its
    connection, but goes on answering. After a while it lets no new connection in, takes those
    that wait at the door, and ends when all are closed.
    """

    def __init__(
        self, config: uvicorn.Config, app: FastAPI, listener: socket.socket, drain: float
    ) -> None:
        super().__init__(config)
        self._app = app
        self._listener = listener
        self._drain = drain
        self._steps: Iterator[None] | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if sig == signal.SIGTERM and self._steps is None:
            self._app.state.draining = True
            self._steps = self._end()
        else:
            super().handle_exit(sig, frame)

    async def on_tick(self, counter: int) -> bool:
        if self._steps is not None and next(self._steps, self) is self:
            self.should_exit = True
        return await super().on_tick(counter)

    def _end(self) -> Iterator[None]:
        """The steps of an end, looked at every tenth of a second."""
        yield from self._while_connected(self._drain)
        hold(self._listener)
        for _ in range(_DOOR_TICKS):
            yield
        give_up(self._listener)
        for server in self.servers:
            server.close()
        yield from self._while_connected(_LAST_SECONDS)

    def _while_connected(self, seconds: float) -> Iterator[None]:
        deadline = monotonic() + seconds
        while self.server_state.connections and monotonic() < deadline:
            yield
