"""Clients that ask a service for labels over loopback, and count what comes back."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

_LABEL: Final = "/v1/label"

_MOST_CLIENTS: Final = 400
"""Connections that are open at most in an overload."""


@dataclass(slots=True)
class Tally:
    """What became of requests: seconds until the answer of each, and their outcomes."""

    seconds: list[float] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)
    retry_after: int = 0

    def percentile(self, share: float) -> float:
        """The seconds within which this share of answers came, in percent."""
        return float(np.percentile(self.seconds, share)) if self.seconds else float("nan")


class Client:
    """One connection that is kept open, and opened again when the service closes it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, body: bytes, tally: Tally, since: float | None = None) -> None:
        """Send a page, and count what comes back.

        Parameters
        ----------
        since
            When it should have been sent; by default now.
        """
        began = time.perf_counter() if since is None else since
        if self._streams is not None and self._streams[0].at_eof():
            self.close()  # closed while nobody asked
        if self._streams is None:
            try:
                self._streams = await asyncio.open_connection("127.0.0.1", self._port)
            except OSError:
                tally.outcomes["refused"] += 1
                return
        reader, writer = self._streams
        head = f"POST {_LABEL} HTTP/1.1\r\nHost: here\r\nContent-Type: text/html\r\n"
        try:
            writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
            lines = (await reader.readuntil(b"\r\n\r\n")).decode().lower().split("\r\n")
            headers = dict(line.split(": ", 1) for line in lines[1:] if ": " in line)
            await reader.readexactly(int(headers["content-length"]))
        except (OSError, EOFError):
            tally.outcomes["lost"] += 1
            self.close()
            return
        tally.seconds.append(time.perf_counter() - began)
        tally.outcomes[lines[0].split()[1]] += 1
        tally.retry_after += "retry-after" in headers
        if headers.get("connection") == "close":
            self.close()

    def close(self) -> None:
        """Close the connection, if there is one."""
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
                break
        client.close()

    await asyncio.gather(*(work(Client(port)) for _ in range(clients)))
    return tally


async def steady(
    port: int, bodies: Sequence[bytes], rate: float, seconds: float, clients: int
) -> Tally:
    """Requests that come by chance, so many a second, shared by some clients.

    The time of a request runs from when it came, so that waiting for a client counts too.
    """
    tally = Tally()
    gaps = np.random.default_rng(0).exponential(1 / rate, int(rate * seconds))
    crew = [Client(port) for _ in range(clients)]
    await asyncio.gather(*await _send(crew, bodies, np.cumsum(gaps).tolist(), tally))
    return tally


async def overload(
    port: int, bodies: Sequence[bytes], rate: float, seconds: float
) -> tuple[Tally, float]:
    """Requests at even distances, answered or not.

    Returns
    -------
    tally : Tally
    recovery : float
        Seconds from the last of them until a page that comes then is labelled.
    """
    tally = Tally()
    times = [number / rate for number in range(int(rate * seconds))]
    crew = [Client(port) for _ in range(_MOST_CLIENTS)]
    asked = await _send(crew, bodies, times, tally)
    recovery = await _recovery(port, bodies[0])
    await asyncio.gather(*asked)
    return tally, recovery


async def _send(
    crew: list[Client], bodies: Sequence[bytes], times: Sequence[float], tally: Tally
) -> list[asyncio.Task[None]]:
    """Ask at these seconds from now, as soon after as one of the crew is idle."""
    idle: asyncio.Queue[Client] = asyncio.Queue()
    for client in crew:
        idle.put_nowait(client)

    async def one(body: bytes, due: float) -> None:
        client = await idle.get()
        await client.ask(body, tally, due)
        idle.put_nowait(client)

    began = time.perf_counter()
    asked = []
    for number, seconds in enumerate(times):
        await asyncio.sleep(max(0.0, began + seconds - time.perf_counter()))
        due = began + seconds
        asked.append(asyncio.create_task(one(bodies[number % len(bodies)], due)))
    return asked


async def _recovery(port: int, body: bytes) -> float:
    began = time.perf_counter()
    tally = Tally()
    client = Client(port)
    while not tally.outcomes["200"]:
        await client.ask(body, tally)
        await asyncio.sleep(0.02)
    client.close()
    return time.perf_counter() - began
