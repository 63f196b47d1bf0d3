"""Needs Ray, which is in the extra ``ray`` and not in ``test``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from batches import write_jsonl, written

from boilerplate import batch

ray = pytest.importorskip("ray")


@pytest.fixture(scope="module", autouse=True)
def local_ray() -> Iterator[None]:
    yield
    ray.shutdown()


def test_ray_writes_what_one_machine_writes(tmp_path: Path, root: Path) -> None:
    base = (root / "examples" / "river-radio.txt").read_text("utf-8")
    texts = [f"Page {i}\n{base}" if i % 50 else "" for i in range(150)]
    pages = write_jsonl(tmp_path / "a.jsonl", texts)
    (tmp_path / "b.parquet").write_bytes(b"no such thing")
    sources = [pages, tmp_path / "b.parquet", root / "examples"]
    for engine in ("local", "ray"):
        out = tmp_path / f"{engine}.parquet"
        summary = batch.run(sources, out, engine=engine, workers=1, part_pages=60)
        assert summary.errors == 4
    assert written(tmp_path / "local.parquet") == written(tmp_path / "ray.parquet")


def test_a_run_begun_on_one_machine_goes_on_with_ray(tmp_path: Path, root: Path) -> None:
    out = tmp_path / "out.jsonl"
    batch.run(root / "examples", out, workers=1)
    done = written(out)
    name = "part-00000-00000.jsonl"
    (out / "_run" / "done" / "00000.jsonl").unlink()
    (out / name).unlink()
    batch.run(root / "examples", out, engine="ray", workers=1)
    assert written(out) == done
