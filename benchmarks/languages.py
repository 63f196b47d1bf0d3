"""Tables of labels by script and language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.lines import GROUPS
from benchmarks.tables import Table
from boilerplate.corpus.align import AlignedPage
from boilerplate.evaluation.languages import language_of, script_of
from boilerplate.evaluation.lines import lines_of
from boilerplate.evaluation.metrics import macro_f1
from boilerplate.evaluation.report import Prediction
from boilerplate.model.decide import word_sizes

_ENGLISH: Final = "en"

_BELOW: Final = 0.05
"""Points of macro-F1 under that of English from which a script is said to fall behind."""

_DRAWS: Final = 500

_FEWEST: Final = 4
"""Pages from which an interval says something."""

_NOTE: Final = (
    "The four labels, all lines of a {what} together. ± is half the interval that holds 95 % of"
    f" {_DRAWS} draws of pages, where there are {_FEWEST} or more: of fewer a figure says little."
)

_CONTENT_NOTE: Final = (
    "Mean F1 of the main content of fundus's pages, news of many countries: block by block, by"
    " length, since words are not parted by spaces everywhere."
)


def language_tables(predictions: Sequence[Prediction]) -> list[Table]:
    """Labels and main content by script and by language."""
    pages = {p.page.id: p.page for p in predictions if _tells(p.page)}
    chosen = [p for p in predictions if p.page.id in pages]
    languages = {name: language_of(page) for name, page in pages.items()}
    scripts = {name: script_of(page) for name, page in pages.items()}
    english = {name for name, language in languages.items() if language == _ENGLISH}
    tables = []
    for what, values in (("script", scripts), ("language", languages)):
        for group, forms in GROUPS.items():
            counted = _counted(chosen, forms)
            tables.append(_labels(f"Labels by {what}, {group}", what, counted, values, english))
        tables.append(_content(what, chosen, values))
    return [table for table in tables if table.rows]


def scripts_behind(tables: Sequence[Table]) -> dict[str, str]:
    """The scripts that fall far behind English by these tables, for each group of pages."""
    found = {}
    for group in GROUPS:
        for table in tables:
            if table.title == f"Labels by script, {group}":
                rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
                found[group] = ", ".join(
                    f"{row['']} {gap:+.3f} (pages: {row['pages']})"
                    for row in rows
                    if isinstance(gap := row["against English"], float) and gap < -_BELOW
                )
    return found


def _tells(page: AlignedPage) -> bool:
    return page.grade in ("roles", "labels") or page.id.startswith("fundus:")


Counts = dict[str, NDArray[np.float64]]
"""Confusion of labels by page id."""


def _counted(predictions: Sequence[Prediction], forms: Sequence[str]) -> Counts:
    counts: Counts = {}
    for p in predictions:
        if p.form in forms and p.page.grade in ("roles", "labels"):
            counts[p.page.id] = counts.get(p.page.id, 0) + lines_of(p).labels()
    return counts


def _labels(
    title: str, what: str, counts: Counts, values: Mapping[str, str], english: Collection[str]
) -> Table:
    in_english = [matrix for name, matrix in counts.items() if name in english]
    rows: list[list[object]] = []
    for value, pages in Counter(values[name] for name in counts).most_common():
        matrices = np.array([m for name, m in counts.items() if values[name] == value])
        score = macro_f1(matrices.sum(axis=0))
        against = score - macro_f1(np.sum(in_english, axis=0)) if in_english else None
        rows.append([value, pages, int(matrices.sum()), score, _spread(matrices), against])
    columns = ["", "pages", "lines", "label macro-F1", "±", "against English"]
    return Table(title, columns, rows, _NOTE.format(what=what))


def _spread(matrices: NDArray[np.float64]) -> float | None:
    if len(matrices) < _FEWEST:
        return None
    rng = np.random.default_rng(0)
    draws = rng.integers(len(matrices), size=(_DRAWS, len(matrices)))
    low, high = np.quantile([macro_f1(matrices[d].sum(axis=0)) for d in draws], [0.025, 0.975])
    return float(high - low) / 2


def _content(what: str, predictions: Sequence[Prediction], values: Mapping[str, str]) -> Table:
    scores: dict[str, list[float]] = {}
    for p in predictions:
        if p.form == "html" and p.page.id.startswith("fundus:"):
            scores.setdefault(values[p.page.id], []).append(_block_f1(p))
    order = sorted(scores, key=lambda value: -len(scores[value]))
    rows = [[value, len(scores[value]), float(np.mean(scores[value]))] for value in order]
    return Table(f"Main content of news by {what}", ["", "pages", "F1"], rows, _CONTENT_NOTE)


def _block_f1(prediction: Prediction) -> float:
    page = prediction.page
    known = ~np.isnan(page.content)
    words = word_sizes(page.columns.texts)[known]
    true, kept = page.content[known] > 0.5, prediction.kept()[known]
    both, either = words[true & kept].sum(), words[true].sum() + words[kept].sum()
    return float(2 * both / either) if either else 1.0
