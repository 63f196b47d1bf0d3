"""What it costs to begin: importing the package and loading a model, in processes of their own."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Final

import numpy as np

from benchmarks.pages import ROOT
from benchmarks.tables import Table

TITLE: Final = "Start"

_SCRIPT: Final = """
import json, sys, time
start = time.perf_counter()
import boilerplate
imported = time.perf_counter()
model = boilerplate.load(sys.argv[1] or None)
loaded = time.perf_counter()
from benchmarks.memory import resident
print(json.dumps([imported - start, loaded - imported, resident()]))
"""


def start_table(model: str | None, repeats: int) -> Table:
    """Time and memory before the first page."""
    found = np.median([_once(model) for _ in range(repeats)], axis=0).tolist()
    names = ("import boilerplate, s", "load(), s", "resident memory of a loaded model, MB")
    rows = [[name, value] for name, value in zip(names, found, strict=True)]
    note = "In a new process, its files read before; loading includes the imports that it needs."
    return Table(TITLE, ["", "value"], rows, note)


def _once(model: str | None) -> list[float]:
    command = [sys.executable, "-c", _SCRIPT, model or ""]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    values: list[float] = json.loads(done.stdout)
    return values
