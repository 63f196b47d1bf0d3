"""The report as a whole."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timezone
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Final

import numpy as np

from boilerplate.evaluation.charts import STYLE
from boilerplate.evaluation.findings import Group, find
from boilerplate.evaluation.html.errors import confusions, legend, loss_of, worst_pages
from boilerplate.evaluation.html.tables import abstaining_table, by_property, confusion_table
from boilerplate.evaluation.lines import joined
from boilerplate.evaluation.metrics import calibration_error, macro_f1
from boilerplate.evaluation.prediction import Prediction
from boilerplate.evaluation.reliability import reliability_chart, reliability_series
from boilerplate.labels import LABELS, ROLES

WORST: Final = 10
"""Pages of each kind that are shown with all their blocks."""

_COLUMNS: Final = (
    *("id", "form", "page_type", "language", "script", "blocks"),
    *("word_f1", "word_precision", "word_recall", "known_lines", "lines_right"),
)
"""Columns of ``pages.csv``."""

_SECTIONS: Final = {
    "scores": "Scores",
    "confusion": "Confusion",
    "calibration": "Calibration",
    "mistakes": "Mistakes",
    "pages": "Worst pages",
}


def write_report(
    predictions: Iterable[Prediction], folder: Path, about: str, worst: int = WORST
) -> None:
    """Write ``index.html``, and ``pages.csv`` with the scores of every page.

    Parameters
    ----------
    predictions
        Looked through once; only the worst pages are kept in memory.
    folder
        Made where it is not there.
    about
        What was measured on what, in a line.
    worst
        Pages of each kind to show with all their blocks.

    Raises
    ------
    OSError
        If the folder can't be written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    groups = find(predictions, worst)
    with (folder / "index.html").open("w", encoding="utf-8", errors="backslashreplace") as page:
        page.writelines(_document(groups, about))
    _write_pages(groups, folder / "pages.csv")


def _document(groups: Mapping[str, Group], about: str) -> Iterator[str]:
    style = files("boilerplate.evaluation.html").joinpath("style.css").read_text("utf-8")
    today = datetime.now(timezone.utc).strftime("%Y-%m-%d")
    yield (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta http-equiv="Content-Security-Policy"'
        " content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>Evaluation, {today}</title>\n<style>{style}{STYLE}</style>\n</head>\n<body>\n"
        f"<h1>Evaluation</h1>\n<p>{escape(about)} · {today}</p>\n"
    )
    if not groups:
        yield "<p>There were no pages.</p>\n</body>\n</html>\n"
        return
    links = (f'<a href="#{name}">{title}</a>' for name, title in _SECTIONS.items())
    yield f'<nav>{" ".join(links)}</nav>\n<div class="cards">\n'
    yield from (_card(name, group) for name, group in groups.items())
    yield "</div>\n"
    yield _heading("scores")
    yield from _scores(groups)
    yield _heading("confusion")
    yield from _confusion(groups)
    yield _heading("calibration")
    yield _calibration(groups)
    yield _heading("mistakes")
    yield "<p>Roles that are taken for others most often, with the surest mistakes.</p>\n"
    yield from confusions(groups)
    yield _heading("pages")
    yield (
        "<p>Left what a block is, as far as that is known, and beside it what it was taken for;"
        " framed where the label is wrong or the block is wrongly kept as main content or missed."
        " Shaded blocks were kept.</p>\n"
    )
    yield legend()
    yield from worst_pages(groups)
    yield "</body>\n</html>\n"


def _heading(name: str) -> str:
    return f'<h2 id="{name}">{_SECTIONS[name]}</h2>\n'


def _card(name: str, group: Group) -> str:
    facts: dict[str, object] = {"pages": len({score.id for score in group.scores})}
    words = [score.words for score in group.scores if score.words is not None]
    if words:
        f1, precision, recall = np.mean(words, axis=0).tolist()
        pages, share, over, under = loss_of(group)
        facts |= {"word-F1": f1, "precision": precision, "recall": recall}
        facts |= {"loss in the worst tenth": f"{share:.0%}"}
        facts |= {"under 0.5: too much, too little": f"{over}, {under} of {pages}"}
    lines = joined(score.lines for score in group.scores)
    if len(lines.label):
        facts |= {"lines": len(lines.label), "label macro-F1": macro_f1(lines.labels())}
        facts |= {"by word": macro_f1(lines.labels(by_word=True))}
    if len(lines.role):
        facts |= {"role macro-F1": macro_f1(lines.roles())}
    if len(lines.label):
        facts |= {"calibration error": calibration_error(lines.probability, lines.correct)}
    rows = "".join(f"<dt>{key}</dt><dd>{_shown(value)}</dd>" for key, value in facts.items())
    return f'<div class="card"><h3>{escape(name)}</h3><dl>{rows}</dl></div>\n'


def _shown(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.3f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _scores(groups: Mapping[str, Group]) -> Iterator[str]:
    yield (
        "<p>Word-F1 of the main content is a mean over pages; macro-F1 of labels is a mean over"
        " the labels that occur, of all lines together. Few pages make a rough number.</p>\n"
    )
    yield by_property("By type of page", lambda score: score.page_type, groups)
    yield by_property("By language", lambda score: score.language, groups)
    yield by_property("By script", lambda score: score.script, groups)
    yield by_property("By length in blocks", lambda score: score.length, groups)


def _confusion(groups: Mapping[str, Group]) -> Iterator[str]:
    yield "<p>Lines; what they are in rows, what they were taken for in columns.</p>\n"
    for name, group in groups.items():
        lines = joined(score.lines for score in group.scores)
        if len(lines.label):
            yield confusion_table(f"{name}, labels", LABELS, lines.labels())
        if len(lines.role):
            yield confusion_table(f"{name}, roles", ROLES, lines.roles())


def _calibration(groups: Mapping[str, Group]) -> str:
    labelled, series = {}, []
    for name, group in groups.items():
        lines = joined(score.lines for score in group.scores)
        if len(lines.label):
            labelled[name] = group
            series.append(reliability_series(name, lines))
    if not series:
        return "<p>No page has known labels.</p>\n"
    return f'<div class="row">{reliability_chart(series)}{abstaining_table(labelled)}</div>\n'


def _write_pages(groups: Mapping[str, Group], file: Path) -> None:
    with file.open("w", encoding="utf-8", errors="backslashreplace", newline="") as out:
        writer = csv.DictWriter(out, _COLUMNS, restval="")
        writer.writeheader()
        for score in (score for group in groups.values() for score in group.scores):
            row = {name: getattr(score, name) for name in _COLUMNS[:6]}
            if score.words is not None:
                row |= dict(zip(_COLUMNS[6:9], (round(v, 4) for v in score.words), strict=True))
            if len(score.lines.label):
                row |= {"known_lines": len(score.lines.label), "lines_right": round(score.right, 4)}
            writer.writerow(row)
