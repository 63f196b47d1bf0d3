from __future__ import annotations

import json
from pathlib import Path

import pytest

from boilerplate.model import artifact


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    return artifact.save(
        {"name": "nothing learned"}, {"version": "1.0.0"}, tmp_path / "mine-1.0.0.joblib"
    )


def test_list_names_versions_and_files(boilerplate, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [("1.0.0", Path("a-1.0.0.joblib")), ("1.1.0", Path("a-1.1.0.joblib"))]
    monkeypatch.setattr(artifact, "available", lambda: found)
    result = boilerplate("model", "list")
    assert result.stdout == "1.0.0\ta-1.0.0.joblib\n1.1.0\ta-1.1.0.joblib\n"


def test_show_prints_the_manifest(boilerplate, saved: Path) -> None:
    result = boilerplate("model", "show", str(saved))
    assert json.loads(result.stdout)["version"] == "1.0.0"


def test_verify_passes_a_whole_model(boilerplate, saved: Path) -> None:
    result = boilerplate("model", "verify", str(saved))
    assert result.exit_code == 0
    assert str(saved) in result.stdout


@pytest.mark.parametrize("command", ["show", "verify"])
def test_a_damaged_model_is_one_line(boilerplate, saved: Path, command: str) -> None:
    data = bytearray(saved.read_bytes())
    data[len(data) // 2] ^= 1
    saved.write_bytes(data)
    result = boilerplate("model", command, str(saved))
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith(f"boilerplate: {saved}: ")
    assert result.stderr.count("\n") == 1


def test_a_model_that_is_not_there_is_one_line(boilerplate) -> None:
    result = boilerplate("model", "verify", "mine-9.9.9.joblib")
    assert result.exit_code == 1
    assert result.stderr == "boilerplate: mine-9.9.9.joblib: no such file\n"
