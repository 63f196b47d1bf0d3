from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from toys import QUICK, SMALL, lines, toy_page

import boilerplate
from boilerplate.corpus import jsonl
from boilerplate.errors import CorpusError, ModelError
from boilerplate.features import schema
from boilerplate.labels import CONTENT_ROLES, LABEL_OF, ROLES
from boilerplate.model import artifact
from boilerplate.model.labeler import Labeler, load
from boilerplate.model.network import packed
from boilerplate.training import train
from boilerplate.training.calibration import temperatures
from boilerplate.training.crossval import cross_validate, read_examples
from boilerplate.training.estimator import PageClassifier
from boilerplate.training.progress import Silence


@pytest.fixture(scope="module")
def examples(root: Path) -> Path:
    return root / "examples" / "pages.jsonl"


@pytest.fixture(scope="module")
def toys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("corpus") / "toys.jsonl"
    jsonl.write([toy_page(number) for number in range(12)], path)
    return path


@pytest.fixture(scope="module")
def file(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of the example pages."""
    path = tmp_path_factory.mktemp("model") / "mine-1.2.3-rc.1.joblib"
    train(examples, out=path, settings=QUICK, seed=3)
    return path


def arrays(path: Path) -> list[dict[str, Any]]:
    state, _ = artifact.load(path)
    networks: list[dict[str, Any]] = state["networks"]
    return networks


def same(some: list[dict[str, Any]], others: list[dict[str, Any]]) -> None:
    for one, other in zip(some, others, strict=True):
        assert set(one) == set(other)
        for name, values in one.items():
            np.testing.assert_array_equal(values, other[name])


def manifest_of(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.with_suffix(".json").read_text("utf-8"))
    return found


def test_a_trained_model_is_a_file_that_loads_and_labels(file: Path, root: Path) -> None:
    model = load(file)
    assert model.version == "1.2.3-rc.1"
    page = model.label((root / "examples" / "river-radio.txt").read_bytes())
    assert len(page) > 20
    np.testing.assert_allclose(page.probabilities.sum(axis=1), 1, rtol=1e-4)
    assert page.model_version == model.version


def test_what_train_returns_is_what_was_written(examples: Path, tmp_path: Path) -> None:
    path = tmp_path / "a-1.0.0.joblib"
    model = train([str(examples)], out=path, settings=QUICK)
    source = toy_page(0).source
    here, there = model.label(source), load(path).label(source)
    np.testing.assert_array_equal(here.probabilities, there.probabilities)
    assert isinstance(model, Labeler)
    assert boilerplate.train is train


def test_the_manifest_tells_what_the_model_is_of(file: Path) -> None:
    manifest = manifest_of(file)
    assert manifest["version"] == "1.2.3-rc.1"
    assert manifest["seed"] == 3
    assert manifest["schema"] == schema()
    assert manifest["labels"] == {role.value: label.value for role, label in LABEL_OF.items()}
    assert sum(corpus["pages"] for corpus in manifest["corpora"].values()) == 8
    assert sum(corpus["sites"] for corpus in manifest["corpora"].values()) == 8
    assert {"boilerplate", "python", "numpy", "joblib"} <= set(manifest["libraries"])
    assert "scores" not in manifest


def test_corpora_have_a_fingerprint(toys: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.jsonl"
    pages = [toy_page(number) for number in range(12)]
    jsonl.write([*pages[:11], toy_page(11, content_only=True)], other)
    found = [
        train(path, settings=QUICK, seed=seed).manifest["corpora"]["pages"]
        for path, seed in ((toys, 0), (toys, 1), (other, 0))
    ]
    assert found[0] == found[1]
    assert found[0]["pages"] == found[0]["sites"] == 12
    assert found[0]["blocks"] == found[2]["blocks"] == 12 * 9
    assert found[0]["fingerprint"] != found[2]["fingerprint"]


def test_the_same_seed_gives_the_same_file(examples: Path, file: Path, tmp_path: Path) -> None:
    again = tmp_path / file.name
    train(examples, out=again, settings=QUICK, seed=3)
    same(arrays(again), arrays(file))
    assert again.read_bytes() == file.read_bytes()
    one, other = manifest_of(file), manifest_of(again)
    assert one.pop("created") <= other.pop("created")
    assert one == other


def test_another_seed_gives_another_model(examples: Path, file: Path, tmp_path: Path) -> None:
    path = tmp_path / file.name
    train(examples, out=path, settings=QUICK, seed=4)
    assert len(arrays(file)) == len(arrays(path)) > 0
    for one, other in zip(arrays(file), arrays(path), strict=True):
        for name in ("in", "out", "self0", "table_words"):
            assert not np.array_equal(one[name], other[name]), name


def test_the_model_is_the_estimators_calibrated_on_a_fold_held_out(
    toys: Path, tmp_path: Path
) -> None:
    path = tmp_path / "toys.joblib"
    train(toys, out=path, settings=QUICK, seed=5)
    shown = read_examples([toys], 5, Silence())
    estimator = PageClassifier(QUICK, random_state=5)
    found = temperatures(cross_validate(shown, 1, estimator, Silence()))
    state, _ = artifact.load(path)
    assert state["temperatures"] == found
    assert found["html"] != [1, 1]
    same(state["networks"], [packed(w) for w in estimator.fit(shown).networks_])


@pytest.mark.parametrize(
    ("name", "given", "version"),
    [
        ("mine-2.10.0.joblib", None, "2.10.0"),
        ("mine-2.10.0-beta.2.joblib", None, "2.10.0-beta.2"),
        ("mine-2.10.0.joblib", "3.0.0", "3.0.0"),
        ("mine.joblib", None, "0.0.0"),
        (None, None, "0.0.0"),
        (None, "4.5.6", "4.5.6"),
    ],
)
def test_the_version_is_given_or_in_the_name(
    toys: Path, tmp_path: Path, name: str | None, given: str | None, version: str
) -> None:
    out = tmp_path / name if name else None
    assert train(toys, out=out, version=given, settings=QUICK).version == version
    if out:
        assert load(out).version == version
    assert bool(list(tmp_path.iterdir())) == bool(out)


def test_scores_of_unseen_sites_go_into_the_manifest(toys: Path, tmp_path: Path) -> None:
    out = tmp_path / "toys-1.0.0.joblib"
    train(toys, out=out, settings=SMALL, cross_validate=True)
    manifest = manifest_of(out)
    assert set(manifest["scores"]) == {"html", "lines", "spaced", "wrapped", "text", "respaced"}
    for form, scores in manifest["scores"].items():
        assert scores["pages"] == scores["pages_with_labels"] == 6, form
        assert scores["label_macro_f1"] > 0.7, form
    assert "5-fold" in manifest["scores_by"]


def test_cross_validation_does_not_change_the_networks(toys: Path, tmp_path: Path) -> None:
    plain, measured = tmp_path / "plain.joblib", tmp_path / "measured.joblib"
    train(toys, out=plain, settings=QUICK)
    train(toys, out=measured, settings=QUICK, cross_validate=True)
    same(arrays(plain), arrays(measured))


def test_a_model_of_easy_pages_labels_others_like_them(toys: Path) -> None:
    model = train(toys, settings=SMALL)
    for number in (20, 21):
        page = model.label(toy_page(number).source)
        assert [(block.text, block.role) for block in page.blocks] == lines(number)
        kept = [text for text, role in lines(number) if role in CONTENT_ROLES]
        assert page.main_content.splitlines() == kept


def test_a_corpus_without_pages_is_an_error(tmp_path: Path) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.write_text("\n")
    with pytest.raises(CorpusError, match=r"empty\.jsonl: no labelled pages"):
        train(empty, settings=QUICK)
    with pytest.raises(CorpusError, match="no such file"):
        train([tmp_path / "missing.jsonl"], settings=QUICK)


def test_a_model_needs_the_right_suffix(toys: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="joblib"):
        train(toys, out=tmp_path / "mine-1.0.0.pkl", settings=QUICK)
    assert list(tmp_path.iterdir()) == []


def test_stages_are_told_in_order(toys: Path) -> None:
    stages: list[str] = []
    done: list[float] = []

    class Listener:
        def stage(self, name: str) -> None:
            stages.append(name)
            done.append(0)

        def update(self, share: float, detail: str = "") -> None:
            done[-1] = share

    train(toys, settings=QUICK, progress=Listener())
    train(toys, settings=QUICK, cross_validate=True, progress=Listener())
    assert stages[:3] == ["Reading pages", "Calibration", "Training"]
    assert stages[3:] == ["Reading pages", "Cross-validation", "Training"]
    assert done == pytest.approx([1] * 6)


def test_the_model_is_plain_data(file: Path) -> None:
    state, _ = artifact.load(file)
    assert state["roles"] == [role.value for role in ROLES]
    assert set(state["temperatures"]) == {"html", "text"}
    assert all(type(t) is float for two in state["temperatures"].values() for t in two)
