"""How far probabilities can be believed, as numbers and as a picture."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from benchmarks.cells import Cells
from benchmarks.tables import Table
from boilerplate.evaluation.charts import Series, standalone
from boilerplate.evaluation.lines import Lines
from boilerplate.evaluation.metrics import BINS, reliability
from boilerplate.evaluation.reliability import FEWEST, reliability_chart, reliability_series

_TITLE: Final = "Reliability of label probabilities"


def reliability_table(groups: Mapping[str, Lines]) -> Table:
    """The numbers behind the picture."""
    columns, parts = [""], []
    for name, lines in groups.items():
        columns += [f"{name}: {what}" for what in ("lines", "probability", "right")]
        parts.append([part.tolist() for part in reliability(lines.probability, lines.correct)])
    rows: list[list[object]] = [
        [
            f"{i / BINS:.2f} to {(i + 1) / BINS:.2f}",
            *(column[i] for part in parts for column in part),
        ]
        for i in range(BINS)
    ]
    note = "Lines by the probability of their likeliest label, and how many of these are right."
    return Table(_TITLE, columns, rows, note)


def draw_reliability(groups: Mapping[str, Lines], file: Path) -> None:
    """Draw the picture."""
    series = [reliability_series(name, lines) for name, lines in groups.items()]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(standalone(reliability_chart(series)), "utf-8")


def reliability_again(results: Cells) -> str:
    """The same picture, drawn from the table that was written."""
    names = [name.removesuffix(": lines") for name in results.columns(_TITLE)[::3]]
    return standalone(reliability_chart([_series(results, name) for name in names]))


def _series(results: Cells, name: str) -> Series:
    points, errors, total = [], 0.0, 0.0
    for row, lines in results.column(_TITLE, f"{name}: lines"):
        if not lines:
            continue
        mean = results.figure(_TITLE, row, f"{name}: probability")
        right = results.figure(_TITLE, row, f"{name}: right")
        errors, total = errors + lines * abs(mean - right), total + lines
        if lines >= FEWEST:
            points.append((mean, right))
    return Series(f"{name} (calibration error {errors / total:.3f})", points)
