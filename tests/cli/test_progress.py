from __future__ import annotations

import io
import sys

import pytest

from boilerplate.cli.progress import shown_progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_a_bar_a_stage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with shown_progress() as progress:
        progress.stage("Reading")
        progress.update(0.25, "[page] 3 of 12")
        progress.stage("Fitting")
        progress.update(1.0)
    last = terminal.getvalue().split("Reading")[-1]
    assert "100%" in last.split("Fitting")[0]
    assert "Fitting" in last


def test_elsewhere_a_stage_is_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with shown_progress() as progress:
        progress.stage("Reading")
        progress.update(0.25, "page 3")
        progress.stage("Fitting")
    assert capsys.readouterr().err == "Reading\nFitting\n"


def test_a_long_stage_tells_how_far_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("boilerplate.cli.progress._SECONDS_BETWEEN_LINES", 0)
    with shown_progress() as progress:
        progress.stage("Fitting")
        progress.update(0.25, "1 of 4 networks")
    line = capsys.readouterr().err.splitlines()[1]
    assert line.startswith("Fitting: 25%, ")
    assert line.endswith(" min left, 1 of 4 networks")
