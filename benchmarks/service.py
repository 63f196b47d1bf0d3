"""Measure the HTTP service under load: ``python -m benchmarks.service``.

Starts the service, sends it pages over loopback, and ends it with a signal while clients are
still asking; then says which goals are met. Client and server share the machine: give each a
core (``--client-core``, ``--server-core``) so that one doesn't slow the other.
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
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final, TypeVar

from benchmarks import pages
from benchmarks.clients import Tally, closed_loop, overload, steady

_OVERLOAD: Final = 4
"""Times the capacity."""

_T = TypeVar("_T")


@contextmanager
def service(args: argparse.Namespace) -> Iterator[subprocess.Popen[bytes]]:
    """The service, ready; ended by SIGTERM unless it is ended before."""
    command = [sys.executable, "-m", "boilerplate", "serve"]
    command += ["--port", str(args.port), "--workers", str(args.workers)]
    if args.server_core is not None:
        command = ["taskset", "-c", str(args.server_core), *command]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 60
        while not asyncio.run(closed_loop(args.port, [b"<p>Ready?"], 1, 1)).outcomes["200"]:
            if time.monotonic() > deadline or process.poll() is not None:
                raise SystemExit("the service does not start")
            time.sleep(0.2)
        time.sleep(2 if args.workers > 1 else 0)  # one is ready; so are the others soon
        yield process
    finally:
        process.terminate()
        process.wait(60)


def in_process(bodies: Sequence[bytes], core: int | None) -> tuple[float, float]:
    """Seconds, and seconds of processor time, to label a page without a service."""
    from threadpoolctl import threadpool_limits

    from boilerplate.model.labeler import load

    everywhere = os.sched_getaffinity(0)
    os.sched_setaffinity(0, everywhere if core is None else {core})
    labeler = load()
    with threadpool_limits(1):  # the one core it has
        for body in bodies[:5]:
            labeler.label(body)
        began, cpu = time.perf_counter(), time.process_time()
        for body in bodies:
            labeler.label(body)
        seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    os.sched_setaffinity(0, everywhere)
    return seconds / len(bodies), cpu / len(bodies)


def family(pid: int) -> list[int]:
    """A process and those it has started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(other for child in children for other in family(int(child)))]


def resident_mb(pid: int) -> float:
    """Resident memory of a process and those it has started, in MB."""
    kb = 0
    for each in family(pid):
        with suppress(FileNotFoundError):
            for line in Path(f"/proc/{each}/status").read_text().splitlines():
                kb += int(line.split()[1]) if line.startswith("VmRSS") else 0
    return kb / 1024


def cpu_seconds(pid: int) -> float:
    """Processor time that a process and those it has started have used."""
    ticks = 0
    for each in family(pid):
        fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


async def watched(pid: int, work: Coroutine[Any, Any, _T]) -> tuple[_T, list[float]]:
    """Do some work, and read the memory of a process every half second meanwhile."""
    memory: list[float] = []

    async def watch() -> None:
        while True:
            memory.append(resident_mb(pid))
            await asyncio.sleep(0.5)

    watcher = asyncio.create_task(watch())
    done = await work
    watcher.cancel()
    return done, memory


def tell(name: str, tally: Tally, **more: Any) -> None:
    """Print the figures of a run."""
    times = {f"p{share}_ms": round(tally.percentile(share) * 1000, 1) for share in (50, 99)}
    figures = {"outcomes": dict(tally.outcomes), "retry_after": tally.retry_after, **times}
    print(json.dumps({name: figures | more}), flush=True)


def judge(goal: str, met: bool, measured: str) -> None:
    """Print whether a goal is met."""
    print(f"{'met' if met else 'NOT MET':8}{goal}: {measured}", flush=True)


