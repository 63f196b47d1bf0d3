from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from boilerplate.evaluation.charts import Series, line_chart, standalone

LINE = Series("HTML <b>", [(0.0, 0.0), (0.5, 0.25), (1.0, 1.0)], [((0.5, 0.25), "half & half")])


def test_a_chart_is_well_formed_and_says_what_it_shows() -> None:
    root = ElementTree.fromstring(line_chart([LINE], x="recall", y="precision", diagonal=True))
    texts = [
        "".join(node.itertext()) for node in root.iter() if node.tag.endswith(("text", "title"))
    ]
    assert {"recall", "precision", "precision by recall", "HTML <b>", "half & half"} <= set(texts)


def test_points_stand_where_their_values_are() -> None:
    chart = line_chart([LINE], x="x", y="y")
    spots = re.search(r'<polyline class="s0" points="([^"]+)"', chart)
    assert spots is not None
    (x0, y0), (x1, y1), (x2, y2) = [tuple(map(float, p.split(","))) for p in spots[1].split()]
    assert x1 - x0 == pytest.approx(x2 - x1, abs=0.2)
    assert y0 - y1 == pytest.approx((y0 - y2) / 4, abs=0.2)


def test_ticks_are_round_numbers_within_the_ends() -> None:
    chart = line_chart([LINE], x="x", y="y", x_range=(0.35, 1.0), y_range=(0.8, 0.9))
    ticks = {float(tick) for tick in re.findall(r">(\d\.\d\d)<", chart)}
    assert {0.4, 0.5, 1.0, 0.82, 0.9} <= ticks
    assert min(ticks) == 0.4


def test_a_chart_on_its_own_brings_its_colours_for_day_and_night() -> None:
    alone = standalone(line_chart([LINE], x="x", y="y"))
    ElementTree.fromstring(alone)
    assert "prefers-color-scheme: dark" in alone
    assert "http" not in alone.replace("http://www.w3.org/2000/svg", "")
