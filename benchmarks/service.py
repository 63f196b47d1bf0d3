"""Measure the HTTP service under load: ``python -m benchmarks.service``.

Starts the service, sends it pages over loopback, and ends it with a signal while clients are
still asking. Client and server share the machine: give each a core (``--client-core``,
``--server-core``) so that one doesn't slow the other.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks import pages

_LABEL: Final = "/v1/label"


@dataclass(slots=True)
class Tally:
    """What became of requests."""

    seconds: list[float] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)
    retry_after: int = 0


class Client:
    """One connection that is kept open, and opened again when the service closes it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, body: bytes, tally: Tally) -> None:
        """Send a page, and count what comes back."""
        if self._streams is not None and self._streams[0].at_eof():
            self._close()  # closed while nobody asked
        if self._streams is None:
            try:
                self._streams = await asyncio.open_connection("127.0.0.1", self._port)
            except OSError:
                tally.outcomes["refused"] += 1
                return
        reader, writer = self._streams
        head = f"POST {_LABEL} HTTP/1.1\r\nHost: here\r\nContent-Type: text/html\r\n"
        began = time.perf_counter()
        try:
            writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
            lines = (await reader.readuntil(b"\r\n\r\n")).decode().lower().split("\r\n")
            headers = dict(line.split(": ", 1) for line in lines[1:] if ": " in line)
            await reader.readexactly(int(headers["content-length"]))
        except (OSError, EOFError):
            tally.outcomes["lost"] += 1
            self._close()
            return
        tally.seconds.append(time.perf_counter() - began)
        tally.outcomes[lines[0].split()[1]] += 1
        tally.retry_after += "retry-after" in headers
        if headers.get("connection") == "close":
            self._close()

    def _close(self) -> None:
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


async def closed_loop(port: int, bodies: Sequence[bytes], requests: int, clients: int) -> Tally:
    """So many clients, each of which asks again as soon as it is answered."""
    tally = Tally()
    left = iter(range(requests))

    async def work(client: Client) -> None:
        for number in left:
            await client.ask(bodies[number % len(bodies)], tally)
            if tally.outcomes["refused"]:
                return

    await asyncio.gather(*(work(Client(port)) for _ in range(clients)))
    return tally


async def open_loop(port: int, bodies: Sequence[bytes], rate: float, seconds: float) -> Tally:
    """Ask at a fixed rate, answered or not."""
    tally = Tally()
    idle: list[Client] = []
    tasks: set[asyncio.Task[None]] = set()

    async def one(number: int) -> None:
        client = idle.pop() if idle else Client(port)
        await client.ask(bodies[number % len(bodies)], tally)
        idle.append(client)

    began = time.perf_counter()
    for number in range(int(rate * seconds)):
        await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
        task = asyncio.create_task(one(number))
        tasks.add(task)
        task.add_done_callback(tasks.discard)
    return await _ended(tally, tasks, port, bodies)


async def _ended(
    tally: Tally, tasks: set[asyncio.Task[None]], port: int, bodies: Sequence[bytes]
) -> Tally:
    """Wait for what is open, and see how long it takes until a page is labelled again."""
    began = time.perf_counter()
    while True:
        probe = Tally()
        await Client(port).ask(bodies[0], probe)
        if probe.outcomes["200"]:
            break
        await asyncio.sleep(0.05)
    tally.outcomes["ms until recovery"] = int((time.perf_counter() - began) * 1000)
    await asyncio.gather(*tasks)
    return tally


def start(port: int, core: int | None, workers: int) -> subprocess.Popen[bytes]:
    """Start the service and wait until it is ready."""
    command = [sys.executable, "-m", "boilerplate", "serve"]
    command += ["--port", str(port), "--workers", str(workers)]
    if core is not None:
        command = ["taskset", "-c", str(core), *command]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        tally = asyncio.run(closed_loop(port, [b"<p>Ready?"], 1, 1))
        if tally.outcomes["200"]:
            return process
        time.sleep(0.2)
    raise SystemExit("the service does not start")


def resident_mb(pid: int) -> float:
    """Resident memory of a process, in MB."""
    kb = next(
        line.split()[1]
        for line in Path(f"/proc/{pid}/status").read_text().splitlines()
        if line.startswith("VmRSS")
    )
    return int(kb) / 1024


