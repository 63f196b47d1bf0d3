"""Tables of labels and roles, line by line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.tables import Table
from boilerplate.evaluation.lines import Lines, joined, lines_of
from boilerplate.evaluation.metrics import calibration_error, f1_by_class, macro_f1
from boilerplate.evaluation.report import Prediction
from boilerplate.labels import LABELS, ROLES

TEXT_FORMS: Final = ("lines", "spaced", "wrapped")
"""Forms of HTML pages as plain text."""

GROUPS: Final = {
    "role pages, HTML": ("html",),
    "role pages, text": TEXT_FORMS,
    "station pages": ("text", "respaced"),
}
"""The forms that are looked at together."""

_FORMS: Final = {
    "role pages, HTML": ("html",),
    **{f"role pages, {form}": (form,) for form in TEXT_FORMS},
    "station pages, text": ("text",),
    "station pages, respaced": ("respaced",),
}

_NOTE: Final = (
    "Macro-F1 is the mean of the classes' F1, each class being one of the four labels or twelve"
    " roles; lines count alike, or by their words. A page counts once for each form it is shown"
    " in. The calibration error is that of the label's probability (15 bins)."
)


def line_tables(predictions: Sequence[Prediction]) -> list[Table]:
    """All tables of labels and roles."""
    groups = grouped(predictions)
    summary = {**_choose(predictions, _FORMS), "role pages, all text": groups["role pages, text"]}
    shown = {name: lines for name, lines in summary.items() if lines.pages}
    rows = [[name, *_summary(lines)] for name, lines in shown.items()]
    columns = ["", "pages", "lines", "label macro-F1", "by word", "role macro-F1", "role, by word"]
    tables = [Table("Labels and roles", [*columns, "calibration error"], rows, _NOTE)]
    for what, names, matrix in (
        ("label", LABELS, Lines.labels),
        ("role", ROLES, Lines.roles),
    ):
        of_class = [f1_by_class(matrix(lines)) for lines in shown.values()]
        rows = [[str(name), *(float(f1[i]) for f1 in of_class)] for i, name in enumerate(names)]
        tables.append(Table(f"F1 of each {what}", ["", *shown], rows))
    for name, lines in groups.items():
        if lines.pages:
            tables.append(_confusion(f"Labels confused, {name}", LABELS, lines.labels()))
            tables.append(_confusion(f"Roles confused, {name}", ROLES, lines.roles()))
    return tables


def grouped(predictions: Sequence[Prediction]) -> dict[str, Lines]:
    """Lines by the groups of forms."""
    return _choose(predictions, GROUPS)


def _choose(
    predictions: Sequence[Prediction], named: Mapping[str, Sequence[str]]
) -> dict[str, Lines]:
    return {
        name: joined(lines_of(p) for p in predictions if p.form in forms)
        for name, forms in named.items()
    }


def _summary(lines: Lines) -> list[object]:
    matrices = lines.labels(), lines.labels(by_word=True), lines.roles(), lines.roles(by_word=True)
    error = calibration_error(lines.probability, lines.correct)
    return [lines.pages, len(lines.label), *map(macro_f1, matrices), error]


def _confusion(title: str, names: Sequence[object], matrix: NDArray[np.float64]) -> Table:
    rows = [
        [str(name), *counts]
        for name, counts in zip(names, matrix.astype(int).tolist(), strict=True)
    ]
    return Table(title, ["", *map(str, names)], rows, "Lines; what they are in rows.")
