"""How far probabilities can be believed, as numbers and as a picture."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.lines import Lines
from benchmarks.tables import Table

BINS: Final = 15

_FEWEST: Final = 20
"""Lines that a bin must hold for its point to be drawn."""


def bins_of(lines: Lines) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Number of lines, mean probability and share of right labels by bin of probability."""
    at = np.minimum((lines.probability * BINS).astype(np.int64), BINS - 1)
    count = np.bincount(at, minlength=BINS)
    with np.errstate(invalid="ignore"):
        probability = np.bincount(at, lines.probability, BINS) / count
        right = np.bincount(at, lines.correct.astype(np.float64), BINS) / count
    return count, probability, right


def reliability_table(groups: Mapping[str, Lines]) -> Table:
    """The numbers behind the picture."""
    columns, parts = [""], []
    for name, lines in groups.items():
        columns += [f"{name}: {what}" for what in ("lines", "probability", "right")]
        parts.append(bins_of(lines))
    rows: list[list[object]] = [
        [
            f"{i / BINS:.2f} to {(i + 1) / BINS:.2f}",
            *(value for part in parts for value in (int(part[0][i]), *map(float, _at(part, i)))),
        ]
        for i in range(BINS)
    ]
    note = "Lines by the probability of their likeliest label, and how many of these are right."
    return Table("Reliability of label probabilities", columns, rows, note)


def draw(groups: Mapping[str, Lines], file: Path) -> bool:
    """Draw the picture; False where matplotlib is not installed."""
    if find_spec("matplotlib") is None:
        return False
    figure = import_module("matplotlib.figure").Figure(figsize=(5, 5), layout="constrained")
    axes = figure.add_subplot()
    axes.plot([0, 1], [0, 1], color="0.7", linestyle="--", label="as it should be")
    for name, lines in groups.items():
        count, probability, right = bins_of(lines)
        enough = count >= _FEWEST
        axes.plot(probability[enough], right[enough], marker="o", label=name)
    axes.set(xlabel="probability of the label", ylabel="share of lines that have it")
    axes.set(xlim=(0, 1), ylim=(0, 1), aspect="equal")
    axes.legend(loc="upper left")
    file.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(file, dpi=120)
    return True


def _at(part: tuple[NDArray[Any], NDArray[Any], NDArray[Any]], i: int) -> tuple[Any, Any]:
    return part[1][i], part[2][i]
