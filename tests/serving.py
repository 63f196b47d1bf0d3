"""The service on a real socket, with a model that does as it is told."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest

pytest.importorskip("fastapi")
pytest.importorskip("uvicorn")
httpx = pytest.importorskip("httpx")

import uvicorn  # noqa: E402
from fakes import FakeLabeler  # noqa: E402

from boilerplate.document import Page  # noqa: E402
from boilerplate.serve import Settings, create_app  # noqa: E402
from boilerplate.serve.listener import listen  # noqa: E402

LABEL = "/v1/label"
SOURCE = "player| Play Live Radio\ntitle| Bridge closes\ntext| It closes on Monday.\nlegal| © Radio"


class Gate(FakeLabeler):
    """The fake labeler, which can be held up, and remembers what it was given together."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.open.set()
        self.batches: list[list[str]] = []

    def label_many(self, sources: Iterable[str | bytes], kind: Any = "auto") -> list[Page]:
        sources = list(sources)
        self.batches.append([str(source) for source in sources])
        assert self.open.wait(20)
        return super().label_many([_with_role(str(source)) for source in sources], kind)


def _with_role(source: str) -> str:
    return source if not source or "|" in source or "impossible" in source else f"text| {source}"


@contextmanager
def serving(settings: Settings, labeler: Any) -> Iterator[Any]:
    """The service on a real socket, in a thread; yields a client of it."""
    listener = listen("127.0.0.1", 0)
    app = create_app(settings, labeler)
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", access_log=False))
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    try:
        with httpx.Client(base_url=address, timeout=30, trust_env=False) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join(30)
        assert not thread.is_alive()


def at_once(calls: Sequence[Callable[[], Any]]) -> list[Any]:
    """Make calls in threads of their own, and give what they return."""
    answers: list[Any] = [None] * len(calls)

    def run(number: int) -> None:
        answers[number] = calls[number]()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


def eventually(true: Callable[[], bool], seconds: float = 20) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def check_problem(answer: Any, status: int) -> str:
    """Check that an answer is a problem document, and give its detail."""
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == status
    assert told["type"] == "about:blank"
    return str(told["detail"])


def free_port() -> int:
    """A port that was free a moment ago."""
    with listen("127.0.0.1", 0) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def service(
    *options: str, command: str = "serve", **env: str
) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The service, or the labelling tool, as a process; yields it and its port."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "boilerplate", command, "--port", str(port), *options],
        env={**os.environ, **env},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        deadline = time.monotonic() + 90
        while True:
            assert process.poll() is None, process.stderr and process.stderr.read()
            assert time.monotonic() < deadline
            try:
                httpx.get(f"http://127.0.0.1:{port}/readyz", trust_env=False).raise_for_status()
                break
            except httpx.HTTPError:
                time.sleep(0.1)
        yield process, port
    finally:
        process.terminate()
        process.communicate(timeout=60)
