"""A model answers as where it was made, or says that it doesn't."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from toys import SMALL, model_state, random_weights, toy_examples

from boilerplate.errors import ModelError
from boilerplate.labels import ROLES
from boilerplate.model import artifact, labeler, probes
from boilerplate.model.labeler import Labeler, checked, load
from boilerplate.page import split

MANIFEST = {"version": "9.9.9", "libraries": {"boilerplate": "0.0.1", "numpy": "1.2.3"}}


@pytest.fixture(scope="module")
def state() -> dict[str, Any]:
    return model_state(random_weights(toy_examples(range(4)), SMALL))


@pytest.fixture
def path(tmp_path: Path, state: dict[str, Any]) -> Path:
    return artifact.save(state, MANIFEST, tmp_path / "mine-9.9.9.joblib")


def test_saving_stores_probes_that_loading_checks(path: Path) -> None:
    state, manifest = artifact.load(path)
    n = sum(len(split(source, kind)) for kind, source in state["probes"]["pages"])
    assert state["probes"]["roles"].shape == (n, len(ROLES))
    found, difference = checked(state, manifest)
    assert isinstance(found, Labeler)
    assert difference is not None
    assert difference <= probes.TOLERANCE


def test_the_pages_are_small_and_of_both_kinds_and_several_scripts() -> None:
    assert {kind for kind, _ in probes.PAGES} == {"text", "html"}
    assert sum(len(source) for _, source in probes.PAGES) < 4000
    written = "".join(source for _, source in probes.PAGES)
    assert all(letter in written for letter in "aáäПع渡")


def test_saving_again_stores_the_same(path: Path, tmp_path: Path) -> None:
    again = artifact.save(*artifact.load(path), tmp_path / "again.joblib")
    assert again.read_bytes() == path.read_bytes()


@pytest.mark.parametrize("part", ["roles", "content"])
@pytest.mark.parametrize("shift", [2e-6, float("nan")])
def test_another_answer_is_told_with_the_versions(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str, shift: float
) -> None:
    def shifted(answers: probes.Answers) -> dict[str, Any]:
        stored = honest(answers)
        stored[part].flat[5] += shift
        return stored

    honest = probes.recorded
    monkeypatch.setattr(probes, "recorded", shifted)
    other = artifact.save(*artifact.load(path), tmp_path / "other.joblib")
    with pytest.raises(ModelError) as caught:
        load(other)
    message = str(caught.value)
    assert "\n" not in message
    for word in ("model 9.9.9", "probe pages", "boilerplate 0.0.1", "numpy 1.2.3"):
        assert word in message
    assert f"numpy {np.__version__}" in message


def test_blocks_that_are_cut_otherwise_are_told(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probes, "split", lambda source, kind: split("one line", "text"))
    with pytest.raises(ModelError, match="they have 3 blocks where"):
        load(path)


def test_a_difference_that_is_rounding_passes(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    state, manifest = artifact.load(path, mmap=False)
    state["probes"]["roles"] += np.float32(5e-7)
    assert 0 < (checked(state, manifest)[1] or 0) <= 1e-6


def test_probes_may_not_be_left_out(path: Path) -> None:
    state, manifest = artifact.load(path)
    del state["probes"]
    with pytest.raises(ModelError, match=r"9\.9\.9: its probes are missing"):
        checked(state, manifest)


def test_a_model_from_before_there_were_probes_loads(path: Path) -> None:
    state, manifest = artifact.load(path)
    del state["probes"]
    assert checked(state, {**manifest, "format": 1})[1] is None


def damaged(state: dict[str, Any], change: Any) -> dict[str, Any]:
    network = dict(state["networks"][0])
    change(network)
    return {**state, "networks": [network]}


@pytest.mark.parametrize(
    "change",
    [
        lambda network: network.pop("in"),
        lambda network: network.update(mean="x"),
        lambda network: network.update(out=network["out"][:, :-1]),
        lambda network: network.update(pool0=network["pool0"].astype(np.int8)[:, :1]),
        lambda network: network.update(rows_words=np.array([2**30], np.int32)),
        lambda network: network.update(rows_words=[]),
        lambda network: network.update(table_words=np.zeros((0, 8), np.float16)),
        lambda network: network.update({"in": np.full_like(network["in"], np.nan)}),
    ],
)
@pytest.mark.parametrize("format", [1, 2])
def test_plain_data_that_is_no_network_is_refused(path: Path, change: Any, format: int) -> None:
    state, manifest = artifact.load(path, mmap=False)
    with pytest.raises(ModelError, match=r"model 9\.9\.9: "):
        checked(damaged(state, change), {**manifest, "format": format})


@pytest.mark.parametrize(
    "stored",
    [
        {},
        [],
        {"pages": [], "roles": 1, "content": np.zeros(1)},
        {"pages": [["text", "one"]], "roles": np.zeros((1, 3)), "content": np.zeros(1)},
        {"pages": [["text", 7]], "roles": np.zeros((1, 12)), "content": np.zeros(1)},
        {"pages": ["text"], "roles": np.zeros((1, 12)), "content": np.zeros(1)},
        {"pages": [["pdf", "one"]], "roles": np.zeros((1, 12)), "content": np.zeros(1)},
    ],
)
def test_probes_that_are_none_are_refused(path: Path, stored: Any) -> None:
    state, manifest = artifact.load(path)
    with pytest.raises(ModelError, match=r"model 9\.9\.9: "):
        checked({**state, "probes": stored}, manifest)


@pytest.mark.parametrize("networks", [[], 3, [1]])
def test_a_state_of_other_things_is_refused(path: Path, networks: Any) -> None:
    state, manifest = artifact.load(path)
    with pytest.raises(ModelError, match=r"9\.9\.9"):
        checked({**state, "networks": networks}, manifest)


def test_a_model_says_what_it_answers_wherever_it_is_asked(path: Path) -> None:
    assert json.loads(path.with_suffix(".json").read_text("utf-8"))["format"] == 2
    assert labeler.load(path).label("one line").roles.shape == (1,)
