"""How our time and memory grow: with pages at a time, and with the size of a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks import memory, pages
from benchmarks.contenders import BARE_PARSE, BATCH, OURS, OURS_IN_BATCHES, Sample, contender
from benchmarks.tables import Table
from benchmarks.timing import seconds
from boilerplate.model.labeler import Labeler

SIZES: Final = (1_000, 10_000, 100_000, 1_000_000, 10_000_000, 50_000_000)
"""Bytes of the made pages."""

BATCHES: Final = (1, 8, 64, 512)
"""Pages at a time."""

_LONG: Final = 10_000_000
"""Bytes from which a page takes so long that once is enough."""

_TEXT_BYTES: Final = 5_000
_TEXT_PAGES: Final = 128


def batch_times(labeler: Labeler, raw: Sequence[bytes], repeats: int) -> Table:
    """What pages at a time are worth."""
    sizes = [size for size in BATCHES if size <= len(raw)]
    each = _spent(labeler, raw, repeats, sizes) / len(raw)
    rows = [
        [str(size), page * 1e3, 1 / page, page / each[0]]
        for size, page in zip(sizes, each.tolist(), strict=True)
    ]
    columns = ["pages at a time", "ms a page", "pages/s", "÷ one at a time"]
    return Table("Batches", columns, rows, f"{len(raw)} pages.", digits=2)


def text_times(labeler: Labeler, repeats: int) -> Table:
    """Plain text of everyday length."""
    raw = [pages.text_page(_TEXT_BYTES, seed).encode() for seed in range(_TEXT_PAGES)]
    total = _spent(labeler, raw, repeats, (1, BATCH)).tolist()
    rows = [
        [name, time * 1e3 / len(raw), len(raw) / time, sum(map(len, raw)) / 1e6 / time]
        for name, time in zip((OURS, OURS_IN_BATCHES), total, strict=True)
    ]
    columns = ["", "ms a page", "pages/s", "MB/s"]
    note = f"{_TEXT_PAGES} pages of {_TEXT_BYTES // 1000} KB, made of the examples' lines."
    return Table("Plain text", columns, rows, note, digits=2)


def growth(labeler: Labeler, model: str | None, repeats: int, largest: int) -> Table:
    """Time and memory as pages grow."""
    parse = contender(BARE_PARSE, None)
    rows: list[list[object]] = []
    for kind, make in (("html", pages.html_page), ("text", pages.text_page)):
        for size in (size for size in SIZES if size <= largest):
            sample = Sample.of(make(size, 0).encode())
            times = range(repeats if size < _LONG else 1)
            spent = np.median([seconds(labeler.label, sample.raw) for _ in times])
            parsed = np.median([seconds(parse.work, [sample]) for _ in times])
            start, peak = memory.measure(OURS, model, ["--made", f"{kind}:{size}"])
            time = float(spent) * 1e3
            alone = float(parsed) * 1e3 if kind == "html" else None
            own = (peak - start) * 1e6 / size
            rows.append([f"{kind} {size // 1000:,} KB", time, time * 1e3 / size, alone, peak, own])
    columns = ["", "ms", "ms a KB", "lexbor parse alone, ms", "peak memory, MB", "÷ page"]
    note = (
        "One page, made of the examples' elements or lines in random order. The last column is"
        " what memory grows by while the page is labelled, as a multiple of the page."
    )
    return Table("Growth with the size of a page", columns, rows, note)


def _spent(
    labeler: Labeler, raw: Sequence[bytes], repeats: int, sizes: Sequence[int]
) -> NDArray[np.float64]:
    """Seconds for all pages by pages at a time, in turn; medians over the repeats."""
    spent = np.zeros((repeats, len(sizes)))
    for repeat in range(repeats):
        for column, size in enumerate(sizes):
            for start in range(0, len(raw), size):
                spent[repeat, column] += seconds(labeler.label_many, raw[start : start + size])
    return np.asarray(np.median(spent, axis=0))
