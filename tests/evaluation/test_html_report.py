from __future__ import annotations

import csv
from html.parser import HTMLParser
from pathlib import Path

import pytest
from predicted import Prediction, of_content, of_roles
from toys import SMALL, model_state, random_weights, toy_examples, toy_page

import boilerplate
from boilerplate.corpus import jsonl
from boilerplate.evaluation.html import write_report
from boilerplate.labels import Role
from boilerplate.model.labeler import Labeler

HOSTILE = '<script>alert("1")</script><img src=x onerror=alert(2)>'

ROLES = [
    (HOSTILE, Role.TEXT, Role.NAVIGATION),
    ("Harbour lights out", Role.TITLE, Role.TITLE),
    *((f"The lamps went out in street {n}.", Role.TEXT, Role.TEXT) for n in range(9)),
    ("Read about boats", Role.PROMO, Role.TEXT),
    ("Ada Brook writes on tides", Role.CONTACT, Role.LEGAL),
]


class Tags(HTMLParser):
    """Tags that are open, all that were seen, and the blocks by their text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.blocks: dict[str, set[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in ("meta", "input"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "div":
            classes = [attrs.get("class") or "" for _, attrs in self.seen]
            block = next((c for c in reversed(classes) if c.startswith("block ")), "")
            self.blocks[data.strip()] = set(block.split())


def written(predictions: list[Prediction], folder: Path) -> tuple[str, Tags]:
    write_report(predictions, folder, "A model & its pages")
    html = (folder / "index.html").read_text("utf-8")
    tags = Tags()
    tags.feed(html)
    tags.close()
    assert tags.open == []
    return html, tags


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Tags]:
    wanted = "The ferry runs again.\nIt has a bell."
    content = [("The ferry runs again.", True), ("It has a bell.", False), ("Buy a lamp", True)]
    pages = [
        of_roles(ROLES, id="lamps", page_type="article", language="en"),
        of_content(content, wanted, id="ferry", page_type="forum"),
        of_content([("Only a menu", True)], "", id="menu", page_type="forum"),
    ]
    return written(pages, tmp_path_factory.mktemp("report"))


def test_nothing_of_a_page_is_run_and_nothing_is_fetched(report: tuple[str, Tags]) -> None:
    html, tags = report
    names = {name for name, _ in tags.seen}
    assert not names & {"script", "img", "link", "iframe", "object"}
    attributes = {key for _, attrs in tags.seen for key in attrs}
    assert not any(key.startswith("on") or key == "src" for key in attributes)
    assert "&lt;script&gt;alert(&quot;1&quot;)" in html
    assert "default-src 'none'" in html


def test_blocks_show_what_they_are_and_what_they_were_taken_for(report: tuple[str, Tags]) -> None:
    blocks = report[1].blocks
    assert blocks[HOSTILE] == {"block", "player_chrome", "is-body", "wrong"}
    assert blocks["Read about boats"] == {"block", "body", "is-footer", "kept", "wrong"}
    assert blocks["Ada Brook writes on tides"] == {"block", "footer", "is-footer", "near"}
    assert blocks["The lamps went out in street 3."] == {"block", "body", "is-body", "kept"}


def test_blocks_wrongly_kept_or_missed_are_told(report: tuple[str, Tags]) -> None:
    html, tags = report
    assert tags.blocks["It has a bell."] >= {"wrong"}
    assert tags.blocks["Buy a lamp"] >= {"wrong", "kept"}
    assert "wrong" not in tags.blocks["The ferry runs again."]
    assert '<span class="keep">missed</span>' in html
    assert "has no main content" in html


def test_long_runs_of_right_blocks_are_folded(report: tuple[str, Tags]) -> None:
    assert "blocks, nothing wrong</summary>" in report[0]


def test_scores_confusions_and_calibration_are_there(report: tuple[str, Tags]) -> None:
    html, _ = report
    for words in (
        "A model &amp; its pages",
        "By type of page",
        "By language",
        "By length in blocks",
        "calibration error",
        "Taking only labels that are sure enough",
        '<span class="tag body">text</span> taken for',
        "prefers-color-scheme: dark",
    ):
        assert words in html


def test_every_page_has_a_row_of_figures(tmp_path: Path) -> None:
    pages = [of_roles(ROLES, id="lamps"), of_content([("one two", True)], "one", id="one")]
    written(pages, tmp_path)
    with (tmp_path / "pages.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    assert rows["lamps"]["known_lines"] == "13"
    assert float(rows["lamps"]["lines_right"]) == pytest.approx(11 / 13, abs=1e-4)
    assert rows["lamps"]["word_f1"] == ""
    assert float(rows["one"]["word_precision"]) == 0.5
    assert rows["one"]["known_lines"] == ""


def test_lone_surrogates_do_not_stop_a_report(tmp_path: Path) -> None:
    lines = [("Broken \ud800 text", Role.TEXT, Role.PROMO)] * 9
    html, _ = written([of_roles(lines)], tmp_path)
    assert "Broken" in html


def test_no_pages_make_a_report_that_says_so(tmp_path: Path) -> None:
    assert "no pages" in written([], tmp_path / "deep" / "er")[0]


def test_evaluate_writes_the_report_of_what_it_scores(tmp_path: Path) -> None:
    model = Labeler(model_state(random_weights(toy_examples(range(4)), SMALL)), {"version": "7"})
    corpus = tmp_path / "toys.jsonl"
    jsonl.write([toy_page(n, content_only=n > 3) for n in range(6)], corpus)
    plain = boilerplate.evaluate(model, corpus)
    scores = boilerplate.evaluate(model, corpus, report_to=tmp_path / "report")
    assert scores == plain
    html = (tmp_path / "report" / "index.html").read_text("utf-8")
    assert "Model 7 on toys.jsonl" in html
    assert "toy:5" in html
    assert f"<dd>{scores.scores['html']['word_f1']:.3f}</dd>" in html
