"""How long a page would have to wait, from what waits already and how fast work went lately."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

_EVERY_PAGE: Final = 100_000
"""Characters as which a page counts beyond its own: even the smallest costs something."""

_FADE: Final = 0.9
"""What a measurement still counts for after the next one."""


class Backlog:
    """Pages that are accepted and not yet answered, as the seconds they will take."""

    def __init__(self) -> None:
        self._size = 0
        # A guess to begin with: some pages at 20 ms each.
        self._measured_size = 10.0 * 4 * _EVERY_PAGE
        self._measured_seconds = 0.2

    def add(self, source: str) -> None:
        """Count a page in."""
        self._size += _size(source)

    def remove(self, source: str) -> None:
        """Count out a page that was counted in."""
        self._size -= _size(source)

    def learn(self, sources: Iterable[str], seconds: float) -> None:
        """Take note of how long some pages took together."""
        self._measured_size = _FADE * self._measured_size + sum(map(_size, sources))
        self._measured_seconds = _FADE * self._measured_seconds + seconds

    @property
    def seconds(self) -> float:
        """What the pages that are counted in will take."""
        return self._size * self._measured_seconds / self._measured_size


def _size(source: str) -> int:
    return len(source) + _EVERY_PAGE
