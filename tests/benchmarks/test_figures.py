"""The figures that README and documentation quote are those of the results."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from benchmarks import figures
from benchmarks.cells import Cells
from boilerplate.errors import SourceError

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "docs" / "benchmarks"


@pytest.fixture(scope="module")
def results() -> Cells:
    return Cells(RESULTS / "accuracy.csv", RESULTS / "speed.csv")


def test_documents_agree_with_the_results(results: Cells) -> None:
    quoting = figures.documents()
    assert {ROOT / "README.md", ROOT / "docs" / "model-card.md"} <= set(quoting)
    stale = [
        file.name
        for file in quoting
        if figures.written(file.read_text("utf-8"), results) != file.read_text("utf-8")
    ]
    assert not stale, f"{stale}: run python -m benchmarks.figures"


def test_every_figure_is_quoted_somewhere() -> None:
    texts = "".join(file.read_text("utf-8") for file in figures.documents())
    assert all(f"<!-- figures: {name} -->" in texts for name in figures.FIGURES)


def test_figures_are_written_between_their_marks_and_nowhere_else(results: Cells) -> None:
    old = (
        "before\n<!-- figures: lead -->\n<!-- end of figures -->\n"
        "between\n<!-- figures: own scores -->\nold\n\n<!-- end of figures -->\nafter\n"
    )
    new = figures.written(old, results)
    assert "old" not in new
    assert [line for line in new.splitlines() if line in ("before", "between", "after")] == [
        "before",
        "between",
        "after",
    ]
    assert figures.written(new, results) == new


def test_a_package_without_a_time_has_a_dash(tmp_path: Path) -> None:
    _write(
        tmp_path / "some.csv",
        [
            ("Main content of HTML", "boilerplate", "word-F1", "0.9"),
            ("Main content of HTML", "slowpoke", "word-F1", "0.8"),
            *(
                ("word-F1 on HTML by page type", package, f"{kind} (3)", "0.7")
                for package in ("boilerplate", "slowpoke")
                for kind in ("article", "forum", "service", "listing", "product")
            ),
            ("Time of a page", "boilerplate", "mean ms", "8.04"),
        ],
    )
    table = figures.beside_others(Cells(tmp_path / "some.csv", tmp_path / "none.csv"))
    ours, other = table.splitlines()[2:]
    assert ours.startswith("| **boilerplate** | **0.900** | **0.700** |")
    assert ours.endswith("| 8.0 |")
    assert other.endswith("| – |")


def test_a_figure_that_the_results_lack_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="'F1' of 'here' in 'Nothing'"):
        Cells(tmp_path / "none.csv").figure("Nothing", "here", "F1")


def test_check_tells_what_is_stale_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("accuracy", "speed"):
        text = (RESULTS / f"{name}.csv").read_text("utf-8")
        (tmp_path / f"{name}.csv").write_text(text.replace("word-F1,0.8", "word-F1,0.1"), "utf-8")
    before = (ROOT / "README.md").read_text("utf-8")
    assert figures.main(["--check", "--results", str(tmp_path)]) == 1
    assert "README.md" in capsys.readouterr().err
    assert (ROOT / "README.md").read_text("utf-8") == before


def _write(file: Path, cells: list[tuple[str, str, str, str]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows([("table", "row", "column", "value"), *cells])
