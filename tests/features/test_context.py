from __future__ import annotations

import pytest

from boilerplate.features import featurise
from boilerplate.features.context import NAMES
from boilerplate.page import split

TEXT = split("\n".join(f"line {i}" for i in range(20)), "text")
HTML = split("<ul><li>a<li>b</ul><div><p>c</p><p>d</p><p>e</p></div>" + "<p>long</p>" * 15, "html")


@pytest.mark.parametrize(
    ("name", "block", "expected"),
    [
        ("previous", 0, range(0)),
        ("previous", 5, range(4, 5)),
        ("next", 5, range(6, 7)),
        ("next", 19, range(0)),
        ("previous_3", 6, range(2, 5)),
        ("previous_3", 2, range(0, 1)),
        ("next_3", 6, range(8, 11)),
        ("previous_12", 19, range(3, 15)),
        ("next_12", 0, range(5, 17)),
        ("next_12", 12, range(17, 20)),
        ("page", 7, range(20)),
        ("page_before", 7, range(7)),
        ("page_after", 7, range(8, 20)),
        ("section4", 7, range(20)),
        ("widest_before", 7, range(7)),
        ("widest_after", 7, range(8, 20)),
    ],
)
def test_neighbourhoods_of_text(name: str, block: int, expected: range) -> None:
    assert neighbourhood(TEXT, name, block) == list(expected)


@pytest.mark.parametrize(
    ("name", "block", "expected"),
    [
        ("section0", 0, [0, 1]),
        ("section0", 3, [2, 3, 4]),
        ("section0", 9, [9]),
        ("widest_before", 3, [2]),
        ("widest_after", 3, [4]),
        ("section0_first", 3, [2]),
        ("heading", 3, []),
    ],
)
def test_neighbourhoods_of_html(name: str, block: int, expected: list[int]) -> None:
    assert neighbourhood(HTML, name, block) == expected


@pytest.mark.parametrize(
    ("source", "kind", "expected"),
    [
        ("<p>a</p><h1>b</h1>c<div><h3><b>d</b></h3><p>e</p></div>f", "html", [-1, 1, 1, 3, 3, 3]),
        ("<p>a</p><h2>b<br>c</h2><p>d</p>", "html", [-1, -1, -1, -1]),
        ("Home\nNews\n\nThe bridge\nIt closes.\nBuses go.", "text", [0, 0, 2, 2, 2]),
        ("It is so.\n\nIt was, too.\n\nMore\nmore", "text", [-1, -1, 2, 2]),
    ],
)
def test_the_nearest_heading_before(source: str, kind: str, expected: list[int]) -> None:
    page = split(source, kind)  # type: ignore[arg-type]
    found = [neighbourhood(page, "heading", block) for block in range(len(page))]
    assert found == [[at] if at >= 0 else [] for at in expected]


def neighbourhood(page, name: str, block: int) -> list[int]:
    features = featurise([TEXT, page])  # as the second page of a batch
    at, kind = block + len(TEXT), NAMES.index(name)
    start, end = features.range_starts[kind, at], features.range_ends[kind, at]
    return [i - len(TEXT) for i in range(start, end)]
