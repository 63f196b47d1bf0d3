from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from batches import errors, labelled, page_text, write_jsonl, written

from boilerplate import arrow, batch
from boilerplate.errors import BatchError, SourceError
from boilerplate.labels import Label

pytestmark = pytest.mark.usefixtures("fake_workers")

N = 150


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    return write_jsonl(tmp_path / "pages.jsonl", (page_text(i) for i in range(N)))


def run(sources: Any, out: Path, **options: Any) -> batch.Summary:
    return batch.run(sources, out, **{"workers": 1, "part_pages": 40, **options})


def test_every_page_comes_out_in_order(tmp_path: Path, pages: Path) -> None:
    out = tmp_path / "out.jsonl"
    summary = run(pages, out, layout="pages", workers=2)
    assert labelled(out) == [f"p{i}" for i in range(N)]
    assert summary.pages == N
    assert summary.errors == 0
    assert summary.blocks[Label.BODY] == 2 * N
    assert summary.characters[Label.PLAYER_CHROME] == 4 * N
    assert 0.7 < summary.body_share < 0.9
    assert [path.name for path in sorted(out.glob("part*"))] == [
        f"part-00000-{part:05}.jsonl" for part in range(4)
    ]


def test_parquet_with_a_block_a_row(tmp_path: Path, pages: Path) -> None:
    out = tmp_path / "out.parquet"
    run(pages, out)
    table = pq.read_table(out)  # the books are passed over
    assert table.schema.equals(arrow.BLOCKS)
    assert table.num_rows == 4 * N
    assert table["role"][:4].to_pylist() == ["player", "title", "text", "legal"]


def test_parquet_with_a_page_a_row(tmp_path: Path, pages: Path) -> None:
    run(pages, tmp_path / "out", layout="pages", keep=["title"])
    table = pq.read_table(tmp_path / "out")
    assert table.schema.names == ["id", "url", "kind", "blocks", "model_version"]
    (block,) = table["blocks"][17].as_py()
    assert (block["index"], block["text"]) == (1, "Page 17")


@pytest.mark.parametrize("ending", ["jsonl", "jsonl.gz", "jsonl.zst"])
def test_json_lines(tmp_path: Path, pages: Path, ending: str) -> None:
    out = tmp_path / f"out.{ending}"
    run(pages, out, keep=["body"])
    with pa.input_stream(str(out / f"part-00000-00003.{ending}"), "detect") as stream:
        rows = [json.loads(line) for line in stream.read().splitlines()]
    assert [row["text"] for row in rows[-2:]] == [f"Page {N - 1}", f"Words of {N - 1}."]
    assert list(rows[0]) == arrow.BLOCKS.names


def test_text_files(tmp_path: Path) -> None:
    for name in ("a b.txt", "c.txt"):
        path = tmp_path / "in" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(page_text(1), "utf-8")
    run(tmp_path / "in", tmp_path / "out.txt")
    run(tmp_path / "in", tmp_path / "foot.txt", keep=["footer"])
    (part,) = (tmp_path / "out.txt").glob("part*")
    first, second = sorted(part.iterdir())
    assert first.name.startswith("000000-")
    assert first.name.endswith("a_b.txt.txt")
    assert second.read_text("utf-8") == "Page 1\nWords of 1.\n"
    assert next((tmp_path / "foot.txt").rglob("*c.txt.txt")).read_text("utf-8") == "©\n"


def test_bad_pages_are_told_and_cost_no_other_page(tmp_path: Path) -> None:
    bad = {3: "text| crash", 70: "text| impossible", 71: "text| hang"}
    texts = [page_text(i, bad.get(i, "")) for i in range(100)]
    texts[50] = ""
    out = tmp_path / "out.jsonl"
    summary = run(
        write_jsonl(tmp_path / "a.jsonl", texts), out, layout="pages", timeout=2, max_bytes=500
    )
    assert labelled(out) == [f"p{i}" for i in range(100) if i not in (3, 50, 70, 71)]
    told = errors(out)
    assert [(row["id"], row["stage"]) for row in told] == [
        ("p3", "label"),
        ("p50", "label"),
        ("p70", "label"),
        ("p71", "label"),
    ]
    assert [list(row) for row in told] == [["id", "url", "stage", "error"]] * 4
    assert summary.errors == 4
    assert summary.pages == 96
    assert summary.unread == {}


def test_an_input_that_cannot_be_read_costs_no_other_input(tmp_path: Path, pages: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"no such thing")
    out = tmp_path / "out.jsonl"
    summary = run([tmp_path / "a.parquet", pages], out, layout="pages")
    assert labelled(out) == [f"p{i}" for i in range(N)]
    assert list(summary.unread) == [str(tmp_path / "a.parquet")]


def test_an_input_without_pages_is_done_at_once(tmp_path: Path, pages: Path) -> None:
    (tmp_path / "none.jsonl").write_text("")
    (tmp_path / "z.jsonl").write_text("")
    out = tmp_path / "out.jsonl"
    sources = [tmp_path / "none.jsonl", pages, tmp_path / "z.jsonl"]
    assert run(sources, out).pages == N
    before = written(out)
    run(sources, out)
    assert written(out) == before


