from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import numpy as np
import pytest

from benchmarks import accuracy, fingerprint, outputs, predictions, wcxb
from benchmarks.lines import grouped, line_tables
from benchmarks.peers import PEERS, Outcome, Peer
from benchmarks.reliability import reliability_table
from benchmarks.wcxb import WcxbPage
from boilerplate.evaluation.report import Prediction, report
from boilerplate.labels import LABELS, ROLES
from boilerplate.training.fit import Settings

Results = dict[str, dict[str, dict[str, str]]]


@pytest.fixture(scope="module")
def cache(small_corpus: Path, quick: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with our predictions."""
    folder = tmp_path_factory.mktemp("kept") / "deep"
    predictions.obtain(small_corpus, folder, quick)
    return folder


@pytest.fixture(scope="module")
def found(small_corpus: Path, cache: Path, quick: Settings) -> list[Prediction]:
    return predictions.obtain(small_corpus, cache, quick)[0]


@pytest.fixture(scope="module")
def out(
    small_corpus: Path, cache: Path, quick: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    folder = tmp_path_factory.mktemp("out")
    command = ["--corpus", str(small_corpus), "--cache", str(cache), "--jobs", "1"]
    accuracy.main([*command, "--out", str(folder)], quick)
    return folder


@pytest.fixture(scope="module")
def results(out: Path, rows_of: Callable[[Path], Results]) -> Results:
    return rows_of(out / "accuracy.csv")


def test_main_content_of_html(results: Results, found: list[Prediction]) -> None:
    rows = results["Main content of HTML"]
    assert {"boilerplate", "resiliparse", "the truth itself"} <= set(rows)
    columns = {"word-F1", "±", "precision", "recall", "with", "without", "failed"}
    assert all(set(row) == columns for row in rows.values())
    assert float(rows["the truth itself"]["word-F1"]) == 1
    assert float(rows["the truth itself"]["with"]) == 1
    assert float(rows["the truth itself"]["without"]) == 0
    ours = report(found).scores["html"]
    assert float(rows["boilerplate"]["word-F1"]) == pytest.approx(ours["word_f1"], abs=1e-4)
    by_type = results["word-F1 on HTML by page type"]["boilerplate"]
    assert set(by_type) == {"article (1)", "documentation (1)", "forum (1)"}


def test_main_content_of_plain_text(results: Results) -> None:
    rows = results["Main content of plain text"]
    for name in ("boilerplate", "all lines", "lines that end a sentence"):
        forms = [
            float(rows[f"{name}, {form}"]["recall"]) for form in ("lines", "spaced", "wrapped")
        ]
        assert float(rows[f"{name}, mean"]["recall"]) == pytest.approx(np.mean(forms))
    assert float(rows["all lines, lines"]["recall"]) == 1
    assert float(rows["all lines, lines"]["without"]) == 1
    assert "lines of ten words or more" in results["precision on plain text by page type"]


def test_labels_and_roles(results: Results, found: list[Prediction]) -> None:
    rows = results["Labels and roles"]
    ours = report(found).scores
    for name, form in (
        ("role pages, HTML", "html"),
        ("role pages, wrapped", "wrapped"),
        ("station pages, respaced", "respaced"),
    ):
        for column, key in (
            ("lines", "lines"),
            ("label macro-F1", "label_macro_f1"),
            ("by word", "label_macro_f1_by_word"),
            ("role macro-F1", "role_macro_f1"),
            ("calibration error", "label_calibration_error"),
        ):
            assert float(rows[name][column]) == pytest.approx(ours[form][key], abs=1e-4)
    assert list(results["F1 of each label"]) == [label.value for label in LABELS]
    assert list(results["F1 of each role"]) == [role.value for role in ROLES]


def test_confusions_count_every_line(results: Results) -> None:
    for group in ("role pages, HTML", "role pages, text", "station pages"):
        counts = [
            int(value)
            for row in results[f"Labels confused, {group}"].values()
            for value in row.values()
        ]
        reliability = results["Reliability of label probabilities"].values()
        assert sum(counts) == sum(int(row[f"{group}: lines"]) for row in reliability) > 0
        assert len(results[f"Roles confused, {group}"]) == len(ROLES)


def test_labels_by_script_and_language(results: Results) -> None:
    assert list(results["Labels by script, role pages, HTML"]) == ["latin"]
    english = results["Labels by language, role pages, text"]["en"]
    assert int(english["pages"]) == 4
    assert float(english["against English"]) == 0
    assert results["Main content of news by language"]["en"]["pages"] == "1"


def test_beside_the_best_other_package(results: Results) -> None:
    rows = results["Word-F1 on HTML beside the best other package"]
    scores = results["Main content of HTML"]
    others = {name for name in scores if name not in ("boilerplate", "the truth itself")}
    best = max(others, key=lambda name: float(scores[name]["word-F1"]))
    assert rows["all"]["best other"] == best
    gain = float(scores["boilerplate"]["word-F1"]) - float(scores[best]["word-F1"])
    assert float(rows["all"]["difference"]) == pytest.approx(gain)
    assert set(rows) == {"article", "documentation", "forum", "all"}


def test_goals_are_met_or_not(results: Results) -> None:
    rows = results["Goals"]
    measured = float(results["Main content of HTML"]["boilerplate"]["word-F1"])
    assert float(rows["word-F1 as HTML"]["measured"]) == measured
    assert rows["word-F1 as HTML"]["met"] == ("yes" if measured >= 0.885 else "no")
    assert "lead over the best other package, forum" in rows
    assert "scripts far behind English, station pages" in rows


def test_preferences_trade_precision_for_recall(results: Results) -> None:
    rows = results["Main content by preference"]
    recall = [float(rows[n]["HTML: recall"]) for n in ("precision", "balanced", "recall")]
    assert recall == sorted(recall)
    ours = results["Main content of HTML"]["boilerplate"]
    for measure in ("recall", "word-F1"):
        assert float(rows["balanced"][f"HTML: {measure}"]) == pytest.approx(float(ours[measure]))
    least = results["Main content by least probability"]
    left = [float(row["plain text: pages with any"]) for row in least.values()]
    assert left == sorted(left, reverse=True)
    assert least["0.00"] == rows["balanced"]
    labels = results["Labels by least probability"]
    assert float(labels["0.00"]["station pages: lines left"]) == 1


def test_the_pictures_are_there(out: Path) -> None:
    told = (out / "accuracy.md").read_text("utf-8")
    for name in ("reliability.svg", "preferences.svg"):
        assert name in told
        assert (out / name).read_text("utf-8").startswith("<svg")


def test_kept_predictions_are_those_that_were_made(
    small_corpus: Path, quick: Settings, found: list[Prediction]
) -> None:
    fresh, made = predictions.obtain(small_corpus, None, quick)
    assert made["settings"]["hidden"] == quick.hidden
    key = {(p.page.id, p.form): p for p in fresh}
    assert len(key) == len(found) > 20
    for one in found:
        other = key[one.page.id, one.form]
        np.testing.assert_allclose(one.roles, other.roles, atol=1e-5)
        np.testing.assert_allclose(one.content, other.content, atol=1e-5)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, found: list[Prediction]) -> list[Settings]:
    """The settings with which predictions were made anew."""
    asked: list[Settings] = []

    def held_out(corpora: list[Path], *, settings: Settings, **_: object) -> list[Prediction]:
        asked.append(settings)
        return found

    monkeypatch.setattr(predictions, "held_out", held_out)
    return asked


def test_predictions_are_made_once(
    small_corpus: Path, quick: Settings, cache: Path, asked: list[Settings]
) -> None:
    predictions.obtain(small_corpus, cache, quick)
    assert asked == []


@pytest.mark.parametrize("changed", ["settings", "corpus", "code", "libraries"])
def test_predictions_are_made_again_when_anything_has_changed(
    small_corpus: Path,
    quick: Settings,
    cache: Path,
    asked: list[Settings],
    changed: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    corpus, settings = small_corpus, quick
    copytree(cache, tmp_path / "kept")
    if changed == "settings":
        settings = replace(quick, hidden=9)
    elif changed == "corpus":
        corpus = tmp_path / "corpus"
        copytree(small_corpus, corpus)
        file = next(corpus.glob("stations/*.json"))
        file.write_text(file.read_text("utf-8").replace('"language": "en"', '"language": "fr"'))
    elif changed == "code":
        monkeypatch.setattr(fingerprint, "code_digest", lambda start: "other code")
    else:
        monkeypatch.setattr(fingerprint, "version_of", lambda name: "99")
    predictions.obtain(corpus, tmp_path / "kept", settings)
    assert asked == [settings]
    assert f"{changed} changed since" in capsys.readouterr().err
    predictions.obtain(corpus, tmp_path / "kept", settings)
    assert asked == [settings]


def test_peers_are_asked_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def shy(html: str) -> str:
        asked.append(html)
        if "no" in html:
            raise ValueError(html)
        return html.upper()

    monkeypatch.setitem(PEERS, "shy", Peer("shy", "resiliparse", shy))
    pages = [WcxbPage(str(i), html, "", "other", (), ()) for i, html in enumerate(("yes", "no"))]
    file = tmp_path / "outputs.json.gz"
    for _ in range(2):
        outcomes = outputs.obtain([PEERS["shy"]], pages, file, jobs=1)
        assert outcomes == {"shy": {"0": Outcome("YES"), "1": Outcome("", failed=True)}}
    assert asked == ["yes", "no"]
    outputs.obtain([PEERS["shy"]], pages[:1], file, jobs=1)
    assert len(asked) == 3


def test_wcxb_pages_bring_their_snippets(small_corpus: Path) -> None:
    pages = {page.page_type: page for page in wcxb.read(small_corpus)}
    forum = pages["forum"]
    assert forum.present == ("Write a note on the oven door. Ask me how I know.",)
    assert forum.absent == ("Powered by Loaf 3",)
    assert forum.id in [page.id for page in wcxb.read(small_corpus / "wcxb" / "dev")]


def test_peers_are_asked_again_when_they_are_called_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setitem(PEERS, "keen", Peer("keen", "resiliparse", lambda html: asked.append(html)))
    pages = [WcxbPage("1", "yes", "", "other", (), ())]
    file = tmp_path / "outputs.json.gz"
    outputs.obtain([PEERS["keen"]], pages, file, jobs=1)
    monkeypatch.setattr(outputs, "source_digest", lambda file: "another way to call it")
    outputs.obtain([PEERS["keen"]], pages, file, jobs=1)
    assert asked == ["yes", "yes"]


def test_a_model_that_is_always_right(found: list[Prediction]) -> None:
    sure = []
    for p in found:
        roles = np.where(p.page.allowed, 1.0, 0.0).astype(np.float32)
        sure.append(replace(p, roles=roles / roles.sum(axis=1, keepdims=True)))
    table = reliability_table({"station pages": grouped(sure)["station pages"]})
    assert table.rows[-1][1] == sum(row[1] for row in table.rows) > 0
    assert table.rows[-1][2:] == [pytest.approx(1), 1]
    row = next(row for row in line_tables(sure)[0].rows if row[0] == "station pages, text")
    assert row[3] == row[4] == row[5] == row[6] == 1
