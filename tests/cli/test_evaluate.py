from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from fakes import FakeLabeler
from toys import toy_page

from boilerplate import evaluation
from boilerplate.corpus import jsonl
from boilerplate.training import crossval


class FakeReport:
    def to_dict(self) -> dict[str, Any]:
        return {"word_f1": 0.91234}

    def rows(self) -> list[tuple[str, object]]:
        return [("word F1", 0.91234), ("pages", 12)]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the command line asks of evaluation, which it does not do itself."""
    calls: list[dict[str, Any]] = []

    def evaluate(model: FakeLabeler, corpora: list[Path], **options: Any) -> FakeReport:
        calls.append({"model": model.version, "corpora": corpora, **options})
        return FakeReport()

    monkeypatch.setattr(evaluation, "evaluate", evaluate)
    return calls


def test_evaluate_prints_aligned_rows(boilerplate, calls) -> None:
    result = boilerplate("evaluate", "a.jsonl")
    assert result.stdout == "word F1     0.912\npages          12\n"
    assert calls == [{"model": "0.0.0-fake", "corpora": [Path("a.jsonl")], "report_to": None}]


def test_evaluate_writes_json(boilerplate, calls, tmp_path: Path) -> None:
    out = tmp_path / "scores.json"
    boilerplate("evaluate", "a.jsonl", "--format", "json", "-o", str(out))
    assert json.loads(out.read_text()) == {"word_f1": 0.91234}


def test_a_report_is_asked_for_and_named(boilerplate, calls, tmp_path: Path) -> None:
    result = boilerplate("evaluate", "a.jsonl", "--report", str(tmp_path))
    assert calls[0]["report_to"] == tmp_path
    assert result.stderr == f"{tmp_path / 'index.html'}: report\n"
    assert "word F1" in result.stdout


def test_cross_validation_needs_no_model(
    boilerplate, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[Any] = []

    def held_out(corpora: list[Path], *, seed: int, progress: Any) -> list[Any]:
        asked.append((corpora, seed))
        return []

    monkeypatch.setattr(crossval, "held_out", held_out)
    corpus = tmp_path / "toys.jsonl"
    jsonl.write([toy_page(0)], corpus)
    report = tmp_path / "report"
    result = boilerplate(
        "evaluate", str(corpus), "--cross-validate", "--seed", "4", "--report", str(report)
    )
    assert result.exit_code == 0
    assert asked == [([corpus], 4)]
    assert boilerplate.loaded == []
    assert "5-fold cross-validation by site on toys.jsonl" in (report / "index.html").read_text()


def test_a_model_is_not_cross_validated(boilerplate, calls) -> None:
    result = boilerplate("evaluate", "a.jsonl", "--cross-validate", "--model", "1.0.0")
    assert result.exit_code == 2
    assert "--model" in result.stderr
