"""A model and its manifest: found by version or path, checked, and refused with one clear line."""

from __future__ import annotations

import hashlib
import json
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from boilerplate.errors import ModelError
from boilerplate.model import artifact

STATE: dict[str, Any] = {
    "features": ["words", "links"],
    "weights": np.arange(3000, dtype=np.float32),
}
MANIFEST: dict[str, Any] = {"version": "1.0.0", "macro F1": 0.97, "trained on": "1,355 pages"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return artifact.save(STATE, MANIFEST, tmp_path / "boilerplate-1.0.0.joblib")


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in place of the one with the package's models."""
    monkeypatch.setattr(artifact, "_folder", lambda: tmp_path)
    return tmp_path


def edit(path: Path, **changes: Any) -> None:
    """Change the manifest of the model at `path`; None removes a key."""
    manifest = json.loads(path.with_suffix(".json").read_text()) | changes
    kept = {key: value for key, value in manifest.items() if value is not None}
    path.with_suffix(".json").write_text(json.dumps(kept))


# Saving


def test_a_model_is_two_files(path: Path) -> None:
    assert set(path.parent.iterdir()) == {path, path.with_suffix(".json")}


def test_the_manifest_is_for_people_to_read(path: Path) -> None:
    text = path.with_suffix(".json").read_text(encoding="utf-8")
    assert text.startswith('{\n  "version": "1.0.0",\n')
    assert text.endswith("}\n")
    manifest = json.loads(text)
    assert MANIFEST.items() <= manifest.items()
    assert manifest["format"] == artifact.FORMAT_VERSION
    assert manifest["bytes"] == path.stat().st_size


def test_the_manifest_tells_the_usual_sha256(path: Path) -> None:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert json.loads(path.with_suffix(".json").read_text())["sha256"] == digest


def test_saving_again_gives_equal_files(path: Path, tmp_path: Path) -> None:
    again = artifact.save(*artifact.load(path), tmp_path / "again.joblib")
    assert again.read_bytes() == path.read_bytes()
    assert again.with_suffix(".json").read_bytes() == path.with_suffix(".json").read_bytes()


def test_saving_over_a_model_replaces_it(path: Path) -> None:
    old, _ = artifact.load(path)
    artifact.save({"weights": np.zeros(3000)}, MANIFEST, path)
    new, _ = artifact.load(path)
    assert not new["weights"].any()
    assert old["weights"].tolist() == STATE["weights"].tolist()  # its map is still the old file


@pytest.mark.parametrize(
    ("state", "manifest", "name", "reason"),
    [
        ({"x": object()}, {}, "m.joblib", "not plain data"),
        ({}, {"x": object()}, "m.joblib", "manifest is not JSON"),
        ({}, {"x": float("nan")}, "m.joblib", "manifest is not JSON"),
        ({}, {}, "m.pickle", "ends in .joblib"),
        ({}, {}, "absent/m.joblib", "can't be written"),
    ],
)
def test_saving_refuses_and_leaves_nothing(
    tmp_path: Path, state: Any, manifest: Any, name: str, reason: str
) -> None:
    with pytest.raises(ModelError, match=reason):
        artifact.save(state, manifest, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


# Loading


@pytest.mark.parametrize("mmap", [True, False])
def test_a_path_loads(path: Path, mmap: bool) -> None:
    for spec in (path, str(path)):
        state, manifest = artifact.load(spec, mmap=mmap)
        assert state["features"] == STATE["features"]
        assert isinstance(state["weights"], np.memmap) == mmap
        assert state["weights"].tolist() == STATE["weights"].tolist()
        assert manifest["macro F1"] == 0.97


def test_loading_brings_neither_joblib_nor_scikit_learn(path: Path) -> None:
    code = (
        "import sys\n"
        "from boilerplate.model import artifact\n"
        "artifact.load(sys.argv[1])\n"
        "sys.exit(' '.join({'joblib', 'sklearn', 'scipy'} & set(sys.modules)) or 0)"
    )
    run = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "")


def refusal(spec: Any) -> str:
    """The one line with which loading and verifying refuse."""
    with pytest.raises(ModelError) as loading:
        artifact.load(spec)
    with pytest.raises(ModelError) as verifying:
        artifact.verify(spec)
    assert str(loading.value) == str(verifying.value)
    assert "\n" not in str(loading.value)
    return str(loading.value)


def test_a_missing_model(tmp_path: Path) -> None:
    path = tmp_path / "absent.joblib"
    assert refusal(path) == f"{path}: no such file"


def test_a_path_to_something_else(path: Path) -> None:
    manifest = path.with_suffix(".json")
    assert refusal(manifest) == f"{manifest}: a model's file ends in .joblib"


def test_a_missing_manifest(path: Path) -> None:
    manifest = path.with_suffix(".json")
    manifest.unlink()
    assert refusal(path) == f"{manifest}: the model's manifest is missing"


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[" * 100_000, b"1" * 5000 + b"x"])
def test_a_manifest_that_is_not_json(path: Path, content: bytes) -> None:
    path.with_suffix(".json").write_bytes(content)
    assert refusal(path).startswith(f"{path.with_suffix('.json')}: not valid JSON")


def test_a_manifest_that_is_no_object(path: Path) -> None:
    path.with_suffix(".json").write_text("[]")
    assert refusal(path) == f"{path.with_suffix('.json')}: not a manifest"


@pytest.mark.parametrize("key", ["format", "bytes", "sha256"])
@pytest.mark.parametrize("value", [None, True, [1]])
def test_a_manifest_without_what_it_must_say(path: Path, key: str, value: Any) -> None:
    edit(path, **{key: value})
    assert f"{key!r} is missing or no " in refusal(path)


def test_a_newer_format(path: Path) -> None:
    edit(path, format=artifact.FORMAT_VERSION + 1)
    assert refusal(path) == f"{path}: written by a newer boilerplate, update with pip"


@pytest.mark.parametrize("number", [0, -1])
def test_a_format_that_never_was(path: Path, number: int) -> None:
    edit(path, format=number)
    assert "no format has the number" in refusal(path)


def test_an_endless_manifest(path: Path) -> None:
    edit(path, notes="x" * (1 << 22))
    assert refusal(path) == f"{path.with_suffix('.json')}: not a manifest, which is shorter"


def test_another_hash(path: Path) -> None:
    edit(path, sha256="0" * 64)
    assert refusal(path) == f"{path}: its SHA-256 is not the one in its manifest"


def test_a_changed_byte(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-100] ^= 1
    path.write_bytes(content)
    assert refusal(path) == f"{path}: its SHA-256 is not the one in its manifest"


@pytest.mark.parametrize("size", [0, 1, 100, 10_000])
def test_a_truncated_model(path: Path, size: int) -> None:
    path.write_bytes(path.read_bytes()[:size])
    assert "truncated" in refusal(path)


def test_a_longer_model(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"x")
    assert "not the file of its manifest" in refusal(path)


def test_a_file_of_another_kind(path: Path) -> None:
    path.write_bytes(b"x" * path.stat().st_size)
    assert refusal(path) == f"{path}: not the joblib file of a model"


def test_unsafe_content_of_the_right_hash(path: Path, tmp_path: Path) -> None:

    content = pickle.dumps({"x": print}, protocol=4)
    path.write_bytes(content)
    edit(path, bytes=len(content), sha256=hashlib.sha256(content).hexdigest())
    assert refusal(path) == f"{path}: refused as unsafe: it holds the name 'builtins.print'"


def test_verifying_tells_what_was_checked(path: Path) -> None:
    findings = "\n".join(artifact.verify(path))
    for word in (str(path), "manifest", "bytes", "SHA-256", "plain data"):
        assert word in findings


# Finding


def test_versions_are_listed_by_precedence(models: Path) -> None:
    versions = ["0.9.0", "1.0.0-rc.2", "1.0.0-rc.10", "1.0.0", "1.2.0", "1.10.0", "10.0.0"]
    for version in sorted(versions):
        artifact.save(STATE, {"version": version}, models / f"boilerplate-{version}.joblib")
    for name in ("other-1.0.0.joblib", "boilerplate-1.0.joblib", "boilerplate-latest.joblib"):
        (models / name).touch()

    assert artifact.available() == [
        (version, models / f"boilerplate-{version}.joblib") for version in versions
    ]
    assert artifact.load()[1]["version"] == "10.0.0"
    assert artifact.load("1.0.0-rc.2")[1]["version"] == "1.0.0-rc.2"
    assert artifact.load("1.2.0")[1]["version"] == "1.2.0"


@pytest.mark.parametrize("spec", ["2.0.0", "../1.0.0", "", "1.0"])
def test_an_unknown_version(models: Path, spec: str) -> None:
    for version in ("1.0.0", "1.1.0"):
        artifact.save(STATE, MANIFEST, models / f"boilerplate-{version}.joblib")
    message = refusal(spec)
    assert repr(spec) in message
    assert "1.0.0, 1.1.0" in message


@pytest.mark.parametrize("spec", [None, "1.0.0"])
def test_no_models_at_all(models: Path, spec: str | None) -> None:
    assert artifact.available() == []
    assert refusal(spec) == f"{models}: no models here"


@pytest.mark.parametrize(
    ("files", "found"),
    [
        (["site/boilerplate/models/", "site/models/"], "site/boilerplate/models"),
        (["site/models/"], "site/boilerplate/models"),
        (["site/models/", "site/pyproject.toml"], "site/models"),
        (["site/boilerplate/models/", "site/pyproject.toml"], "site/boilerplate/models"),
    ],
)
def test_models_are_in_the_package_or_in_its_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: list[str], found: str
) -> None:
    for name in files:
        if name.endswith("/"):
            (tmp_path / name).mkdir(parents=True)
        else:
            (tmp_path / name).touch()
    monkeypatch.setattr(
        artifact, "__file__", str(tmp_path / "site" / "boilerplate" / "model" / "artifact.py")
    )
    with pytest.raises(ModelError, match="no models here") as caught:
        artifact.load()
    assert str(caught.value).startswith(f"{tmp_path / found}: ")
