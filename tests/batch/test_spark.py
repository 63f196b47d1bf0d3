"""Needs Spark and Java; Spark is in the extra ``spark`` and not in ``test``."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import boilerplate
from boilerplate.arrow import label_batch

pytest.importorskip("pyspark")
pytestmark = pytest.mark.skipif(shutil.which("java") is None, reason="needs Java")


def rounded(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows in order; in other company, a page's probabilities may differ in the last digit."""
    for row in rows:
        for block in row["blocks"]:
            block["probability"] = pytest.approx(block["probability"], abs=2e-6)
    return sorted(rows, key=lambda row: row["id"])


def test_the_recipe_gives_what_the_package_gives(tmp_path: Path, root: Path) -> None:
    base = (root / "examples" / "river-radio.txt").read_text("utf-8")
    html = (root / "examples" / "harbour-news.html").read_text("utf-8")
    pages = pa.table(
        {
            "id": [f"p{i}" for i in range(40)],
            "text": [f"Page {i}\n{base}" if i % 2 else None for i in range(40)],
            "html": [None if i % 2 or i == 20 else html for i in range(40)],
        }
    )
    pq.write_table(pages, tmp_path / "pages.parquet")
    script = str(root / "examples" / "spark_label.py")
    command = [sys.executable, script, str(tmp_path / "pages.parquet"), str(tmp_path / "out")]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYSPARK_PYTHON": sys.executable}
    result = subprocess.run(command, env=env, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr[-2000:]
    (whole,) = pages.combine_chunks().to_batches()
    wanted = label_batch(whole, boilerplate.load()).to_pylist()
    found = pq.read_table(tmp_path / "out").to_pylist()
    assert sorted(found, key=lambda row: row["id"]) == rounded(wanted)
    assert [row["id"] for row in found if row["error"]] == ["p20"]
