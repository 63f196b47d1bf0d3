"""What this package is meant to reach, beside what it reaches."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from operator import le
from typing import Final

from benchmarks.languages import scripts_behind
from benchmarks.tables import Table

Cells = Mapping[str, Mapping[str, Mapping[str, object]]]
"""Cells by table, row and column."""

_OURS: Final = "boilerplate"
_TEXT: Final = "Main content of plain text"
_HTML: Final = "Main content of HTML"
_LINES: Final = "Labels and roles"
_BEST: Final = "Word-F1 on HTML beside the best other package"


def goals_table(tables: Sequence[Table]) -> Table:
    """Goals and whether the figures of `tables` meet them; those without a figure are left out."""
    cells: Cells = {
        table.title: {str(row[0]): dict(zip(table.columns, row, strict=True)) for row in table.rows}
        for table in tables
    }
    rows: list[list[object]] = []
    for name, least, table, row, column in _FLOORS:
        rows += _row(name, cells, table, row, column, partial(le, least), f"≥ {least}")
    for row in (name for name in cells.get(_LINES, {}) if name in _CALIBRATED):
        name = f"calibration error, {row}"
        rows += _row(name, cells, _LINES, row, "calibration error", lambda x: x <= 0.02, "≤ 0.02")
    rows += _row(
        "word-F1 as plain text against trafilatura's as HTML",
        cells, _TEXT, f"{_OURS}, mean", "word-F1",
        lambda x: x > _number(cells, _HTML, "trafilatura", "word-F1"),
        f"> {_number(cells, _HTML, 'trafilatura', 'word-F1'):.3f}",
    )  # fmt: skip
    for kind in cells.get(_BEST, {}):
        name = f"lead over the best other package, {kind}"
        rows += _row(name, cells, _BEST, kind, "difference", lambda x: x > 0, "> 0")
    for group, scripts in scripts_behind(tables).items():
        row = [f"scripts far behind English, {group}", "none", scripts or "none", _met(not scripts)]
        rows.append(row)
    note = "Scripts are far behind where their label macro-F1 is more than 0.05 under English."
    return Table("Goals", ["", "goal", "measured", "met"], rows, note)


_FLOORS: Final = (
    ("word-F1 as HTML", 0.885, _HTML, _OURS, "word-F1"),
    ("word-F1 as plain text", 0.855, _TEXT, f"{_OURS}, mean", "word-F1"),
    ("label macro-F1, role pages as HTML", 0.94, _LINES, "role pages, HTML", "label macro-F1"),
    ("role macro-F1, role pages as HTML", 0.8, _LINES, "role pages, HTML", "role macro-F1"),
    ("label macro-F1, role pages as text", 0.9, _LINES, "role pages, all text", "label macro-F1"),
    ("label macro-F1, station pages", 0.95, _LINES, "station pages, text", "label macro-F1"),
)

_CALIBRATED: Final = ("role pages, HTML", "role pages, all text", "station pages, text")


def _row(
    name: str,
    cells: Cells,
    table: str,
    row: str,
    column: str,
    reached: Callable[[float], bool],
    goal: str,
) -> list[list[object]]:
    found = _number(cells, table, row, column)
    if found != found:
        return []
    return [[name, goal, found, _met(reached(found))]]


def _number(cells: Cells, table: str, row: str, column: str) -> float:
    found = cells.get(table, {}).get(row, {}).get(column)
    return found if isinstance(found, float) else float("nan")


def _met(reached: bool) -> str:
    return "yes" if reached else "no"
