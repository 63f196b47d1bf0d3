"""The service as a process: signals, workers, addresses that are taken."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest
from serving import LABEL, check_problem, eventually, httpx, listen, service

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "examples" / "river-radio.txt").read_bytes()

pytestmark = [
    pytest.mark.skipif(os.name != "posix", reason="POSIX signals"),
    pytest.mark.skipif(not list((ROOT / "models").glob("*.joblib")), reason="no model in models/"),
]


class Caller(threading.Thread):
    """Asks again and again on one connection, until nobody is there any more."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self._port = port
        self.seen: Counter[str] = Counter()

    def run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        while True:
            try:
                if connection.sock is None:
                    connection.connect()
            except ConnectionRefusedError:
                return
            try:
                connection.request("POST", LABEL, PAGE, {"Content-Type": "text/plain"})
                answer = connection.getresponse()
                answer.read()
                self.seen[str(answer.status)] += 1
            except (OSError, http.client.HTTPException) as error:
                self.seen[f"lost: {error!r}"] += 1
                return


@pytest.mark.parametrize("workers", ["1", "2"])
def test_sigterm_loses_no_request(workers: str) -> None:
    with service("--workers", workers) as (process, port):
        callers = [Caller(port) for _ in range(12)]
        for caller in callers:
            caller.start()
        while sum(caller.seen["200"] for caller in callers) < 20:
            time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        for caller in callers:
            caller.join(60)
        assert process.wait(60) == 0
    seen = sum((caller.seen for caller in callers), Counter())
    assert set(seen) == {"200"}


def test_while_it_ends_it_is_not_ready_but_answers() -> None:
    with service() as (process, port):
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
            client.get("/readyz").raise_for_status()
            process.send_signal(signal.SIGTERM)
            while (answer := client.get("/readyz")).status_code == 200:
                time.sleep(0.02)
            assert answer.headers["connection"] == "close"
            check_problem(answer, 503)
            assert client.get("/healthz").status_code == 200
        assert process.wait(60) == 0


def children(pid: int) -> list[int]:
    """The workers of a service; the tracker of its resources is none."""
    listed = subprocess.run(
        ["ps", "-ww", "-o", "pid=,args=", "--ppid", str(pid)], capture_output=True, text=True
    )
    return [int(line.split()[0]) for line in listed.stdout.splitlines() if "spawn_main" in line]


def test_workers_add_up_their_metrics_and_are_replaced(tmp_path: Path) -> None:
    with service("--workers", "2", TMPDIR=str(tmp_path)) as (process, port):
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
            for _ in range(6):
                client.post(LABEL, json={"source": "Play"}, headers={"Connection": "close"})
            told = client.get("/metrics").text
            assert 'route="/v1/label",status="200"} 6.0' in told
        first, second = children(process.pid)
        time.sleep(6)  # one that dies at once would not be replaced
        os.kill(first, signal.SIGKILL)
        eventually(lambda: len({*children(process.pid)} - {first}) == 2)
        assert second in children(process.pid)
        # What waited in the dead one waits no more.
        eventually(lambda: not list(tmp_path.glob(f"*/gauge_live*_{first}.db")))
        assert list(tmp_path.glob(f"*/gauge_live*_{second}.db"))


def test_workers_do_not_outlive_their_supervisor() -> None:
    with service("--workers", "2") as (process, port):
        process.kill()
        process.wait()

        def is_gone() -> bool:
            try:
                with socket.create_connection(("127.0.0.1", port)):
                    return False
            except ConnectionRefusedError:
                return True

        eventually(is_gone)


def test_an_address_that_is_taken_is_one_line() -> None:
    with listen("127.0.0.1", 0) as listener:
        listener.listen()
        port = str(listener.getsockname()[1])
        result = subprocess.run(
            [sys.executable, "-m", "boilerplate", "serve", "--port", port],
            capture_output=True,
            text=True,
        )
    assert result.returncode == 1
    assert f"127.0.0.1:{port}: Address already in use" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_missing_model_is_one_line_and_not_tried_for_ever() -> None:
    for workers in ("1", "2"):
        options = ["--port", "0", "--workers", workers, "--model", "no-such-1.0.0.joblib"]
        result = subprocess.run(
            [sys.executable, "-m", "boilerplate", "serve", *options],
            capture_output=True,
            text=True,
        )
        assert result.returncode == 1
        assert "no-such-1.0.0.joblib: no such file" in result.stderr


def test_the_token_comes_from_the_environment() -> None:
    with service(BOILERPLATE_TOKEN="s3cret") as (_, port):
        address = f"http://127.0.0.1:{port}/v1/model"
        assert httpx.get(address, trust_env=False).status_code == 401
        headers = {"Authorization": "Bearer s3cret"}
        assert httpx.get(address, headers=headers, trust_env=False).status_code == 200


def test_an_open_door_is_warned_of() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "boilerplate", "serve", "--host", "0.0.0.0", "--port", "0"],
        env={key: value for key, value in os.environ.items() if key != "BOILERPLATE_TOKEN"},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    first = process.stderr.readline()
    process.kill()
    process.communicate()
    assert "set BOILERPLATE_TOKEN" in first