def test_done_is_done(tmp_path: Path, pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out.jsonl"
    first = run(pages, out)
    before = written(out)
    monkeypatch.setattr("boilerplate.batch.engines.isolated.command", lambda settings: ["false"])
    assert run(pages, out) == first
    assert written(out) == before


def test_new_files_are_labelled_by_the_same_call(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out.jsonl"
    folder.mkdir()
    (folder / "b.txt").write_text(page_text(1), "utf-8")
    run(folder, out, layout="pages")
    before = written(out)
    (folder / "a.txt").write_text(page_text(2), "utf-8")
    run(folder, out, layout="pages")
    assert labelled(out) == [str(folder / "b.txt"), str(folder / "a.txt")]
    assert written(out)["part-00000-00000.jsonl"] == before["part-00000-00000.jsonl"]


def test_a_file_that_has_changed_is_labelled_anew(tmp_path: Path, pages: Path) -> None:
    other = write_jsonl(tmp_path / "b.jsonl", [page_text(1)])
    out = tmp_path / "out.jsonl"
    run([pages, other], out, layout="pages")
    write_jsonl(pages, (page_text(i) for i in range(60)))
    summary = run([pages, other], out, layout="pages")
    assert summary.pages == 61
    assert labelled(out) == [*(f"p{i}" for i in range(60)), "p0"]


def test_a_truncated_input_is_tried_again_and_done_when_it_is_whole(
    tmp_path: Path, pages: Path
) -> None:
    path, out = tmp_path / "a.jsonl.gz", tmp_path / "out.jsonl"
    texts = [page_text(i, f"text| {i * i % 9973} more {i**3 % 9973}") for i in range(1500)]
    whole = gzip.compress(write_jsonl(tmp_path / "a.jsonl", texts).read_bytes())
    path.write_bytes(whole[: len(whole) // 2])
    summary = run([path, pages], out)
    before = written(out)
    assert "Truncated" in summary.unread[str(path)]
    assert N < summary.pages < 1500
    assert run([path, pages], out) == summary
    assert written(out) == before

    path.write_bytes(whole)
    summary = run([path, pages], out)
    assert (summary.pages, summary.errors) == (1500 + N, 0)
    assert errors(out) == []


def test_too_many_errors_stop_the_run_until_more_are_allowed(tmp_path: Path) -> None:
    texts = [page_text(i) if i % 10 else "" for i in range(N)]
    path, out = write_jsonl(tmp_path / "a.jsonl", texts), tmp_path / "out.jsonl"
    with pytest.raises(BatchError, match="more than 5 errors"):
        run(path, out, max_errors=5)
    assert len(errors(out)) > 5
    assert batch.summary(out).pages == 36  # one part
    assert run(path, out, max_errors=15).errors == 15
    undisturbed = tmp_path / "other.jsonl"
    run(path, undisturbed)
    assert parts(out) == parts(undisturbed)
    assert errors(out) == errors(undisturbed)


def parts(out: Path) -> dict[str, bytes]:
    return {name: data for name, data in written(out).items() if name.startswith("part-")}


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"layout": "pages"}, "layout"),
        ({"keep": ["body"]}, "keep"),
        ({"part_pages": 41}, "part_pages"),
        ({"text_field": "body"}, "text_field"),
    ],
)
def test_a_folder_of_a_run_with_other_options_is_refused(
    tmp_path: Path, pages: Path, options: dict[str, Any], named: str
) -> None:
    out = tmp_path / "out.jsonl"
    run(pages, out)
    before = written(out)
    with pytest.raises(BatchError, match=f"begun with {named}"):
        run(pages, out, **options)
    with pytest.raises(BatchError, match="begun with sources"):
        run([pages, pages], out)
    assert written(out) == before


def test_two_runs_into_one_folder_refuse_each_other(tmp_path: Path, pages: Path) -> None:
    from filelock import FileLock

    out = tmp_path / "out.jsonl"
    run(pages, out)
    with (
        FileLock(out / "_run" / "lock"),
        pytest.raises(BatchError, match="another run is writing to it"),
    ):
        run(pages, out)


def test_a_folder_with_other_files_is_refused(tmp_path: Path, pages: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.mkdir()
    (out / "diary.txt").write_text("x")
    with pytest.raises(BatchError, match="not of a batch run"):
        run(pages, out)


def test_a_source_that_is_missing_leaves_no_folder(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        run(tmp_path / "missing.jsonl", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_an_unknown_ending_is_refused(tmp_path: Path, pages: Path) -> None:
    with pytest.raises(BatchError, match=r"\.parquet, \.jsonl"):
        run(pages, tmp_path / "out.csv")


def test_progress_is_told(tmp_path: Path, pages: Path) -> None:
    told: list[tuple[float, str]] = []

    class Listener:
        def stage(self, name: str) -> None:
            told.append((0, name))

        def update(self, done: float, detail: str = "") -> None:
            told.append((done, detail))

    run(pages, tmp_path / "out", progress=Listener())
    shares = [share for share, _ in told]
    assert told[0] == (0, "Labelling")
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert f"{N} pages" in told[-2][1]
    assert "pages/s" in told[-2][1]
    assert "MB/s" in told[-2][1]
    assert "0 errors" in told[-2][1]
