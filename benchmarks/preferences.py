"""What a preference for precision or recall and a least probability do, as tables and curves."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.lines import TEXT_FORMS
from benchmarks.tables import Table
from boilerplate.corpus.words import words
from boilerplate.evaluation.charts import Series, line_chart, standalone
from boilerplate.evaluation.lines import Lines
from boilerplate.evaluation.report import Prediction
from boilerplate.model.decide import BETAS

Setting = tuple[float, float]
"""Weight of recall, and least probability."""

_BETAS: Final = (0.125, 0.25, 0.5, 0.7, 1.0, 1.4, 2.0, 4.0, 8.0)
"""Weights of recall along the curve, those of the preferences among them."""

_LEAST: Final = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)

_MEASURES: Final = ("precision", "recall", "word-F1", "pages with any")

_SURE: Final = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99)

_MANNERS: Final = {"HTML": ("html",), "plain text": TEXT_FORMS}


def preference_tables(
    predictions: Sequence[Prediction], groups: Mapping[str, Lines]
) -> list[Table]:
    """Tables of main content by preference and by least probability, and of sure labels."""
    names = {beta: name for name, beta in BETAS.items()}
    by_beta = {names.get(beta, f"weight of recall {beta:g}"): (beta, 0.0) for beta in _BETAS}
    by_least = {f"{least:.2f}": (1.0, least) for least in _LEAST}
    scores = _scores(predictions, [*by_beta.values(), *by_least.values()])
    columns = ["", *(f"{manner}: {measure}" for manner in _MANNERS for measure in _MEASURES)]

    gap = [float("nan")] * len(_MEASURES)

    def rows(settings: Mapping[str, Setting]) -> list[list[object]]:
        return [
            [name, *(value for manner in _MANNERS for value in scores.get((manner, setting), gap))]
            for name, setting in settings.items()
        ]

    return [
        Table("Main content by preference", columns, rows(by_beta), _PREFERENCE),
        Table("Main content by least probability", columns, rows(by_least), _LEAST_NOTE),
        _sure_labels(groups),
    ]


def _scores(
    predictions: Sequence[Prediction], settings: Sequence[Setting]
) -> dict[tuple[str, Setting], list[float]]:
    """The measures by manner of the pages and setting."""
    found: dict[tuple[str, Setting], list[tuple[float, float, float, bool]]] = {
        (manner, setting): [] for manner in _MANNERS for setting in settings
    }
    for p in predictions:
        manner = next((name for name, forms in _MANNERS.items() if p.form in forms), None)
        if manner is None or p.page.reference is None:
            continue
        counted = _Words(p, p.page.reference)
        for setting in settings:
            kept = p.kept(*setting)
            found[manner, setting].append((*counted.score(kept), bool(kept.any())))
    return {key: _means(np.array(scores)) for key, scores in found.items() if scores}


def _means(scores: NDArray[np.float64]) -> list[float]:
    """Of all pages, but for precision: of those that anything was kept of."""
    f1, precision, recall, some = scores.T
    of_some = precision[some > 0]
    mean = float(of_some.mean()) if len(of_some) else float("nan")
    return [mean, float(recall.mean()), float(f1.mean()), float(some.mean())]


def draw_preferences(tables: Sequence[Table], file: Path) -> None:
    """Draw precision against recall, as the first two of these tables have them."""
    by_beta, by_least = tables[:2]
    series = []
    for number, manner in enumerate(_MANNERS):
        at = by_beta.columns.index(f"{manner}: precision")
        rows = [row for row in by_beta.rows if row[0] in BETAS]
        named = [(point, str(row[0])) for row in rows for point in _points([row], at)]
        series += [
            Series(f"{manner}, by preference", _points(by_beta.rows, at), () if number else named),
            Series(f"{manner}, by least probability", _points(by_least.rows, at)),
        ]
    every = np.array([point for line in series for point in line.points] or [(0.0, 0.0)])
    low, high = np.floor(every.min(axis=0) * 20) / 20, np.ceil(every.max(axis=0) * 20) / 20
    high = np.maximum(high, low + 0.05)
    chart = line_chart(
        series,
        x="recall",
        y="precision",
        x_range=(float(low[0]), float(high[0])),
        y_range=(float(low[1]), float(high[1])),
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(standalone(chart), "utf-8")


def _points(rows: Sequence[Sequence[object]], precision: int) -> list[tuple[float, float]]:
    """Recall and precision of each row that has them: no block of any page may be sure enough."""
    pairs = [(row[precision + 1], row[precision]) for row in rows]
    return [
        (x, y)
        for x, y in pairs
        if isinstance(x, float) and isinstance(y, float) and not math.isnan(x + y)
    ]


class _Words:
    """The words of a page's blocks, counted once for many choices of blocks."""

    def __init__(self, prediction: Prediction, reference: str) -> None:
        number: dict[str, int] = {}
        texts = [words(text) for text in prediction.page.columns.texts]
        wanted = [number.setdefault(word, len(number)) for word in words(reference)]
        found = [number.setdefault(word, len(number)) for text in texts for word in text]
        self.prediction = prediction
        self._words = np.array(found, np.int64)
        self._block = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
        self._wanted = np.bincount(np.array(wanted, np.int64), minlength=len(number))

    def score(self, kept: NDArray[np.bool_]) -> tuple[float, float, float]:
        """As :func:`boilerplate.evaluation.metrics.word_scores` of the kept blocks."""
        found = np.bincount(self._words[kept[self._block]], minlength=len(self._wanted))
        if not found.sum() or not self._wanted.sum():
            same = float(found.sum() == self._wanted.sum())
            return same, same, same
        both = np.minimum(found, self._wanted).sum()
        precision, recall = both / found.sum(), both / self._wanted.sum()
        return float(2 * both / (found.sum() + self._wanted.sum())), float(precision), float(recall)


def _sure_labels(groups: Mapping[str, Lines]) -> Table:
    rows: list[list[object]] = []
    for least in _SURE:
        row: list[object] = [f"{least:.2f}"]
        for lines in groups.values():
            sure = lines.probability >= least
            right = float(lines.correct[sure].mean()) if sure.any() else None
            row += [float(sure.mean()), right]
        rows.append(row)
    columns = ["", *(f"{name}: {what}" for name in groups for what in ("lines left", "right"))]
    note = (
        "Taking only labels of some probability or more: the share of lines that get one, and how"
        " many of these are right."
    )
    return Table("Labels by least probability", columns, rows, note)


_PREFERENCE: Final = (
    "`extract(favor=…)`: means over the pages, precision over those of which anything was kept."
    " `precision`, `balanced` and `recall` weigh recall"
    f" {BETAS['precision']:g}, {BETAS['balanced']:g} and {BETAS['recall']:g} times against"
    " precision; the other rows show where the way leads."
)

_LEAST_NOTE: Final = (
    "`extract(min_probability=…)`: the same, where blocks less likely to be main content are left"
    " out."
)
