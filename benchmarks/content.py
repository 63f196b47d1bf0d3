"""Tables of main content: ours beside the peers' on HTML, beside simple rules on plain text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.snippets import share_found
from benchmarks.tables import Table
from benchmarks.wcxb import WcxbPage
from boilerplate.evaluation.metrics import word_scores

METRICS: Final = ("word-F1", "precision", "recall")

_COLUMNS: Final = ["", "word-F1", "±", "precision", "recall", "with", "without"]

_SNIPPETS: Final = (
    "Means over the pages; ± is half the 95 % interval of word-F1 that drawing other pages would"
    " give. `with` and `without` are the shares of the snippets that an extract"
    " must have, and must not have, that it has."
)


@dataclass(frozen=True, slots=True)
class Scored:
    """Scores of one way to the main content.

    Attributes
    ----------
    name
        As it stands in tables.
    pages
        float64, shape (pages, 3). The metrics of each page.
    snippets
        Shares of the snippets found, of those that must be there and those that must not.
    """

    name: str
    pages: NDArray[np.float64]
    snippets: NDArray[np.float64]

    def row(self) -> list[object]:
        """The row of the overall table."""
        f1, precision, recall = self.pages.mean(axis=0).tolist()
        spread = _spread(self.pages[:, 0])
        return [self.name, f1, spread, precision, recall, *self.snippets.tolist()]


def score(name: str, extracts: Mapping[str, str], pages: Sequence[WcxbPage]) -> Scored:
    """Score extracts, by page id; a page without one counts as nothing extracted."""
    texts = [extracts.get(page.id, "") for page in pages]
    metrics = [word_scores(text, p.reference) for text, p in zip(texts, pages, strict=True)]
    present = share_found([page.present for page in pages], texts)
    absent = share_found([page.absent for page in pages], texts)
    return Scored(name, np.array(metrics), np.array([present, absent]))


def mean_of(name: str, forms: Sequence[Scored]) -> Scored:
    """Mean of the scores of several forms of the same pages."""
    return Scored(
        name,
        np.mean([form.pages for form in forms], axis=0),
        np.mean([form.snippets for form in forms], axis=0),
    )


def html_tables(
    extracts: Mapping[str, Mapping[str, str]],
    failures: Mapping[str, int],
    pages: Sequence[WcxbPage],
) -> list[Table]:
    """Tables for HTML.

    Parameters
    ----------
    extracts
        By name, by page id.
    failures
        Pages on which each of them failed.
    pages
        The pages, the same for all.
    """
    scored = [score(name, texts, pages) for name, texts in extracts.items()]
    rows = [[*each.row(), failures.get(each.name, 0)] for each in scored]
    truth = score("the truth itself", {page.id: page.reference for page in pages}, pages)
    rows.append([*truth.row(), 0])
    note = f"{_SNIPPETS} Where a peer failed, nothing was extracted."
    overall = Table("Main content of HTML", [*_COLUMNS, "failed"], rows, note)
    return [overall, *_by_type("HTML", scored, pages), _against_the_best(scored, pages)]


def text_tables(
    extracts: Mapping[str, Mapping[str, Mapping[str, str]]], pages: Sequence[WcxbPage]
) -> list[Table]:
    """Tables for plain text: `extracts` by name, by form, by page id."""
    rows, means = [], []
    for name, by_form in extracts.items():
        scored = [score(f"{name}, {form}", texts, pages) for form, texts in by_form.items()]
        rows += [each.row() for each in scored]
        means.append(mean_of(name, scored))
    rows += [[f"{each.name}, mean", *each.row()[1:]] for each in means]
    note = (
        "The same pages as plain text: a line a block (`lines`), with blank lines (`spaced`), and"
        f" these wrapped (`wrapped`). {_SNIPPETS}"
    )
    overall = Table("Main content of plain text", _COLUMNS, rows, note)
    return [overall, *_by_type("plain text", means, pages)]


def _against_the_best(scored: Sequence[Scored], pages: Sequence[WcxbPage]) -> Table:
    """The first beside the best of the others, on each type of page."""
    ours, *others = scored
    of_page = np.array([page.page_type for page in pages])
    rows: list[list[object]] = []
    for name in [*np.unique(of_page).tolist(), "all"]:
        chosen = (of_page == name) | (name == "all")
        if not others:
            break
        best = max(others, key=lambda each: float(each.pages[chosen, 0].mean()))
        gain = ours.pages[chosen, 0] - best.pages[chosen, 0]
        means = float(ours.pages[chosen, 0].mean()), float(best.pages[chosen, 0].mean())
        row = [name, int(chosen.sum()), means[0], best.name, means[1], float(gain.mean())]
        rows.append([*row, _spread(gain)])
    columns = ["", "pages", ours.name, "best other", "its word-F1", "difference", "±"]
    note = "Both on the same pages; ± is half the 95 % interval of the difference."
    return Table("Word-F1 on HTML beside the best other package", columns, rows, note)


def _spread(values: NDArray[np.float64]) -> float | None:
    if len(values) < 2:
        return None
    return float(1.96 * values.std(ddof=1) / np.sqrt(len(values)))


def _by_type(what: str, scored: Sequence[Scored], pages: Sequence[WcxbPage]) -> list[Table]:
    of_page = np.array([page.page_type for page in pages])
    types, counts = np.unique(of_page, return_counts=True)
    columns = ["", *(f"{name} ({n})" for name, n in zip(types, counts, strict=True))]
    return [
        Table(
            f"{metric} on {what} by page type",
            columns,
            [
                [each.name, *(float(each.pages[of_page == name, i].mean()) for name in types)]
                for each in scored
            ],
        )
        for i, metric in enumerate(METRICS)
    ]
