from __future__ import annotations

import json
from pathlib import Path

import pytest
from toys import SMALL, html, model_state, random_weights, toy_examples
from typer.testing import CliRunner, Result

from boilerplate.cli import app
from boilerplate.model import labeler


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A page, while a small network stands in for the model that ships."""
    model = labeler.Labeler(model_state(random_weights(toy_examples(range(4)), SMALL)), {})
    monkeypatch.setattr(labeler, "load", lambda spec=None: model)
    path = tmp_path / "page.html"
    path.write_text(html(0), "utf-8")
    return str(path)


def explain(*args: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, ["explain", *args], input=stdin)


def test_json_is_the_default_off_the_terminal(page: str) -> None:
    result = explain(page, "--block", "3")
    found = json.loads(result.stdout)
    assert found["block"]["index"] == 3
    assert found["of"] == found["block"]["label"]
    assert found["reasons"][0]["effect"] != 0
    assert result.exit_code == 0


def test_the_table_quotes_what_mattered(page: str) -> None:
    found = json.loads(explain(page, "-b", "3").stdout)
    result = explain(page, "-b", "3", "--format", "table", "--top", "1")
    assert found["block"]["text"] in result.stdout
    assert found["reasons"][0]["name"][:20] in result.stdout
    assert found["reasons"][1]["name"] not in result.stdout


def test_any_answer_can_be_asked_about(page: str) -> None:
    for name in ("caption", "byline", "main_content"):
        assert json.loads(explain(page, "-b", "3", "--of", name).stdout)["of"] == name


def test_the_standard_input_and_a_file_for_output(page: str, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    result = explain("-", "-b", "0", "-o", str(out), stdin=html(0))
    assert result.stdout == ""
    assert json.loads(out.read_text("utf-8")) == json.loads(explain(page, "-b", "0").stdout)


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["--block", "99"], "blocks, numbered from 0"),
        (["--block", "-1"], "--block"),
        (["--block", "1", "--of", "sidebar"], "main_content"),
        ([], "--block"),
    ],
)
def test_wrong_usage_is_told(page: str, args: list[str], told: str) -> None:
    result = explain(page, *args)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert told in result.stderr


def test_a_page_that_is_not_there_is_one_line(page: str) -> None:
    result = explain("missing.html", "-b", "0")
    assert result.stderr == "boilerplate: missing.html: no such file or directory\n"
    assert result.exit_code == 1
