"""Pictures are drawn anew from the results, as they stand in the documentation."""

from __future__ import annotations

import csv
import re
import runpy
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "docs" / "benchmarks"


@pytest.fixture(scope="module")
def pictures() -> Iterator[dict[str, Any]]:
    path = list(sys.path)
    yield runpy.run_path(str(ROOT / "docs" / "pictures.py"))
    sys.path[:] = path


@pytest.fixture(scope="module")
def drawn(pictures: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not list((ROOT / "models").glob("*.joblib")):
        pytest.skip("no model in models/")
    out = tmp_path_factory.mktemp("docs")
    pictures["main"](["--results", str(RESULTS), "--out", str(out)])
    return out


@pytest.mark.parametrize(
    "name", ["speed-accuracy", "confusion-roles", "confusion-labels", "reliability"]
)
def test_a_chart_is_that_of_the_results(drawn: Path, name: str) -> None:
    again = (drawn / "benchmarks" / f"{name}.svg").read_text("utf-8")
    assert again == (RESULTS / f"{name}.svg").read_text("utf-8"), "run python docs/pictures.py"


def test_pictures_are_whole_and_ask_for_nothing_from_elsewhere(drawn: Path) -> None:
    files = sorted(drawn.rglob("*.svg"))
    assert len(files) == 5
    for file in files:
        text = file.read_text("utf-8")
        assert ET.fromstring(text).tag == "{http://www.w3.org/2000/svg}svg"
        assert not re.search(r"url\(['\"]?http|href=|src=", text)


def test_the_labelled_page_shows_labels_beside_words(drawn: Path) -> None:
    text = (drawn / "img" / "labelled.svg").read_text("utf-8")
    assert "player_chrome" in text
    assert "Listen&#160;Live" in text


def test_a_faster_package_stands_further_left_and_a_better_one_higher(
    pictures: dict[str, Any], tmp_path: Path
) -> None:
    with (tmp_path / "speed.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("table", "row", "column", "value"))
        for name, ms, f1 in (("slow", 50.0, 0.9), ("fast", 5.0, 0.7), ("boilerplate", 8.0, 0.8)):
            rows.writerow(("Time of a page", name, "mean ms", ms))
            rows.writerow(("Main content of HTML", name, "word-F1", f1))
        rows.writerow(("Time of a page", "lexbor parse alone", "mean ms", 1.0))
    found = pictures["spots"](pictures["Cells"](tmp_path / "speed.csv"))
    assert [(spot.name, spot.ours) for spot in found] == [
        ("slow", False),
        ("fast", False),
        ("boilerplate", True),
    ]
    places = {
        title.split(":")[0]: (float(x), float(y))
        for x, y, title in re.findall(
            r'<circle[^>]* cx="([\d.]+)" cy="([\d.]+)"[^>]*><title>([^<]+)',
            pictures["scatter"](found),
        )
    }
    assert places["fast"][0] < places["boilerplate"][0] < places["slow"][0]
    assert places["slow"][1] < places["boilerplate"][1] < places["fast"][1]


def test_without_results_there_is_the_labelled_page_alone(
    pictures: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(pictures["pictures"].__globals__, "labelled", lambda: "<svg/>")
    assert list(pictures["pictures"](pictures["Cells"](tmp_path / "none.csv"))) == [
        ("img/labelled.svg", "<svg/>")
    ]