def saturated(pid: int, bodies: Sequence[bytes], alone: tuple[float, float], args: Any) -> float:
    """Clients that ask again as soon as they are answered; returns answers a second."""
    began, cpu = time.perf_counter(), cpu_seconds(pid)
    work = closed_loop(args.port, bodies, args.requests, args.clients)
    tally, memory = asyncio.run(watched(pid, work))
    rate = tally.outcomes["200"] / (time.perf_counter() - began)
    cpu = (cpu_seconds(pid) - cpu) / args.requests
    half = memory[len(memory) // 2 :]
    before, after = (max(part) for part in (half[: len(half) // 2], half[len(half) // 2 :]))
    tell("load", tally, answers_a_second=round(rate, 1), cpu_ms_a_request=round(cpu * 1000, 1))
    print(json.dumps({"mb": [round(mb) for mb in memory[:: max(1, len(memory) // 20)]]}))
    judge("no error", set(tally.outcomes) == {"200"}, str(dict(tally.outcomes)))
    mean, p99 = sum(tally.seconds) / len(tally.seconds), tally.percentile(99)
    times = f"{p99 * 1000:.0f} ms = {p99 / mean:.1f} times"
    judge("p99 under 20 times the mean time of an answer", p99 < 20 * mean, times)
    grown = f"{before:.0f} MB in the third quarter, {after:.0f} in the fourth"
    judge("no growth of memory over the last half", after <= before * 1.03, grown)
    # Processor time tells even where others use the machine.
    ratios = rate * alone[0], alone[1] / cpu
    judge(
        "throughput at least 0.7 of single pages in process",
        ratios[0] >= 0.7,
        "{:.2f} (by processor time {:.2f})".format(*ratios),
    )
    return rate


def even(bodies: Sequence[bytes], capacity: float, alone: float, args: Any) -> None:
    """Requests that come by chance, at a share of what can be done.

    What the saturated run can't tell is how long an answer takes where nobody has to queue.
    """
    rate = args.share * capacity
    tally = asyncio.run(steady(args.port, bodies, rate, args.steady, args.clients))
    multiple = round(tally.percentile(99) / alone, 1)
    tell("steady", tally, asked_a_second=round(rate, 1), p99_in_times_of_a_page=multiple)


def overloaded(pid: int, bodies: Sequence[bytes], capacity: float, args: Any) -> None:
    """More than can be done."""
    work = overload(args.port, bodies, _OVERLOAD * capacity, args.overload)
    (tally, recovery), memory = asyncio.run(watched(pid, work))
    tell("overload", tally, recovery_s=round(recovery, 2), mb_at_most=round(max(memory)))
    right = set(tally.outcomes) == {"200", "503"} and tally.retry_after == tally.outcomes["503"]
    goal = f"{_OVERLOAD} times the capacity: 503 with Retry-After, the rest answered"
    judge(goal, right, str(dict(tally.outcomes)))
    judge("recovery within 2 s", recovery <= 2, f"{recovery:.2f} s")


def terminated(bodies: Sequence[bytes], args: Any) -> bool:
    """End the service by SIGTERM while clients ask; whether no request was lost."""
    with service(args) as process:

        async def run() -> Tally:
            asking = asyncio.create_task(closed_loop(args.port, bodies, 10**9, args.clients))
            await asyncio.sleep(2)
            process.send_signal(signal.SIGTERM)
            return await asking

        tally = asyncio.run(run())
        status = process.wait(60)
    tell("sigterm", tally, exit_status=status)
    return status == 0 and set(tally.outcomes) <= {"200", "503", "refused"}


def main() -> None:
    """Run all measurements."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=300, help="different pages to send")
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--share", type=float, default=0.7, help="of the capacity, when steady")
    parser.add_argument("--steady", type=float, default=30.0, help="seconds of steady load")
    parser.add_argument("--overload", type=float, default=20.0, help="seconds of overload")
    parser.add_argument("--terminations", type=int, default=10, help="times to end it by SIGTERM")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--server-core", type=int)
    parser.add_argument("--client-core", type=int)
    args = parser.parse_args()

    bodies = list(pages.read_pages(pages.default_folder(), args.pages))
    alone = in_process(bodies, args.server_core)
    kb = sum(map(len, bodies)) / len(bodies) / 1000
    figures = {"page_kb": round(kb), "ms_a_page": round(alone[0] * 1000, 1)}
    print(json.dumps({"in_process": figures | {"cpu_ms": round(alone[1] * 1000, 1)}}), flush=True)
    if args.client_core is not None:
        os.sched_setaffinity(0, {args.client_core})

    with service(args) as process:
        capacity = saturated(process.pid, bodies, alone, args)
        even(bodies, capacity, alone[0], args)
        overloaded(process.pid, bodies, capacity, args)
    if args.terminations:
        kept = [terminated(bodies, args) for _ in range(args.terminations)]
        goal = "SIGTERM under load loses no accepted request"
        judge(goal, all(kept), f"{sum(kept)} of {len(kept)} endings")


if __name__ == "__main__":
    main()
