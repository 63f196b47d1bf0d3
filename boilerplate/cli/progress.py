"""How far a long command has come: bars on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

import typer

_SECONDS_BETWEEN_LINES = 60

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

    from boilerplate.training import Progress


@contextmanager
def shown_progress() -> Iterator[Progress]:
    """Show progress on the error stream while the block runs."""
    if not sys.stderr.isatty():
        yield Lines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeRemainingColumn(elapsed_when_finished=True),
        TextColumn("{task.fields[detail]}", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True)) as bars:
        yield Stages(bars)


class Lines:
    """A line a stage, and one a minute within it."""

    def __init__(self) -> None:
        self._name = ""
        self._began = self._told = monotonic()

    def stage(self, name: str) -> None:
        """Begin a stage."""
        self._name = name
        self._began = self._told = monotonic()
        typer.echo(name, err=True)

    def update(self, done: float, detail: str = "") -> None:
        """Tell how far the stage is, if nothing was told for a minute."""
        now = monotonic()
        if now - self._told >= _SECONDS_BETWEEN_LINES and 0 < done <= 1:
            self._told = now
            left = (now - self._began) * (1 - done) / done
            typer.echo(f"{self._name}: {done:.0%}, {left / 60:.0f} min left, {detail}", err=True)


class Stages:
    """One bar a stage; a new stage completes the one before."""

    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._task: TaskID | None = None

    def stage(self, name: str) -> None:
        """Begin a stage."""
        self.update(1.0)
        self._task = self._bars.add_task(name, total=1.0, detail="")

    def update(self, done: float, detail: str = "") -> None:
        """Move the bar of the stage to `done`, from 0 to 1."""
        if self._task is not None:
            self._bars.update(self._task, completed=done, detail=detail)
