"""Peak memory of one contender, in a process of its own.

``python -m benchmarks.memory NAME`` prints megabytes before the first page and at the peak as
JSON; :func:`measure` runs it.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from benchmarks import pages
from benchmarks.contenders import BATCH, Sample, contender
from benchmarks.peers import quiet

_STATUS: Final = Path("/proc/self/status")
_ONE_THREAD: Final = {
    f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "VECLIB_MAXIMUM")
}


def measure(name: str, model: str | None, source: Sequence[str]) -> tuple[float, float]:
    """Memory of a contender before its first page and at its peak, in MB.

    Parameters
    ----------
    name, model
        As in :func:`benchmarks.contenders.contender`; a file by its whole path.
    source
        What it is given, as arguments of this module's command.
    """
    command = [sys.executable, "-m", "benchmarks.memory", name, *source]
    if model is not None:
        command += ["--model", model]
    environment = os.environ | _ONE_THREAD
    done = subprocess.run(
        command, cwd=pages.ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: exit {done.returncode}\n{done.stderr}")
    found = json.loads(done.stdout)
    return found["start"], found["peak"]


def main(argv: Sequence[str] | None = None) -> None:
    """Do the pages and print the memory."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.memory", description=__doc__)
    parser.add_argument("name")
    parser.add_argument("--model")
    parser.add_argument("--pages", type=Path, help="folder of .html and .html.gz files")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--made", help="one made page instead: html:BYTES or text:BYTES")
    args = parser.parse_args(argv)
    quiet()
    chosen = contender(args.name, args.model)
    chosen.work([Sample.of(pages.html_page(2000, 0).encode())])
    start = _peak()
    group: list[Sample] = []
    for raw in _made(args.made) if args.made else pages.read_pages(args.pages, args.limit):
        group.append(Sample.of(raw))
        if not chosen.batches or len(group) == BATCH:
            chosen.work(group)
            group = []
    if group:
        chosen.work(group)
    print(json.dumps({"start": start, "peak": _peak()}))


def _made(what: str) -> Iterable[bytes]:
    kind, _, size = what.partition(":")
    make = {"html": pages.html_page, "text": pages.text_page}[kind]
    return [make(int(size), 0).encode()]


def resident() -> float:
    """Memory of this process now, in MB; where that can't be had, its peak."""
    return _status("VmRSS") or _peak()


def _peak() -> float:
    """Peak memory of this process so far, in MB.

    Linux counts what the parent had at the fork into ``ru_maxrss``; ``VmHWM`` begins with
    this program.
    """
    unit = 1 if sys.platform == "darwin" else 1024
    return _status("VmHWM") or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def _status(name: str) -> float | None:
    if _STATUS.exists():
        for line in _STATUS.read_text().splitlines():
            if line.startswith(f"{name}:"):
                return int(line.split()[1]) * 1024 / 1e6
    return None


if __name__ == "__main__":
    main()
