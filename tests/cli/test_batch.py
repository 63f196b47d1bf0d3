"""The command as users have it: a process with signals, exit codes and full disks."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from batches import errors, labelled, page_text, write_jsonl, written

for package in ("fastwarc", "filelock", "fsspec", "pyarrow"):
    pytest.importorskip(package)

FAKE = str(Path(__file__).parents[1] / "fake_batch.py")
SMALL = ("--part-pages", "40", "--workers", "1", "--layout", "pages")
posix = pytest.mark.skipif(os.name == "nt", reason="POSIX signals and limits")


def batch(*args: str | Path, **kwargs: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, FAKE, "batch", *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, **kwargs)


def started(*args: str | Path) -> subprocess.Popen[str]:
    command = [sys.executable, FAKE, "batch", *map(str, args)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def wait_for(condition: Any) -> None:
    until = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.01)


def children(pid: int) -> list[int]:
    path = Path(f"/proc/{pid}/task/{pid}/children")
    found = list(map(int, path.read_text().split())) if path.exists() else []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        found += map(int, task.read_text().split())
    return sorted(set(found))


@pytest.fixture
def slow(tmp_path: Path) -> Path:
    """Pages that take a second or two."""
    return write_jsonl(tmp_path / "slow.jsonl", (page_text(i, "text| slow") for i in range(200)))


def test_a_summary_is_told_and_done_is_0(tmp_path: Path) -> None:
    pages = write_jsonl(tmp_path / "a.jsonl", (page_text(i) for i in range(50)))
    result = batch(pages, "--out", tmp_path / "out.jsonl", *SMALL)
    assert result.returncode == 0
    told = result.stdout.splitlines()
    assert told[0] == f"50 pages in {tmp_path / 'out.jsonl'}"
    assert told[1] == "200 blocks: 50 player_chrome, 0 caption, 100 body, 50 footer"
    assert "of the text is body" in told[2]
    assert told[3] == "0 errors"
    assert "pages/s" in told[4]
    assert result.stderr == "Labelling\n"


def test_errors_are_1_and_told(tmp_path: Path) -> None:
    pages = write_jsonl(tmp_path / "a.jsonl", [page_text(1), "", page_text(2)])
    (tmp_path / "b.parquet").write_bytes(b"nothing of the kind")
    out = tmp_path / "out.jsonl"
    result = batch(pages, tmp_path / "b.parquet", "--out", out, *SMALL)
    assert result.returncode == 1
    assert "2 errors, told in" in result.stdout
    assert f"{tmp_path / 'b.parquet'}: not a Parquet file" in result.stderr
    assert [row["id"] for row in errors(out)] == ["p1", str(tmp_path / "b.parquet")]
    again = batch(pages, tmp_path / "b.parquet", "--out", out, *SMALL)
    assert again.returncode == 1


def test_too_many_errors_are_1(tmp_path: Path) -> None:
    pages = write_jsonl(tmp_path / "a.jsonl", ["", "", page_text(1)])
    result = batch(pages, "--out", tmp_path / "out", "--max-errors", "1", *SMALL)
    assert result.returncode == 1
    assert "boilerplate: more than 1 errors" in result.stderr


def test_wrong_usage_is_2(tmp_path: Path) -> None:
    assert batch(tmp_path).returncode == 2
    assert batch(tmp_path, "--out", "x", "--keep", "sidebar").returncode == 2
    assert batch(tmp_path, "--out", "x", "--layout", "lines").returncode == 2


def test_a_list_of_files_comes_from_the_standard_input(tmp_path: Path) -> None:
    pages = write_jsonl(tmp_path / "a.jsonl", [page_text(1)])
    out = tmp_path / "out.jsonl"
    assert batch("-", "--out", out, *SMALL, input=f"{pages}\n").returncode == 0
    assert labelled(out) == ["p0"]


def test_a_missing_source_is_one_line(tmp_path: Path) -> None:
    result = batch(tmp_path / "missing.jsonl", "--out", tmp_path / "out")
    assert result.returncode == 1
    missing = tmp_path / "missing.jsonl"
    assert result.stderr == f"boilerplate: {missing}: no such file or folder\n"
    assert result.stdout == ""


@posix
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_run_that_is_told_to_stop_sums_up_and_goes_on_later(
    tmp_path: Path, slow: Path, number: int, code: int
) -> None:
    out, undisturbed = tmp_path / "out.jsonl", tmp_path / "other.jsonl"
    process = started(slow, "--out", out, *SMALL)
    wait_for(lambda: list(out.glob("part-*")))
    workers = children(process.pid)
    process.send_signal(number)
    told, _ = process.communicate(timeout=30)
    assert process.returncode == code
    assert f"pages in {out}" in told
    assert 0 < len(labelled(out)) < 200
    assert not list(out.glob(".part-*"))
    wait_for(lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers))
    assert batch(slow, "--out", out, *SMALL).returncode == 0
    assert batch(slow, "--out", undisturbed, *SMALL).returncode == 0
    assert written(out) == written(undisturbed)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")
def test_whatever_is_killed_the_output_is_the_same(tmp_path: Path, slow: Path) -> None:
    out, undisturbed = tmp_path / "out.jsonl", tmp_path / "other.jsonl"
    assert batch(slow, "--out", undisturbed, *SMALL).returncode == 0
    chance = random.Random(5)
    for kill_parent in (True, False, True, True):
        process = started(slow, "--out", out, *SMALL)
        wait_for(lambda: process.poll() is not None or children(process.pid))  # noqa: B023
        time.sleep(chance.uniform(0.1, 1.5))
        workers = children(process.pid)
        with suppress(ProcessLookupError):  # it may have been done by then
            for pid in [process.pid] if kill_parent else workers:
                os.kill(pid, signal.SIGKILL)
        process.communicate(timeout=60)
        assert kill_parent or process.returncode == 0
        # Nobody is left behind to write or to keep a processor busy.
        wait_for(lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers))  # noqa: B023
    assert batch(slow, "--out", out, *SMALL).returncode == 0
    assert written(out) == written(undisturbed)


@posix
def test_a_disk_that_fills_up_is_one_line_and_costs_nothing(tmp_path: Path) -> None:
    import resource

    # Words that don't compress, so that the second part is beyond the limit.
    chance = random.Random(1)
    texts = [page_text(i) for i in range(40)]
    texts += [page_text(i, f"text| {chance.randbytes(20_000).hex()}") for i in range(40)]
    pages = write_jsonl(tmp_path / "a.jsonl", texts)
    out, undisturbed = tmp_path / "out.parquet", tmp_path / "other.parquet"
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))  # noqa: E731
    result = batch(pages, "--out", out, *SMALL, preexec_fn=limit)
    assert result.returncode == 1
    part = out / "part-00000-00001.parquet"
    assert result.stderr == f"Labelling\nboilerplate: {part}: File too large\n"
    assert "40 pages in" in result.stdout
    assert [path.name for path in out.glob("*part-*")] == ["part-00000-00000.parquet"]
    assert batch(pages, "--out", out, *SMALL).returncode == 0
    assert batch(pages, "--out", undisturbed, *SMALL).returncode == 0
    assert written(out) == written(undisturbed)


@posix
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    pages = write_jsonl(tmp_path / "a.jsonl", [page_text(1)])
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    result = batch(pages, "--out", locked / "out", *SMALL)
    assert result.returncode == 1
    assert result.stderr == f"boilerplate: {locked / 'out'}: Permission denied\n"


def test_the_real_model_labels_real_pages(tmp_path: Path, root: Path) -> None:
    out = tmp_path / "out.jsonl"
    command = [sys.executable, "-m", "boilerplate", "batch", str(root / "examples" / "*.html")]
    command += ["--out", str(out), "--workers", "1"]
    result = subprocess.run(command, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    rows = [json.loads(line) for line in (out / "part-00000-00000.jsonl").open(encoding="utf-8")]
    assert len({row["id"] for row in rows}) == 3
    titles = [row["text"] for row in rows if row["role"] == "title"]
    assert "Night shift ends at Kestrel Point light after 140 years" in titles
