from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from fakes import FakeLabeler

if not all(map(find_spec, ("fastwarc", "filelock", "fsspec", "pyarrow"))):
    collect_ignore_glob = ["test_*.py"]  # the extra "batch" is not installed

WORKER = str(Path(__file__).parents[1] / "fake_worker.py")


@pytest.fixture
def fake_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let worker processes use the fake labeler."""
    monkeypatch.setattr("boilerplate.batch.pipeline._load", lambda settings: FakeLabeler())
    monkeypatch.setattr(
        "boilerplate.batch.engines.isolated.command",
        lambda settings: [sys.executable, WORKER, "", str(settings.timeout)],
    )
