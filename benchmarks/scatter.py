"""Accuracy against speed, of this package and the others, as a picture."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from typing import Final, NamedTuple

from benchmarks.cells import Cells
from benchmarks.contenders import OURS, OURS_IN_BATCHES
from boilerplate.evaluation.charts import standalone

_WIDTH: Final = 640
_HEIGHT: Final = 400
_LEFT: Final = 56
_RIGHT: Final = 24
_TOP: Final = 16
_BOTTOM: Final = 48

_ACCURACY: Final = "Main content of HTML"
_SPEED: Final = "Time of a page"


class Spot(NamedTuple):
    """A way to the main content.

    Attributes
    ----------
    name
        As it stands beside the point.
    ms
        Mean time of a page.
    f1
        Mean word-F1 of its main content.
    ours
        Whether it is this package.
    """

    name: str
    ms: float
    f1: float
    ours: bool


def spots(results: Cells) -> list[Spot]:
    """All whose accuracy and speed are known."""
    found = []
    for name, ms in results.column(_SPEED, "mean ms"):
        ours = name in (OURS, OURS_IN_BATCHES)
        f1 = results.number(_ACCURACY, OURS if ours else name, "word-F1")
        if f1 is not None:
            found.append(Spot(name, ms, f1, ours))
    return found


def scatter(found: Sequence[Spot]) -> str:
    """Draw spots as an SVG file: time of a page to the right on a logarithmic axis, F1 upwards."""
    x_ticks = _decades([spot.ms for spot in found])
    low = math.floor(min(spot.f1 for spot in found) * 20 - 0.5) / 20
    high = math.ceil(max(spot.f1 for spot in found) * 20 + 0.3) / 20
    y_ticks = [low + 0.05 * i for i in range(round((high - low) / 0.05) + 1)]

    def x(ms: float) -> float:
        whole = math.log(x_ticks[-1] / x_ticks[0])
        along = math.log(ms / x_ticks[0]) / whole
        return round(_LEFT + along * (_WIDTH - _LEFT - _RIGHT), 1)

    def y(f1: float) -> float:
        up = (f1 - low) / (high - low)
        return round(_HEIGHT - _BOTTOM - up * (_HEIGHT - _TOP - _BOTTOM), 1)

    inner = ["<title>Accuracy against speed</title>", *_axis_names()]
    for tick in x_ticks:
        inner.append(_vertical(x(tick), f"{tick:g}"))
    for tick in y_ticks:
        inner.append(_horizontal(y(tick), f"{tick:.2f}"))
    places = {spot: (x(spot.ms), y(spot.f1)) for spot in found}
    inner += [_point(spot, *place, _above(spot, places)) for spot, place in places.items()]
    return standalone(
        '<svg class="chart" xmlns="http://www.w3.org/2000/svg" role="img"'
        f' viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}">{"".join(inner)}</svg>'
    )


def _decades(values: Sequence[float]) -> list[float]:
    """1, 2, 5, 10, ... around the values."""
    steps = [one * 10.0**power for power in range(-3, 6) for one in (1, 2, 5)]
    first = max(step for step in steps if step <= min(values) * 0.9)
    last = min(step for step in steps if step >= max(values) * 1.1)
    return [step for step in steps if first <= step <= last]


def _above(spot: Spot, places: dict[Spot, tuple[float, float]]) -> bool:
    """Whether a name stands above its point: where it would touch another's at the side."""
    a, b = places[spot]
    near = [q for other, q in places.items() if other != spot]
    return any(abs(q[1] - b) < 14 and 0 <= q[0] - a < 9 * len(spot.name) for q in near)


def _point(spot: Spot, a: float, b: float, above: bool) -> str:
    colour = 0 if spot.ours else 1
    weight = ' class="name"' if spot.ours else ""
    if a > _WIDTH - _RIGHT - 7 * len(spot.name) - 12:
        at = f'x="{_WIDTH - _RIGHT}" y="{b - 10:.1f}" text-anchor="end"'
    elif above:
        at = f'x="{a}" y="{b - 10:.1f}" text-anchor="middle"'
    else:
        at = f'x="{a + 9:.1f}" y="{b + 4:.1f}"'
    return (
        f'<circle class="f{colour}" cx="{a}" cy="{b}" r="5.5">'
        f"<title>{escape(spot.name)}: {spot.ms:.1f} ms, F1 {spot.f1:.3f}</title></circle>"
        f"<text{weight} {at}>{escape(spot.name)}</text>"
    )


def _vertical(a: float, name: str) -> str:
    bottom = _HEIGHT - _BOTTOM
    return (
        f'<line class="grid" x1="{a}" x2="{a}" y1="{_TOP}" y2="{bottom}"/>'
        f'<text x="{a}" y="{bottom + 17}" text-anchor="middle">{name}</text>'
    )


def _horizontal(b: float, name: str) -> str:
    return (
        f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{b}" y2="{b}"/>'
        f'<text x="{_LEFT - 8}" y="{b + 4}" text-anchor="end">{name}</text>'
    )


def _axis_names() -> list[str]:
    middle = (_TOP + _HEIGHT - _BOTTOM) // 2
    return [
        f'<text class="name" x="{(_LEFT + _WIDTH - _RIGHT) // 2}" y="{_HEIGHT - 8}"'
        ' text-anchor="middle">milliseconds a page (further left is faster)</text>',
        f'<text class="name" transform="translate(14 {middle}) rotate(-90)"'
        ' text-anchor="middle">main content, mean F1 in words</text>',
    ]
