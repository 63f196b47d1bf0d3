from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from benchmarks import accuracy, outputs, predictions, wcxb
from benchmarks.lines import grouped, line_tables, script_of
from benchmarks.peers import PEERS, Outcome, Peer
from benchmarks.reliability import bins_of
from benchmarks.wcxb import WcxbPage
from boilerplate.corpus.align import AlignedPage
from boilerplate.evaluation.report import Prediction, report
from boilerplate.labels import LABELS, ROLES
from boilerplate.page.split import split
from boilerplate.training.fit import Settings

Results = dict[str, dict[str, dict[str, str]]]


@pytest.fixture(scope="module")
def kept(small_corpus: Path, quick: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with our predictions."""
    file = tmp_path_factory.mktemp("kept") / "deep" / "predictions.npz"
    predictions.obtain(small_corpus, file, quick)
    return file


@pytest.fixture(scope="module")
def found(small_corpus: Path, kept: Path) -> list[Prediction]:
    return predictions.obtain(small_corpus, kept)[0]


@pytest.fixture(scope="module")
def out(small_corpus: Path, kept: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out")
    command = ["--corpus", str(small_corpus), "--predictions", str(kept), "--jobs", "1"]
    accuracy.main([*command, "--out", str(folder)])
    return folder


@pytest.fixture(scope="module")
def results(out: Path, rows_of: Callable[[Path], Results]) -> Results:
    return rows_of(out / "accuracy.csv")


def test_main_content_of_html(results: Results, found: list[Prediction]) -> None:
    rows = results["Main content of HTML"]
    assert {"boilerplate", "resiliparse", "the truth itself"} <= set(rows)
    columns = {"word-F1", "precision", "recall", "with", "without", "failed"}
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


def test_fundus_by_script_and_language(results: Results) -> None:
    assert list(results["Labels by script"]) == ["latin"]
    assert results["Labels by language"]["en"]["pages"] == "1"


def test_the_picture_is_there_with_matplotlib(out: Path) -> None:
    drawn = find_spec("matplotlib") is not None
    assert (out / "reliability.png").exists() == drawn
    assert ("reliability.png" in (out / "accuracy.md").read_text("utf-8")) == drawn


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


def test_predictions_of_other_pages_are_refused(
    small_corpus: Path, kept: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with pytest.raises(ValueError, match="remove it"):
        predictions.obtain(small_corpus / "stations", kept)
    command = ["--corpus", str(small_corpus / "wcxb"), "--predictions", str(kept), "--jobs", "1"]
    with pytest.raises(SystemExit):
        accuracy.main([*command, "--out", str(tmp_path)])
    assert "remove it" in capsys.readouterr().err


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


def test_reliability_of_a_model_that_is_always_right(found: list[Prediction]) -> None:
    sure = []
    for p in found:
        roles = np.where(p.page.allowed, 1.0, 0.0).astype(np.float32)
        sure.append(replace(p, roles=roles / roles.sum(axis=1, keepdims=True)))
    lines = grouped(sure)["station pages"]
    count, probability, right = bins_of(lines)
    assert count[-1] == count.sum() > 0
    assert probability[-1] == pytest.approx(1)
    assert right[-1] == 1
    row = next(row for row in line_tables(sure)[0].rows if row[0] == "station pages, text")
    assert row[3] == row[4] == row[5] == row[6] == 1


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("The river rose.", "LATIN"),
        ("Река поднялась. OK", "CYRILLIC"),
        ("川の水がゆっくりと増えた", "JAPANESE"),
        ("河水慢慢上涨", "CJK"),
        ("12:30 – 14:00", "none"),
    ],
)
def test_the_script_of_a_page(found: list[Prediction], text: str, script: str) -> None:
    page: AlignedPage = replace(found[0].page, columns=split(text, "text"))
    assert script_of(page) == script
