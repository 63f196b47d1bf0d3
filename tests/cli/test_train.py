from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fakes import FakeLabeler

from boilerplate import training
from boilerplate.errors import CorpusError


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the command line asks of training, which it does not do itself."""
    calls: list[dict[str, Any]] = []

    def train(corpora: list[Path], **options: Any) -> FakeLabeler:
        if "missing.jsonl" in map(str, corpora):
            raise CorpusError("missing.jsonl: no such file")
        progress = options.pop("progress")
        progress.stage("Reading")
        progress.update(0.5, "page 1")
        progress.stage("Fitting")
        calls.append({"corpora": corpora, **options})
        return FakeLabeler()

    monkeypatch.setattr(training, "train", train)
    return calls


def test_train_passes_everything_on(boilerplate, calls, tmp_path: Path) -> None:
    out = tmp_path / "mine-1.2.0.joblib"
    result = boilerplate(
        "train", "a.jsonl", "b", "--out", str(out), "--seed", "3", "--cross-validate"
    )
    assert result.exit_code == 0
    assert calls == [
        {
            "corpora": [Path("a.jsonl"), Path("b")],
            "out": out,
            "version": None,
            "seed": 3,
            "cross_validate": True,
        }
    ]
    assert result.stdout == f"{out}: model 0.0.0-fake\n"


def test_train_prints_a_plain_line_a_stage_off_the_terminal(
    boilerplate, calls, tmp_path: Path
) -> None:
    result = boilerplate("train", "a.jsonl", "--out", str(tmp_path / "mine-1.0.0.joblib"))
    assert result.stderr == "Reading\nFitting\n"


@pytest.mark.parametrize("out", ["model.pkl", "no/such/folder/mine-1.0.0.joblib"])
def test_an_impossible_output_is_refused_before_training(boilerplate, calls, out: str) -> None:
    result = boilerplate("train", "a.jsonl", "--out", out)
    assert result.exit_code == 2
    assert calls == []


def test_a_missing_corpus_is_one_line(boilerplate, calls, tmp_path: Path) -> None:
    result = boilerplate("train", "missing.jsonl", "--out", str(tmp_path / "mine-1.0.0.joblib"))
    assert result.exit_code == 1
    assert result.stderr == "boilerplate: missing.jsonl: no such file\n"
