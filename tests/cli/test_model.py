"""``boilerplate model``, with real models that have learned nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from toys import SMALL, model_state, random_weights, toy_examples
from typer.testing import CliRunner, Result

from boilerplate.cli import app
from boilerplate.model import artifact
from boilerplate.model.labeler import load


def run(*args: object, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, ["model", *map(str, args)], input=stdin)


def save(path: Path, version: str, seed: int) -> Path:
    state = model_state(random_weights(toy_examples(range(4)), SMALL, seed))
    return artifact.save(state, {"version": version}, path)


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("models")
    return (
        save(folder / "mine-1.0.0.joblib", "1.0.0", seed=0),
        save(folder / "mine-1.1.0.joblib", "1.1.0", seed=1),
    )


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    return save(tmp_path / "mine-1.0.0.joblib", "1.0.0", seed=0)


@pytest.fixture
def pages(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / "one.txt", tmp_path / "two.html"]
    paths[0].write_text("Home\n\nThe ferry is back\n\nIt rings.\n© Quay Post\n", "utf-8")
    paths[1].write_text("<nav>Home</nav><h1>The ferry</h1><p>is back\tagain", "utf-8")
    return paths


def test_list_names_versions_and_files(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [("1.0.0", Path("a-1.0.0.joblib")), ("1.1.0", Path("a-1.1.0.joblib"))]
    monkeypatch.setattr(artifact, "available", lambda: found)
    assert run("list").stdout == "1.0.0\ta-1.0.0.joblib\n1.1.0\ta-1.1.0.joblib\n"


def test_show_prints_the_manifest(saved: Path) -> None:
    assert json.loads(run("show", saved).stdout)["version"] == "1.0.0"


def test_verify_passes_a_whole_model(saved: Path) -> None:
    result = run("verify", saved)
    assert result.exit_code == 0
    assert str(saved) in result.stdout
    assert "probes: answered" in result.stdout


def test_verify_tells_a_model_without_probes_from_one_with(
    saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state, manifest = artifact.load(saved)
    del state["probes"]
    monkeypatch.setattr(artifact, "load", lambda *a, **k: (state, {**manifest, "format": 1}))
    assert "probes: none" in run("verify", saved).stdout


@pytest.mark.parametrize("command", ["show", "verify"])
def test_a_damaged_model_is_one_line(saved: Path, command: str) -> None:
    data = bytearray(saved.read_bytes())
    data[len(data) // 2] ^= 1
    saved.write_bytes(data)
    result = run(command, saved)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith(f"boilerplate: {saved}: ")
    assert result.stderr.count("\n") == 1


def test_a_model_that_is_not_there_is_one_line() -> None:
    result = run("verify", "mine-9.9.9.joblib")
    assert result.exit_code == 1
    assert result.stderr == "boilerplate: mine-9.9.9.joblib: no such file\n"


def test_diff_shows_what_changes(models: tuple[Path, Path], pages: list[Path]) -> None:
    result = run("diff", *models, *pages, "--format", "jsonl")
    assert result.exit_code == 0, result.stderr
    told = [json.loads(line) for line in result.stdout.splitlines()]
    old, new = map(load, models)
    changed = [
        (str(path), before.index, before.role.value, after.role.value)
        for path in pages
        for before, after in zip(
            old.label(path.read_bytes()), new.label(path.read_bytes()), strict=True
        )
        if before.role != after.role
    ]
    assert changed
    found = [(t["page"], t["index"], t["old"]["role"], t["new"]["role"]) for t in told]
    assert set(changed) <= set(found)

    lines = run("diff", *models, *pages).stdout.splitlines()
    assert lines[0].startswith(f"{told[0]['page']}:{told[0]['index']}: ")
    assert any("pages and, of" in line for line in lines)


def test_diff_of_a_model_with_itself_is_empty(models: tuple[Path, Path], pages: list[Path]) -> None:
    assert run("diff", models[0], models[0], *pages, "--format", "jsonl").stdout == ""
    assert run("diff", models[0], models[0], *pages).stdout.startswith("0 of 2 pages")


def test_diff_goes_on_after_a_page_that_is_not_there(
    models: tuple[Path, Path], pages: list[Path]
) -> None:
    result = run("diff", *models, "absent.html", *pages)
    assert result.exit_code == 1
    assert "absent.html" in result.stderr
    assert "of 2 pages" in result.stdout


def test_a_model_is_signed_and_verified(saved: Path, tmp_path: Path) -> None:
    minisign = pytest.importorskip("minisign", reason="the extra 'sign' is not installed")
    pair = minisign.KeyPair.generate()
    key = tmp_path / "mine.key"
    key.write_bytes(bytes(pair.secret_key))
    public = pair.public_key.to_base64().decode()
    assert run("verify", saved, "--key", public).exit_code == 1
    assert run("sign", key, saved).stdout == f"{saved.with_suffix('.json')}.minisig\n"
    result = run("verify", saved, "--key", public)
    assert result.exit_code == 0
    assert "signature: by the key" in result.stdout
