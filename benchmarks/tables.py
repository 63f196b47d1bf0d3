"""Tables of results, as Markdown to read and as CSV to compute with."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Table:
    """Named columns; the first names the rows.

    Attributes
    ----------
    title
        Heading above it.
    columns
        Names of the columns.
    rows
        One cell a column; None for what there is not.
    note
        What a reader has to know, below the heading.
    digits
        Decimals of floats in Markdown; CSV has all of them.
    """

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[object]]
    note: str = ""
    digits: int = 3

    def markdown(self) -> str:
        """Heading, note and table."""
        lines = [f"## {self.title}", ""]
        if self.note:
            lines += [self.note, ""]
        lines.append(_line(self.columns))
        lines.append(_line(["---", *["---:"] * (len(self.columns) - 1)]))
        lines += [_line([self._shown(cell) for cell in row]) for row in self.rows]
        return "\n".join(lines) + "\n"

    def _shown(self, cell: object) -> str:
        if cell is None or (isinstance(cell, float) and cell != cell):
            return "–"
        if isinstance(cell, float):
            return f"{cell:,.{self.digits}f}"
        return f"{cell:,}" if isinstance(cell, int) else str(cell).replace("|", "\\|")


def write(tables: Sequence[Table], title: str, lead: str, stem: Path) -> None:
    """Write tables to ``<stem>.md``, and to ``<stem>.csv`` with one line a cell."""
    stem.parent.mkdir(parents=True, exist_ok=True)
    parts = [f"# {title}\n", lead.strip() + "\n", *(table.markdown() for table in tables)]
    stem.with_name(f"{stem.name}.md").write_text("\n".join(parts), "utf-8")
    with stem.with_name(f"{stem.name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["table", "row", "column", "value"])
        for table in tables:
            for row in table.rows:
                for column, cell in zip(table.columns[1:], row[1:], strict=True):
                    writer.writerow([table.title, row[0], column, "" if cell is None else cell])


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
