"""How a training tells of its progress."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Whoever wants to know how far a training is."""

    def stage(self, name: str) -> None:
        """Take note that the stage `name` begins and the one before is done."""

    def update(self, done: float, detail: str = "") -> None:
        """Take note that the stage is done by a share from 0 to 1."""


class Silence:
    """Progress that nobody wants to know of."""

    def stage(self, name: str) -> None:
        """Say nothing."""

    def update(self, done: float, detail: str = "") -> None:
        """Say nothing."""
