"""Measure what pages made to be hard take: ``python scripts/pathologies.py > docs/pathologies.md``.

Each page is labelled in a process of its own, on one thread. Memory is the most that the process
ever held, with the model (about 100 MB) and the page itself. Exit code 1 where one takes more
than 10 seconds or 2 GB.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
SIZE: Final = 1_000_000
SECONDS: Final = 10
MEGABYTES: Final = 2000

CHILD: Final = """
import resource, sys, time
sys.path.insert(0, sys.argv[1])
import boilerplate
from fuzz.pathologies import PATHOLOGIES
model = boilerplate.load(sys.argv[4] or None)
source = PATHOLOGIES[sys.argv[2]](int(sys.argv[3]))
began = time.process_time()
page = model.label(source)
page.main_content
took = time.process_time() - began
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(len(source) / 1e6, len(page), took, memory)
"""


def main() -> int:
    """Measure and write the table."""
    sys.path.insert(0, str(ROOT))
    from fuzz.pathologies import PATHOLOGIES

    parser = argparse.ArgumentParser(description="Measure what hard pages take.")
    parser.add_argument("words", nargs="*", help="only the pages whose names hold one of these")
    parser.add_argument("--model", default="", help="version or file; by default the newest")
    options = parser.parse_args()
    words = options.words or [""]
    wanted = [name for name in PATHOLOGIES if any(word in name for word in words)]
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    code = 0
    print("| page | million characters | blocks | seconds | MB |\n|---|--:|--:|--:|--:|")
    for name in wanted:
        command = [sys.executable, "-c", CHILD, str(ROOT), name, str(SIZE), options.model]
        try:
            run = subprocess.run(
                command, env=environment, capture_output=True, text=True, timeout=20 * SECONDS
            )
        except subprocess.TimeoutExpired:
            code = 1
            print(f"| {name} | | | over {20 * SECONDS} | |", flush=True)
            continue
        if run.returncode:
            code = 1
            problem = run.stderr.strip().splitlines()[-1:] or [f"exit code {run.returncode}"]
            print(f"| {name} | | | {problem[0]} | |", flush=True)
            continue
        size, blocks, took, memory = map(float, run.stdout.split())
        if took > SECONDS or memory > MEGABYTES:
            code = 1
        print(f"| {name} | {size:.1f} | {blocks:,.0f} | {took:.1f} | {memory:,.0f} |", flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
