"""A confusion matrix as a picture."""

from __future__ import annotations

from html import escape
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.cells import Cells
from boilerplate.evaluation.charts import standalone

_CELL: Final = 46
_LEFT: Final = 92
_RIGHT: Final = 40
_TOP: Final = 96


def confusion_chart(results: Cells, table: str) -> str:
    """Draw such a table of accuracy's results, as an SVG file: shares of each row."""
    names = results.columns(table)
    counts = np.array(
        [[results.figure(table, row, column) for column in names] for row in results.rows(table)]
    )
    totals = counts.sum(axis=1, keepdims=True)
    shares = np.divide(counts, totals, out=np.zeros_like(counts), where=totals > 0)
    side = _CELL * len(names)
    inner = [_title(table), *_names(names), *_squares(names, shares)]
    return standalone(
        '<svg class="chart" xmlns="http://www.w3.org/2000/svg" role="img"'
        f' viewBox="0 0 {_LEFT + side + _RIGHT} {_TOP + side + 8}" width="{_LEFT + side + _RIGHT}">'
        f"{''.join(inner)}</svg>"
    )


def _title(table: str) -> str:
    return (
        f"<title>{escape(table)}</title>"
        '<text class="name" x="4" y="16">what lines are, in rows; what they were taken for,'
        " in columns (% of the row)</text>"
    )


def _names(names: list[str]) -> list[str]:
    middles = [_CELL * i + _CELL // 2 for i in range(len(names))]
    return [
        f'<text x="{_LEFT - 8}" y="{_TOP + m + 4}" text-anchor="end">{escape(name)}</text>'
        f'<text transform="translate({_LEFT + m + 4} {_TOP - 8}) rotate(-50)">{escape(name)}</text>'
        for name, m in zip(names, middles, strict=True)
    ]


def _squares(names: list[str], shares: NDArray[np.float64]) -> list[str]:
    found = []
    for i, row in enumerate(shares.tolist()):
        for j, share in enumerate(row):
            x, y = _LEFT + _CELL * j, _TOP + _CELL * i
            colour = "f2" if i == j else "f1"
            said = f"{names[i]} taken for {names[j]}: {share:.1%}"
            found.append(
                f'<rect class="{colour}" x="{x + 1}" y="{y + 1}" width="{_CELL - 2}"'
                f' height="{_CELL - 2}" rx="4" fill-opacity="{0.06 + 0.6 * share:.2f}">'
                f"<title>{escape(said)}</title></rect>"
            )
            if share >= _SHOWN:
                found.append(
                    f'<text x="{x + _CELL // 2}" y="{y + _CELL // 2 + 4}"'
                    f' text-anchor="middle">{share * 100:.0f}</text>'
                )
    return found


_SHOWN: Final = 0.005
"""Share from which a number stands in a cell."""
