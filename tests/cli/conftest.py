from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from fakes import FakeLabeler
from typer.testing import CliRunner, Result

from boilerplate.cli import app

Run = Callable[..., Result]


@pytest.fixture
def boilerplate(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command line in this process with the fake labeler for a model."""
    stand_in = ModuleType("boilerplate.model.labeler")
    loaded: list[Any] = []

    def load(spec: str | None = None) -> FakeLabeler:
        loaded.append(spec)
        return FakeLabeler()

    stand_in.load = load  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "boilerplate.model.labeler", stand_in)

    def run(*args: str, stdin: str | bytes | None = None) -> Result:
        return CliRunner().invoke(app, list(args), input=stdin)

    run.loaded = loaded  # type: ignore[attr-defined]
    return run


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A page for the fake labeler."""
    path = tmp_path / "page.txt"
    path.write_text(
        "player| Play Live Radio\n"
        "title| Bridge closes\n"
        "text| The bridge closes on Monday.\n"
        "caption| The mill bridge.\n"
        "legal| © River Radio\n",
        encoding="utf-8",
    )
    return path
