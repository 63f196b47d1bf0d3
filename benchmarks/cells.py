"""Results read back from their CSV files, for figures and pictures that quote them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from boilerplate.errors import SourceError


class Cells:
    """The tables of some results: those that :func:`benchmarks.tables.write` has written.

    Parameters
    ----------
    *files
        CSV files; those that don't exist hold nothing.
    """

    def __init__(self, *files: Path) -> None:
        self._tables: dict[str, dict[str, dict[str, str]]] = {}
        for file in files:
            if file.exists():
                self._read(file)

    def _read(self, file: Path) -> None:
        with file.open(encoding="utf-8", newline="") as lines:
            for cell in csv.DictReader(lines):
                row = self._tables.setdefault(cell["table"], {}).setdefault(cell["row"], {})
                row[cell["column"]] = cell["value"]

    def rows(self, table: str) -> dict[str, dict[str, str]]:
        """The rows of a table in order, by name; none where there is no such table."""
        return self._tables.get(table, {})

    def columns(self, table: str) -> list[str]:
        """The columns of a table in order."""
        return list(next(iter(self.rows(table).values()), {}))

    def number(self, table: str, row: str, column: str) -> float | None:
        """A number, None where the results don't have it."""
        value = self.rows(table).get(row, {}).get(column)
        return float(value) if value else None

    def figure(self, table: str, row: str, column: str) -> float:
        """A number that must be there.

        Raises
        ------
        SourceError
            If it is not.
        """
        value = self.number(table, row, column)
        if value is None:
            raise SourceError(f"the results lack {column!r} of {row!r} in {table!r}")
        return value

    def column(self, table: str, column: str) -> Iterator[tuple[str, float]]:
        """The rows that have a number in a column, with it."""
        for row in self.rows(table):
            value = self.number(table, row, column)
            if value is not None:
                yield row, value
