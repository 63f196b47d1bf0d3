"""Tables of scores as HTML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from boilerplate.evaluation.findings import Group, PageScore, lengths
from boilerplate.evaluation.lines import joined
from boilerplate.evaluation.metrics import macro_f1

_LEVELS: Final = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99)


def cell(value: object, classes: str = "", share: float | None = None) -> str:
    """A cell; a `share` from 0 to 1 is drawn behind its value."""
    shown = "–" if value is None or value != value else value
    if isinstance(shown, float):
        shown = f"{shown:.3f}"
    elif isinstance(shown, int):
        shown = f"{shown:,}"
    styled = share is not None and share == share
    named = f' class="{classes}"' if classes else ""
    style = f' style="--v:{share:.3f}"' if styled else ""
    return f"<td{named}{style}>{shown}</td>"


def table(
    head: Sequence[str], rows: Iterable[str], caption: str = "", groups: Sequence[str] = ()
) -> str:
    """A table of rows that are cells already.

    `groups` name columns together, all but the first, as many of them under each name.
    """
    above = ""
    if groups:
        wide = (len(head) - 1) // len(groups)
        spans = (f'<th colspan="{wide}">{escape(name)}</th>' for name in groups)
        above = f"<tr><th></th>{''.join(spans)}</tr>\n"
    return (
        '<div class="scroll"><table>'
        + (f"<caption>{escape(caption)}</caption>" if caption else "")
        + f"{above}<tr>{''.join(f'<th>{escape(name)}</th>' for name in head)}</tr>\n"
        + "".join(f"<tr>{row}</tr>\n" for row in rows)
        + "</table></div>\n"
    )


def by_property(
    caption: str, property_of: Callable[[PageScore], str], groups: Mapping[str, Group]
) -> str:
    """Scores of the pages with each value of a property, for all groups side by side."""
    counts = Counter(property_of(s) for group in groups.values() for s in group.scores)
    order = lengths()
    if not set(counts) <= set(order):
        order = [value for value, _ in counts.most_common()]
    rows = []
    for value in [value for value in order if counts[value]]:
        row = cell(escape(value))
        for group in groups.values():
            row += _scores([s for s in group.scores if property_of(s) == value])
        rows.append(row)
    head = ["", *["pages", "word-F1", "label macro-F1"] * len(groups)]
    return table(head, rows, caption, list(groups))


def abstaining_table(groups: Mapping[str, Group]) -> str:
    """What share of the lines is left, and right, where unsure labels are not taken."""
    rows = []
    for least in _LEVELS:
        row = cell(f"{least:.2f}")
        for group in groups.values():
            lines = joined(s.lines for s in group.scores)
            sure = lines.probability >= least
            share = float(sure.mean()) if len(sure) else float("nan")
            right = float(lines.correct[sure].mean()) if sure.any() else float("nan")
            row += cell(share, "bar", share) + cell(right, "bar", right)
        rows.append(row)
    head = ["probability at least", *["lines left", "right"] * len(groups)]
    return table(head, rows, "Taking only labels that are sure enough", list(groups))


def confusion_table(caption: str, names: Sequence[Any], matrix: NDArray[np.float64]) -> str:
    """Confusion matrix, true classes in rows; shaded by the share of the row."""
    seen = np.flatnonzero(matrix.sum(axis=0) + matrix.sum(axis=1)).tolist()
    rows = []
    for i in seen:
        total = matrix[i].sum()
        row = cell(str(names[i]))
        for j in seen:
            share = float(matrix[i, j] / total) if total else 0.0
            row += cell(int(matrix[i, j]), "heat right" if i == j else "heat", share)
        rows.append(row)
    return table(["", *(str(names[j]) for j in seen)], rows, caption)


def _scores(chosen: Sequence[PageScore]) -> str:
    words = [s.words[0] for s in chosen if s.words is not None]
    lines = joined(s.lines for s in chosen)
    word_f1 = float(np.mean(words)) if words else float("nan")
    label_f1 = macro_f1(lines.labels()) if len(lines.label) else float("nan")
    pages = len({s.id for s in chosen})
    return cell(pages) + cell(word_f1, "bar", word_f1) + cell(label_f1, "bar", label_f1)
