"""Line charts as SVG, for reports and documents, light and dark."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

Point = tuple[float, float]

STYLE: Final = """
.chart { --c0: #0b68cb; --c1: #c2410c; --c2: #18794e; --c3: #8e4ec6; --axis: #8b8f98;
  --label: #50535b; font: 12px system-ui, sans-serif; }
@media (prefers-color-scheme: dark) { .chart { --c0: #70b8ff; --c1: #ff9a5c; --c2: #5bb98b;
  --c3: #c79bef; --axis: #6b6f78; --label: #b9bcc4; } }
.chart text { fill: var(--label); } .chart .grid { stroke: var(--axis); opacity: .25; }
.chart .ideal { stroke: var(--axis); stroke-dasharray: 5 4; fill: none; }
.chart polyline { fill: none; stroke-width: 2; } .chart .name { font-weight: 600; }
.chart .s0 { stroke: var(--c0); } .chart .f0 { fill: var(--c0); }
.chart .s1 { stroke: var(--c1); } .chart .f1 { fill: var(--c1); }
.chart .s2 { stroke: var(--c2); } .chart .f2 { fill: var(--c2); }
.chart .s3 { stroke: var(--c3); } .chart .f3 { fill: var(--c3); }
"""
"""Colours and strokes; a document that shows charts needs it once."""

_WIDTH: Final = 440
_HEIGHT: Final = 340
_LEFT: Final = 52
_RIGHT: Final = 14
_ROOM_FOR_NAMES: Final = 76
_TOP: Final = 12
_BOTTOM: Final = 44

_COLOURS: Final = 4


@dataclass(frozen=True, slots=True)
class Series:
    """A line of a chart.

    Attributes
    ----------
    name
        As it stands in the legend.
    points
        In the order in which the line goes through them.
    named
        Points with words beside them.
    """

    name: str
    points: Sequence[Point]
    named: Sequence[tuple[Point, str]] = ()


def line_chart(
    series: Sequence[Series],
    *,
    x: str,
    y: str,
    x_range: Point = (0.0, 1.0),
    y_range: Point = (0.0, 1.0),
    diagonal: bool = False,
) -> str:
    """Draw lines through points as an ``<svg>`` element.

    Parameters
    ----------
    series
        The lines.
    x, y
        What the axes show.
    x_range, y_range
        Their ends.
    diagonal
        Whether to draw where both are equal.
    """
    right = _WIDTH - (_ROOM_FOR_NAMES if any(line.named for line in series) else _RIGHT)

    def at(point: Point) -> Point:
        along = (point[0] - x_range[0]) / (x_range[1] - x_range[0])
        up = (point[1] - y_range[0]) / (y_range[1] - y_range[0])
        width, height = right - _LEFT, _HEIGHT - _TOP - _BOTTOM
        return round(_LEFT + width * along, 1), round(_TOP + height * (1 - up), 1)

    inner = [_axis_names(x, y)]
    inner += [_vertical(at((tick, y_range[0]))[0], tick) for tick in _ticks(x_range)]
    inner += [_horizontal(at((x_range[0], tick))[1], tick, right) for tick in _ticks(y_range)]
    if diagonal:
        low, high = max(x_range[0], y_range[0]), min(x_range[1], y_range[1])
        ends = _path([at((low, low)), at((high, high))])
        inner.append(f'<polyline class="ideal" points="{ends}"/>')
    for number, line in enumerate(series):
        colour = number % _COLOURS
        spots = [at(point) for point in line.points]
        inner.append(f'<polyline class="s{colour}" points="{_path(spots)}"/>')
        inner += [f'<circle class="f{colour}" cx="{a}" cy="{b}" r="3"/>' for a, b in spots]
        inner += [_named(*at(point), text, colour) for point, text in line.named]
    names = [line.name for line in series]
    return (
        f'<svg class="chart" xmlns="http://www.w3.org/2000/svg" role="img"'
        f' viewBox="0 0 {_WIDTH} {_HEIGHT + 18 * len(names)}" width="{_WIDTH}">'
        f"<title>{escape(y)} by {escape(x)}</title>{''.join(inner)}{_legend(names)}</svg>"
    )


def standalone(chart: str) -> str:
    """A chart as a file of its own."""
    return chart.replace("<title>", f"<style>{STYLE}</style><title>", 1) + "\n"


def _path(points: Sequence[Point]) -> str:
    return " ".join(f"{a},{b}" for a, b in points)


def _named(a: float, b: float, text: str, colour: int) -> str:
    """A larger point with words beside it."""
    return (
        f'<circle class="f{colour}" cx="{a}" cy="{b}" r="5"/>'
        f'<text x="{a + 9}" y="{b - 4}">{escape(text)}</text>'
    )


def _ticks(ends: Point) -> list[float]:
    """Round numbers between the ends, at most nine."""
    wide = ends[1] - ends[0]
    step = next(s for s in (0.02, 0.05, 0.1, 0.2, 0.5, wide) if wide / s <= 8)
    first, last = math.ceil(ends[0] / step - 1e-9), math.floor(ends[1] / step + 1e-9)
    return [number * step for number in range(first, last + 1)]


def _vertical(a: float, tick: float) -> str:
    return (
        f'<line class="grid" x1="{a}" x2="{a}" y1="{_TOP}" y2="{_HEIGHT - _BOTTOM}"/>'
        f'<text x="{a}" y="{_HEIGHT - _BOTTOM + 16}" text-anchor="middle">{tick:.2f}</text>'
    )


def _horizontal(b: float, tick: float, right: float) -> str:
    return (
        f'<line class="grid" y1="{b}" y2="{b}" x1="{_LEFT}" x2="{right}"/>'
        f'<text x="{_LEFT - 7}" y="{b + 4:.1f}" text-anchor="end">{tick:.2f}</text>'
    )


def _axis_names(x: str, y: str) -> str:
    middle = (_HEIGHT - _BOTTOM + _TOP) / 2
    return (
        f'<text class="name" x="{(_WIDTH + _LEFT) / 2:.0f}" y="{_HEIGHT - 8}"'
        f' text-anchor="middle">{escape(x)}</text>'
        f'<text class="name" transform="translate(13 {middle:.0f}) rotate(-90)"'
        f' text-anchor="middle">{escape(y)}</text>'
    )


def _legend(names: Sequence[str]) -> str:
    return "".join(
        f'<rect class="f{i % _COLOURS}" x="{_LEFT}" y="{_HEIGHT + 18 * i + 2}" width="11"'
        f' height="11" rx="2"/><text x="{_LEFT + 18}" y="{_HEIGHT + 18 * i + 12}">'
        f"{escape(name)}</text>"
        for i, name in enumerate(names)
    )
