"""Tables of labels and roles, line by line."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.tables import Table
from boilerplate.corpus.align import AlignedPage
from boilerplate.evaluation.metrics import calibration_error, confusion, f1_by_class, macro_f1
from boilerplate.evaluation.report import Prediction
from boilerplate.labels import LABELS, ROLES
from boilerplate.model.decide import decide_roles, word_sizes

_LABEL_OF: Final = np.array([LABELS.index(role.label) for role in ROLES])
_ONE_LABEL: Final = np.array([[role.label is label for label in LABELS] for role in ROLES])

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


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines whose label is known, of some pages.

    Attributes
    ----------
    pages
        Number of pages.
    label, found_label
        int64, shape (n,). Indices into ``LABELS``.
    words
        float32, shape (n,).
    probability
        float32, shape (n,). Of the likeliest label.
    role, found_role, role_words
        The same for the lines whose role is known.
    """

    pages: int
    label: NDArray[Any]
    found_label: NDArray[Any]
    words: NDArray[Any]
    probability: NDArray[Any]
    role: NDArray[Any]
    found_role: NDArray[Any]
    role_words: NDArray[Any]

    @property
    def correct(self) -> NDArray[np.bool_]:
        """bool, shape (n,). Whether the label is right."""
        return np.asarray(self.label == self.found_label)

    def labels(self, *, by_word: bool = False) -> NDArray[np.float64]:
        """Confusion of labels, true ones in rows, counting lines or words."""
        weight = self.words if by_word else None
        return confusion(self.label, self.found_label, len(LABELS), weight)

    def roles(self, *, by_word: bool = False) -> NDArray[np.float64]:
        """Confusion of roles, true ones in rows, counting lines or words."""
        weight = self.role_words if by_word else None
        return confusion(self.role, self.found_role, len(ROLES), weight)


def lines_of(predictions: Iterable[Prediction]) -> Lines:
    """The lines of pages with roles or labels."""
    parts = [_lines(p) for p in predictions if p.page.grade in ("roles", "labels")]
    if not parts:
        return Lines(0, *(np.zeros(0, np.int64) for _ in range(7)))
    return Lines(len(parts), *map(np.concatenate, zip(*parts, strict=True)))


def _lines(prediction: Prediction) -> tuple[NDArray[Any], ...]:
    allowed = prediction.page.allowed
    words = word_sizes(prediction.page.columns.texts)
    found = decide_roles(prediction.roles)
    possible = allowed @ _ONE_LABEL
    clear, exact = possible.sum(axis=1) == 1, allowed.sum(axis=1) == 1
    by_label = prediction.roles[clear] @ _ONE_LABEL.astype(np.float32)
    return (
        possible[clear].argmax(axis=1),
        _LABEL_OF[found[clear]],
        words[clear],
        by_label.max(axis=1),
        allowed[exact].argmax(axis=1),
        found[exact],
        words[exact],
    )


def line_tables(predictions: Sequence[Prediction]) -> list[Table]:
    """All tables of labels and roles."""
    by_form = _choose(predictions, _FORMS)
    groups = grouped(predictions)
    summary = {**by_form, "role pages, all text": groups["role pages, text"]}
    rows = [[name, *_summary(lines)] for name, lines in summary.items() if lines.pages]
    columns = ["", "pages", "lines", "label macro-F1", "by word", "role macro-F1", "role, by word"]
    tables = [Table("Labels and roles", [*columns, "calibration error"], rows, _NOTE)]
    shown = {name: lines for name, lines in summary.items() if lines.pages}
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


def language_tables(predictions: Sequence[Prediction]) -> list[Table]:
    """Labels of fundus's role pages by script and by language."""
    chosen = [p for p in predictions if "fundus:" in p.page.id and p.page.grade == "roles"]
    tables = [
        _by_property("script", chosen, script_of),
        _by_property("language", chosen, lambda page: page.language or "unknown"),
    ]
    return [table for table in tables if table.rows]


def script_of(page: AlignedPage) -> str:
    """The script of most letters of a page, e.g. ``"LATIN"``; kana makes a page Japanese."""
    letters = Counter(char for text in page.columns.texts for char in text if char.isalpha())
    scripts: Counter[str] = Counter()
    for char, count in letters.items():
        scripts[unicodedata.name(char, "UNKNOWN").split()[0]] += count
    if not scripts:
        return "none"
    if scripts["HIRAGANA"] + scripts["KATAKANA"] > scripts.total() / 10:
        return "JAPANESE"
    return scripts.most_common(1)[0][0]


_NOTE: Final = (
    "Macro-F1 is the mean of the classes' F1, each class being one of the four labels or twelve"
    " roles; lines count alike, or by their words. A page counts once for each form it is shown"
    " in. The calibration error is that of the label's probability (15 bins)."
)


def _choose(
    predictions: Sequence[Prediction], named: Mapping[str, Sequence[str]]
) -> dict[str, Lines]:
    return {
        name: lines_of(p for p in predictions if p.form in forms) for name, forms in named.items()
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


def _by_property(
    what: str, predictions: Sequence[Prediction], property_of: Callable[[AlignedPage], str]
) -> Table:
    values: dict[str, str] = {}
    for p in predictions:
        if p.form == "html":
            values[p.page.id] = property_of(p.page)
    rows: list[list[object]] = []
    for value, pages in Counter(values.values()).most_common():
        chosen = [p for p in predictions if values.get(p.page.id) == value]
        html = lines_of(p for p in chosen if p.form == "html")
        text = lines_of(p for p in chosen if p.form in TEXT_FORMS)
        scores = (macro_f1(html.labels()), macro_f1(text.labels()))
        rows.append([value.lower(), pages, len(html.label), *scores])
    columns = ["", "pages", "lines", "label macro-F1, HTML", "label macro-F1, text"]
    note = "Role pages of fundus, news of many countries; few pages make a rough number."
    return Table(f"Labels by {what}", columns, rows, note)
