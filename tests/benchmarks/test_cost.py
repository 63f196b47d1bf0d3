from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GROWTH = 1.15


@pytest.fixture(scope="module")
def found() -> dict[str, dict[str, float]]:
    """In a process of its own, whose caches hold nothing of other tests."""
    command = [sys.executable, "-m", "benchmarks.cost"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(result.stdout)


@pytest.mark.parametrize("what", ["calls", "peak_kb"])
@pytest.mark.parametrize("kind", ["HTML", "text"])
def test_labelling_costs_no_more_than_was_committed(
    found: dict[str, dict[str, float]], kind: str, what: str
) -> None:
    committed = json.loads((ROOT / "benchmarks" / "cost.json").read_text("utf-8"))
    assert found[kind][what] <= GROWTH * committed[kind][what]
