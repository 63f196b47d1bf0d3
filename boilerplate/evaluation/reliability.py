"""A picture of how far probabilities can be believed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from boilerplate.evaluation.charts import Series, line_chart
from boilerplate.evaluation.lines import Lines
from boilerplate.evaluation.metrics import calibration_error, reliability

FEWEST: Final = 20
"""Lines that a bin of probability must hold for its point to be drawn."""


def reliability_series(name: str, lines: Lines) -> Series:
    """How often labels are right, by their probability."""
    count, mean, right = reliability(lines.probability, lines.correct)
    enough = count >= FEWEST
    points = zip(mean[enough].tolist(), right[enough].tolist(), strict=True)
    error = calibration_error(lines.probability, lines.correct)
    return Series(f"{name} (calibration error {error:.3f})", list(points))


def reliability_chart(series: Sequence[Series]) -> str:
    """Draw such lines beside where they should be, as ``<svg>``."""
    return line_chart(
        series, x="probability of the label", y="share of lines that have it", diagonal=True
    )
