"""What is to be known of a model's predictions, page by page: scores, confusions, worst pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from boilerplate.evaluation.languages import language_of, script_of
from boilerplate.evaluation.lines import Lines, known_roles, lines_of
from boilerplate.evaluation.metrics import word_scores
from boilerplate.evaluation.prediction import Prediction
from boilerplate.labels import ROLES, Role
from boilerplate.model.decide import decide_roles

GROUPS: Final = {
    "html": "HTML",
    "lines": "HTML as text",
    "spaced": "HTML as text",
    "wrapped": "HTML as text",
    "text": "Plain text",
    "respaced": "Plain text",
}
"""The forms that are looked at together, by form."""

_LENGTHS: Final = (25, 50, 100, 200, 400, 800)

_FEWEST_LINES: Final = 8
"""Known lines below which a page is too short to be one of the worst."""

_EXAMPLES: Final = 5


@dataclass(frozen=True, slots=True)
class PageScore:
    """One page in one form.

    Attributes
    ----------
    id, form, page_type, language, script, length
        What it is; `length` is a range of numbers of blocks.
    blocks
        Number of blocks.
    words
        F1, precision and recall of the main content; None where that is not known as text.
    lines
        Those whose label is known.
    """

    id: str
    form: str
    page_type: str
    language: str
    script: str
    length: str
    blocks: int
    words: tuple[float, float, float] | None
    lines: Lines

    @property
    def right(self) -> float:
        """Share of the known lines that have the right label; NaN where there are none."""
        return float(self.lines.correct.mean()) if len(self.lines.label) else float("nan")


@dataclass(frozen=True, slots=True)
class Example:
    """A line that was taken for something else."""

    text: str
    before: str
    page: str
    form: str
    probability: float


@dataclass(slots=True)
class Worst:
    """The pages with the lowest scores, each in the form in which it does worst."""

    most: int
    _found: dict[str, tuple[float, Prediction]] = field(default_factory=dict)

    def add(self, score: float, prediction: Prediction) -> None:
        """Take a page into account."""
        known = self._found.get(prediction.page.id)
        if known is None or score < known[0]:
            self._found[prediction.page.id] = (score, prediction)
        if len(self._found) > 4 * self.most:
            self._found = dict(self._ranked())

    def pages(self) -> list[tuple[float, Prediction]]:
        """Scores and pages, the worst first."""
        return [found for _, found in self._ranked()]

    def _ranked(self) -> list[tuple[str, tuple[float, Prediction]]]:
        return sorted(self._found.items(), key=lambda item: (item[1][0], item[0]))[: self.most]


@dataclass(slots=True)
class Group:
    """What is found of the pages of one group of forms.

    Attributes
    ----------
    scores
        Every page.
    confusions
        Lines by true and found role, where these differ.
    examples
        Some of these lines, the model's surest mistakes.
    worst_content, worst_labels
        The pages with the lowest word-F1 and with the fewest right lines.
    """

    worst_content: Worst
    worst_labels: Worst
    scores: list[PageScore] = field(default_factory=list)
    confusions: Counter[tuple[Role, Role]] = field(default_factory=Counter)
    examples: dict[tuple[Role, Role], list[Example]] = field(default_factory=dict)


def find(predictions: Iterable[Prediction], most: int) -> dict[str, Group]:
    """Look through predictions, keeping no more of them than the `most` worst of each kind.

    Returns
    -------
    dict
        By the names of groups, in the order of ``GROUPS``; only those that have pages.
    """
    groups: dict[str, Group] = {}
    traits: dict[str, tuple[str, str]] = {}
    for prediction in predictions:
        name = GROUPS[prediction.form]
        group = groups.setdefault(name, Group(Worst(most), Worst(most)))
        page = prediction.page
        if page.id not in traits:
            traits[page.id] = language_of(page), script_of(page)
        _add(group, prediction, *traits[page.id])
    return {name: groups[name] for name in dict.fromkeys(GROUPS.values()) if name in groups}


def _add(group: Group, prediction: Prediction, language: str, script: str) -> None:
    page = prediction.page
    words = None
    if page.reference is not None:
        words = word_scores(prediction.extract(prediction.kept()), page.reference)
        group.worst_content.add(words[0], prediction)
    score = PageScore(
        id=page.id,
        form=prediction.form,
        page_type=page.page_type or "unknown",
        language=language,
        script=script,
        length=_length(len(page.columns)),
        blocks=len(page.columns),
        words=words,
        lines=lines_of(prediction),
    )
    group.scores.append(score)
    if len(score.lines.label) >= _FEWEST_LINES:
        group.worst_labels.add(score.right, prediction)
    if len(score.lines.role):
        _confuse(group, prediction)


def _confuse(group: Group, prediction: Prediction) -> None:
    page = prediction.page
    true, found = known_roles(page.allowed), decide_roles(prediction.roles)
    for i in np.flatnonzero((true >= 0) & (true != found)).tolist():
        pair = ROLES[true[i]], ROLES[found[i]]
        group.confusions[pair] += 1
        texts = page.columns.texts
        before = texts[i - 1] if i else ""
        probability = float(prediction.roles[i, found[i]])
        example = Example(texts[i], before, page.id, prediction.form, probability)
        group.examples[pair] = _surest(group.examples.get(pair, []), example)


def _surest(examples: list[Example], new: Example) -> list[Example]:
    """The surest mistakes, of different pages and texts."""
    chosen: list[Example] = []
    for example in sorted([*examples, new], key=lambda e: -e.probability):
        if all(example.page != c.page and example.text != c.text for c in chosen):
            chosen.append(example)
    return chosen[:_EXAMPLES]


def _length(blocks: int) -> str:
    low = 1
    for high in _LENGTHS:
        if blocks < high:
            return f"{low} to {high - 1}"
        low = high
    return f"{low} or more"


def lengths() -> list[str]:
    """The ranges of numbers of blocks, shortest first."""
    return [*(_length(high - 1) for high in _LENGTHS), _length(_LENGTHS[-1])]
