"""What labelling costs, counted rather than timed: ``python -m benchmarks.cost``.

Calls of functions and the memory held at most are the same on a busy machine as on an idle one.
A test compares them with ``benchmarks/cost.json``, which ``--write`` writes anew.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import tracemalloc
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from benchmarks.pages import html_page, text_page
from boilerplate.model.labeler import Labeler, load

FILE: Final = Path(__file__).with_name("cost.json")

_PAGES: Final = 24
_SIZES: Final = {"HTML": 40_000, "text": 5_000}
_WARM_UP: Final = 1_000
"""Number of a page that is not measured: it brings in modules and tables."""

Cost = dict[str, dict[str, float]]
"""By kind of page: ``calls`` and ``peak_kb`` of a page."""


def measure(labeler: Labeler) -> Cost:
    """Count what labelling some pages takes, each kind in one batch."""
    cost: Cost = {}
    for kind, size in _SIZES.items():
        make = html_page if kind == "HTML" else text_page
        labeler.label(make(size, _WARM_UP))
        sources = [make(size, number) for number in range(_PAGES)]
        profile = cProfile.Profile()
        profile.runcall(labeler.label_many, sources)
        calls = sum(entry.callcount for entry in profile.getstats())
        tracemalloc.start()
        labeler.label_many(sources)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        cost[kind] = {"calls": round(calls / _PAGES), "peak_kb": round(peak / 1e3 / _PAGES)}
    return cost


def main(argv: Sequence[str] | None = None) -> None:
    """Measure, and write or print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cost", description=__doc__)
    parser.add_argument("--write", action="store_true", help=f"write {FILE.name}")
    args = parser.parse_args(argv)
    found = json.dumps(measure(load()), indent=2)
    if args.write:
        FILE.write_text(found + "\n", "utf-8")
    print(found)


if __name__ == "__main__":
    main()
