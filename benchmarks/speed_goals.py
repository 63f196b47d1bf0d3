"""What speed is meant to reach, beside what it reaches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from benchmarks import start
from benchmarks.contenders import OURS, OURS_IN_BATCHES
from benchmarks.tables import Table


class _Goal(NamedTuple):
    """A bound on a cell, or on the ratio of two cells of a column."""

    name: str
    bound: str
    limit: float
    table: str
    row: str
    column: str
    over: str | None = None


_RATIO: Final = "Time beside others"
_GROWTH: Final = "Growth with the size of a page"

_GOALS: Final = (
    _Goal("one at a time ÷ trafilatura", "≤", 1 / 3, _RATIO, f"{OURS} ÷ trafilatura", "ratio"),
    *(
        _Goal(f"in batches ÷ {peer}", "≤", most, _RATIO, f"{OURS_IN_BATCHES} ÷ {peer}", "ratio")
        for peer, most in (("trafilatura", 1 / 4), ("resiliparse", 4))
    ),
    _Goal("plain text, pages/s", "≥", 1000, "Plain text", OURS_IN_BATCHES, "pages/s"),
    *(
        _Goal(f"{kind}: time of 50 MB ÷ 1 MB", "≤", 60, _GROWTH, f"{kind} 50,000 KB", "ms",
              f"{kind} 1,000 KB")
        for kind in ("html", "text")
    ),
    *(
        _Goal(f"{kind} of 50 MB: memory ÷ page", "≤", 12, _GROWTH, f"{kind} 50,000 KB", "÷ page")
        for kind in ("html", "text")
    ),
    _Goal("import, s", "<", 0.2, start.TITLE, "import boilerplate, s", "value"),
    _Goal("load(), s", "<", 0.5, start.TITLE, "load(), s", "value"),
    _Goal("memory of a loaded model, MB", "<", 200, start.TITLE,
          "resident memory of a loaded model, MB", "value"),
)  # fmt: skip


def goals_table(tables: Sequence[Table]) -> Table:
    """Goals and whether the figures of `tables` meet them; those without a figure are left out."""
    cells = {
        (table.title, str(row[0]), column): cell
        for table in tables
        for row in table.rows
        for column, cell in zip(table.columns, row, strict=True)
    }
    rows: list[list[object]] = []
    for goal in _GOALS:
        found = cells.get((goal.table, goal.row, goal.column))
        below = cells.get((goal.table, goal.over, goal.column)) if goal.over else 1.0
        if isinstance(found, float) and isinstance(below, float):
            value = found / below
            reached = value >= goal.limit if goal.bound == "≥" else value <= goal.limit
            rows.append(
                [goal.name, f"{goal.bound} {_shown(goal.limit)}", value, "yes" if reached else "no"]
            )
    return Table("Goals", ["", "goal", "measured", "met"], rows, digits=2)


def _shown(limit: float) -> str:
    return f"{limit:,.0f}" if limit >= 1 else f"{limit:.2f}"
