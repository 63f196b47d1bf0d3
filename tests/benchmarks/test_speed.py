from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from benchmarks import memory, pages, speed
from benchmarks.contenders import OURS, OURS_IN_BATCHES, Contender, Sample
from benchmarks.peers import installed
from benchmarks.speed_goals import goals_table
from benchmarks.tables import Table
from benchmarks.timing import STAGES, race

Results = dict[str, dict[str, dict[str, str]]]


@pytest.fixture(scope="module")
def folder(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example pages, one of them packed."""
    found = tmp_path_factory.mktemp("pages")
    for file in (root / "examples").glob("*.html"):
        (found / file.name).write_bytes(file.read_bytes())
    (found / "packed.html.gz").write_bytes(gzip.compress(b"<p>The packed page is a short one."))
    return found


@pytest.fixture(scope="module")
def results(
    folder: Path,
    model: Path,
    tmp_path_factory: pytest.TempPathFactory,
    rows_of: Callable[[Path], Results],
) -> Results:
    out = tmp_path_factory.mktemp("out") / "docs"
    command = ["--pages", str(folder), "--model", str(model), "--repeats", "2", "--limit", "3"]
    speed.main([*command, "--many", "3", "--largest", "1000", "--out", str(out)])
    assert "÷ resiliparse" in (out / "speed.md").read_text("utf-8")
    return rows_of(out / "speed.csv")


def test_ratios_lie_between_those_of_the_repeats(results: Results) -> None:
    for name in ("resiliparse", "lexbor parse alone"):
        row = results["Time beside others"][f"boilerplate ÷ {name}"]
        assert set(row) == {"ratio", "lowest", "highest"}
        assert 0 < float(row["lowest"]) <= float(row["highest"])


def test_times_agree_with_throughput(results: Results) -> None:
    row = results["Time of a page"]["boilerplate"]
    assert set(row) == {"mean ms", "median ms", "p99 ms", "pages/s", "MB/s"}
    assert float(row["mean ms"]) * float(row["pages/s"]) == pytest.approx(1000)
    assert float(row["median ms"]) <= float(row["p99 ms"])


def test_every_peer_is_timed_and_its_memory_measured(results: Results) -> None:
    peers = {peer.name for peer in installed()}
    assert "resiliparse" in peers
    assert peers < set(results["Time of a page"])
    assert set(results["Time of a page"]) == set(results["Memory"])


def test_a_start_is_measured_and_beside_its_goals(results: Results) -> None:
    start = results["Start"]
    assert float(start["import boilerplate, s"]["value"]) > 0
    assert float(start["resident memory of a loaded model, MB"]["value"]) > 10
    assert results["Goals"]["load(), s"]["measured"] == start["load(), s"]["value"]


def test_goals_bound_figures_and_ratios_of_figures() -> None:
    growth = Table(
        "Growth with the size of a page",
        ["", "ms", "÷ page"],
        [["html 1,000 KB", 10.0, 9.0], ["html 50,000 KB", 700.0, 8.0]],
    )
    text = Table("Plain text", ["", "pages/s"], [[OURS_IN_BATCHES, 1200.0]])
    assert [list(row) for row in goals_table([growth, text]).rows] == [
        ["plain text, pages/s", "≥ 1,000", 1200.0, "yes"],
        ["html: time of 50 MB ÷ 1 MB", "≤ 60", 70.0, "no"],
        ["html of 50 MB: memory ÷ page", "≤ 12", 8.0, "yes"],
    ]


def test_stages_add_up(results: Results) -> None:
    rows = results["Stages of a page"]
    assert list(rows) == [*STAGES, "together"]
    total = sum(float(rows[stage]["ms, 1 at a time"]) for stage in STAGES)
    assert total == pytest.approx(float(rows["together"]["ms, 1 at a time"]))


def test_the_rest_is_there(results: Results) -> None:
    assert list(results["Batches"]) == ["1"]  # there are three pages
    assert set(results["Plain text"][OURS]) == {"ms a page", "pages/s", "MB/s"}
    assert list(results["Growth with the size of a page"]) == ["html 1 KB", "text 1 KB"]
    for row in results["Memory"].values():
        assert 0 < float(row["before the first page, MB"]) <= float(row["peak, MB"])
    run = results["Machine and versions"]
    assert run["pages"]["value"] == "3"
    assert {"date", "processor", "cores", "resiliparse", "boilerplate"} <= set(run)


def test_contenders_take_turns_and_batches_share_their_time() -> None:
    order: list[str] = []

    def named(name: str) -> Callable[..., None]:
        return lambda samples: order.append(f"{name}{len(samples)}")

    samples = [Sample.of(b"<p>page") for _ in range(70)]
    times = race(
        [Contender("one", named("one")), Contender("all", named("all"), batches=True)], samples, 1
    )
    assert order[4:] == [*["one1"] * 64, "all64", "all6", *["one1"] * 6]
    assert times["one"].shape == times["all"].shape == (1, 70)
    assert len(np.unique(times["all"][0])) == 2


@pytest.mark.parametrize("size", [1_000, 20_000, 300_000])
def test_made_pages_have_the_size_asked_for(size: int) -> None:
    for page in (pages.html_page(size, 1), pages.text_page(size, 1)):
        assert 0.5 * size < len(page.encode()) < 1.3 * size
    assert pages.html_page(size, 1) == pages.html_page(size, 1) != pages.html_page(size, 2)


def test_pages_are_made_where_there_is_no_folder() -> None:
    made = list(pages.read_pages(None, 5))
    assert len(set(made)) == 5
    assert all(page.startswith(b"<!doctype html>") for page in made)


def test_a_limit_spreads_over_the_folder(folder: Path) -> None:
    assert len(list(pages.read_pages(folder))) == 4
    first, last = pages.read_pages(folder, 2)
    assert b"Kestrel Point" in first
    assert last not in (b"", first)
    assert b"<p>The packed page is a short one." in list(pages.read_pages(folder))


def test_a_folder_without_pages_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"no \.html"):
        list(pages.read_pages(tmp_path))


def test_memory_of_a_large_page_shows(capsys: pytest.CaptureFixture[str]) -> None:
    memory.main(["lexbor parse alone", "--made", "html:1000"])
    found = json.loads(capsys.readouterr().out)
    assert 0 < found["start"] <= found["peak"]
    small = memory.measure("lexbor parse alone", None, ["--made", "html:1000"])
    large = memory.measure("lexbor parse alone", None, ["--made", "html:5000000"])
    assert large[1] - large[0] > small[1] - small[0] + 5