async def watched(pid: int, work: Any) -> tuple[Tally, list[float]]:
    """Do some work, and read the memory of a process every second meanwhile."""
    memory: list[float] = []

    async def watch() -> None:
        while True:
            memory.append(resident_mb(pid))
            await asyncio.sleep(1)

    watcher = asyncio.create_task(watch())
    tally = await work
    watcher.cancel()
    return tally, memory


def cpu_seconds(pid: int) -> float:
    """Processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def in_process(bodies: Sequence[bytes], core: int | None) -> tuple[float, float]:
    """Label pages one by one without a service: pages a second, processor seconds a page."""
    if core is not None:
        os.sched_setaffinity(0, {core})
    from threadpoolctl import threadpool_limits

    from boilerplate.model.labeler import load

    labeler = load()
    with threadpool_limits(1):  # the one core it has
        for body in bodies[:5]:
            labeler.label(body)
        began, cpu = time.perf_counter(), time.process_time()
        for body in bodies:
            labeler.label(body)
    n = len(bodies)
    return n / (time.perf_counter() - began), (time.process_time() - cpu) / n


def report(name: str, tally: Tally, seconds: float) -> dict[str, Any]:
    """Figures of a run."""
    ms = np.asarray(tally.seconds) * 1000
    figures = {
        "outcomes": dict(tally.outcomes),
        "retry_after": tally.retry_after,
        "seconds": round(seconds, 1),
        "answers_a_second": round(len(ms) / seconds, 1),
    }
    if len(ms):
        figures |= {"mean_ms": round(float(ms.mean()), 1)}
        figures |= {f"p{p}_ms": round(float(np.percentile(ms, p)), 1) for p in (50, 99)}
    print(json.dumps({name: figures}), flush=True)
    return figures


def _terminated(port: int, bodies: Sequence[bytes], args: argparse.Namespace) -> None:
    """End the service by SIGTERM while clients ask."""
    process = start(port, args.server_core, args.workers)

    async def run() -> Tally:
        asking = asyncio.create_task(closed_loop(port, bodies, 10**9, args.clients))
        await asyncio.sleep(3)
        process.send_signal(signal.SIGTERM)
        return await asking

    began = time.perf_counter()
    tally = asyncio.run(run())
    report("sigterm", tally, time.perf_counter() - began)
    print(json.dumps({"exit_status": process.wait(60)}), flush=True)


def main() -> None:
    """Run all measurements."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=300, help="different pages to send")
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--overload", type=float, default=20.0, help="seconds of overload")
    parser.add_argument("--terminations", type=int, default=3, help="times to end it by SIGTERM")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--server-core", type=int)
    parser.add_argument("--client-core", type=int)
    args = parser.parse_args()

    bodies = list(pages.read_pages(pages.default_folder(), args.pages))
    alone, cpu_alone = in_process(bodies, args.server_core)
    kb = sum(map(len, bodies)) / len(bodies) / 1000
    figures = {"page_kb": round(kb), "pages_a_second": round(alone, 1)}
    print(json.dumps({"in_process": figures | {"cpu_ms_a_page": round(cpu_alone * 1000, 1)}}))
    if args.client_core is not None:
        os.sched_setaffinity(0, {args.client_core})

    process = start(args.port, args.server_core, args.workers)
    began, cpu = time.perf_counter(), cpu_seconds(process.pid)
    work = closed_loop(args.port, bodies, args.requests, args.clients)
    tally, memory = asyncio.run(watched(process.pid, work))
    figures = report("load", tally, time.perf_counter() - began)
    quarters = [round(memory[int(len(memory) * share) - 1]) for share in (0.25, 0.5, 0.75, 1)]
    rate = figures["answers_a_second"]
    cpu = (cpu_seconds(process.pid) - cpu) / args.requests
    figures = {"mb_by_quarter": quarters, "cpu_ms_a_request": round(cpu * 1000, 1)}
    # Processor time tells even where others use the machine.
    ratios = {"wall": round(rate / alone, 2), "cpu": round(cpu_alone / cpu, 2)}
    print(json.dumps(figures | {"of_in_process": ratios}), flush=True)

    began = time.perf_counter()
    work = open_loop(args.port, bodies, 4 * rate, args.overload)
    tally, memory = asyncio.run(watched(process.pid, work))
    report("overload", tally, time.perf_counter() - began)
    print(json.dumps({"mb_at_most": round(max(memory))}), flush=True)
    process.send_signal(signal.SIGTERM)
    process.wait(60)

    for turn in range(args.terminations):
        _terminated(args.port + 1 + turn, bodies, args)


if __name__ == "__main__":
    main()
