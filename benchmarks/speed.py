"""Measure speed and memory beside other packages.

``python -m benchmarks.speed --out docs/benchmarks`` writes ``speed.md`` and ``speed.csv``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from benchmarks import memory, pages
from benchmarks.contenders import BATCH, OURS, OURS_IN_BATCHES, Sample, contender, names
from benchmarks.machine import about
from benchmarks.peers import PEERS, quiet
from benchmarks.scaling import BATCHES, SIZES, batch_times, growth, text_times
from benchmarks.speed_goals import goals_table
from benchmarks.start import start_table
from benchmarks.tables import Table, write
from benchmarks.timing import STAGES, race, stages
from boilerplate.model.labeler import Labeler, load

_LEAD: Final = """
All in one process and one thread, pages in memory, contenders in turn on every 64 pages; times
of a page are medians over the repeats. Compare ratios, which hold from machine to machine
better than times do. This package starts from bytes and ends with the main content and all
labels; the others are given the text decoded beforehand. MB are millions of bytes of HTML.
"""

_PAGES: Final = 192
"""Pages by default, spread evenly over the folder: the slowest take a second for five."""

Times = dict[str, NDArray[np.float64]]


def ratios(times: Times) -> Table:
    """Our time as a multiple of the others'."""
    ours = (OURS, OURS_IN_BATCHES)
    rows: list[list[object]] = []
    for name in ours:
        for other in (other for other in times if other not in ours):
            mine, theirs = times[name], times[other]
            whole = np.median(mine, axis=0).sum() / np.median(theirs, axis=0).sum()
            each = mine.sum(axis=1) / theirs.sum(axis=1)
            numbers = (float(value) for value in (whole, each.min(), each.max()))
            rows.append([f"{name} ÷ {other}", *numbers])
    note = (
        "Our time over the others' time for all pages: below 1 we are faster. Lowest and highest"
        " are of single repeats."
    )
    return Table("Time beside others", ["", "ratio", "lowest", "highest"], rows, note, digits=2)


def page_times(times: Times, samples: Sequence[Sample]) -> Table:
    """Times of a page and throughput."""
    size = sum(len(sample.raw) for sample in samples) / 1e6
    columns = ["", "mean ms", "median ms", "p99 ms", "pages/s", "MB/s"]
    rows: list[list[object]] = []
    for name, found in times.items():
        page = np.median(found, axis=0)
        spread = [float(np.quantile(page, q)) * 1e3 for q in (0.5, 0.99)]
        of_pages: list[object] = [None, None] if name == OURS_IN_BATCHES else [*spread]
        speed = [float(1 / page.mean()), float(size / page.sum())]
        rows.append([name, float(page.mean()) * 1e3, *of_pages, *speed])
    return Table("Time of a page", columns, rows, digits=2)


def stage_times(labeler: Labeler, samples: Sequence[Sample], repeats: int) -> Table:
    """Where our time goes."""
    found = [stages(labeler, samples, repeats, batch) for batch in (1, BATCH)]
    columns = ["", *(f"ms, {n} at a time" for n in (1, BATCH)), "share", f"share, {BATCH}"]
    totals = [sum(times.values()) for times in found]
    rows: list[list[object]] = [
        [
            stage,
            *(times[stage] * 1e3 / len(samples) for times in found),
            *(times[stage] / total for times, total in zip(found, totals, strict=True)),
        ]
        for stage in STAGES
    ]
    note = (
        "Mean over the pages. `network` is all that makes probabilities of features, `decisions`"
        " what makes roles, labels and main content of these."
    )
    rows.append(["together", *(total * 1e3 / len(samples) for total in totals), 1.0, 1.0])
    return Table("Stages of a page", columns, rows, note)


def memory_use(model: str | None, source: Sequence[str]) -> Table:
    """Memory of each contender in a process of its own."""
    rows: list[list[object]] = [[name, *memory.measure(name, model, source)] for name in names()]
    columns = ["", "before the first page, MB", "peak, MB"]
    note = "Each in a process of its own that reads the pages one by one, model included."
    return Table("Memory", columns, rows, note, digits=0)


def main(argv: Sequence[str] | None = None) -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--pages", type=Path, help="folder of .html and .html.gz files")
    parser.add_argument("--model", help="version or .joblib file of the model")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--limit", type=int, default=_PAGES, help="pages for all contenders")
    parser.add_argument("--many", type=int, default=BATCHES[-1], help="pages for our batches")
    parser.add_argument("--largest", type=int, default=SIZES[-1], help="greatest page, bytes")
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    args = parser.parse_args(argv)
    quiet()
    folder = args.pages or pages.default_folder()
    samples = [Sample.of(raw) for raw in pages.read_pages(folder, args.limit)]
    many = list(pages.read_pages(folder, args.many))
    model = _whole(args.model)
    labeler = load(model)
    source = ["--pages", str(folder.resolve())] if folder else []
    source += ["--limit", str(len(samples))]

    facts: dict[str, object] = {
        "pages": len(samples),
        "pages from": _origin(args.pages, folder),
        "mean KB of a page": round(sum(len(s.raw) for s in samples) / 1e3 / len(samples), 1),
        "repeats": args.repeats,
        "model": labeler.version,
    }
    packages = ("numpy", "lxml", *(peer.package for peer in PEERS.values()))
    with threadpool_limits(1):
        tables = [about("Machine and versions", facts, packages)]
        _say("contenders in turn")
        times = race([contender(name, model) for name in names()], samples, args.repeats)
        tables += [ratios(times), page_times(times, samples)]
        _say("stages, batches and plain text")
        tables.append(stage_times(labeler, samples, args.repeats))
        tables.append(batch_times(labeler, many, args.repeats))
        tables.append(text_times(labeler, args.repeats))
        _say("growth")
        tables.append(growth(labeler, model, args.repeats, args.largest))
        _say("memory")
        tables.append(memory_use(model, source))
        tables.append(start_table(model, args.repeats))
    write([goals_table(tables), *tables[1:], tables[0]], "Speed", _LEAD, args.out / "speed")
    _say(f"written: {args.out / 'speed.md'}, {args.out / 'speed.csv'}")


def _whole(model: str | None) -> str | None:
    """A model's file by its whole path: other processes work in other folders."""
    return str(Path(model).resolve()) if model and Path(model).exists() else model


def _origin(named: Path | None, found: Path | None) -> str:
    if named:
        return named.name
    return "WCXB, development split" if found else "made of the examples' elements"


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
