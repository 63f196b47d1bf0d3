"""A page's blocks, coloured by what they are and by what a model took them for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Final

import numpy as np

from boilerplate.evaluation.lines import known_labels, known_roles
from boilerplate.evaluation.prediction import Prediction
from boilerplate.labels import LABELS, ROLES, Label, Role
from boilerplate.model.decide import decide_roles

_LONGEST: Final = 320
"""Characters of a block that are shown."""

_LONG_RUN: Final = 6
"""Blocks in a row that are right from which they are folded away."""

_MOST_BLOCKS: Final = 1500


@dataclass(frozen=True, slots=True)
class _Judged:
    """A block with its truth, as far as it is known.

    Attributes
    ----------
    true
        The role, or the label where only that is known.
    content, kept
        Whether the block is main content, and whether it was taken for that.
    """

    text: str
    true: Role | Label | None
    found: Role
    probability: float
    content: bool | None
    kept: bool

    @property
    def true_label(self) -> Label | None:
        """The true label, where it is known."""
        return self.true.label if isinstance(self.true, Role) else self.true

    @property
    def mislabelled(self) -> bool:
        """Whether the label is known to be wrong."""
        return self.true_label not in (None, self.found.label)

    @property
    def near(self) -> bool:
        """Whether the role is known to be wrong, but its label is right."""
        return isinstance(self.true, Role) and not self.mislabelled and self.true is not self.found

    @property
    def misplaced(self) -> bool:
        """Whether the block is known to be wrongly in or out of the main content."""
        return self.content is not None and self.content != self.kept


def blocks(prediction: Prediction) -> Iterator[str]:
    """Yield the blocks of a page as HTML; long runs of right ones can be unfolded."""
    judged = _judge(prediction)
    for wrong, group in groupby(judged[:_MOST_BLOCKS], lambda b: b.mislabelled or b.misplaced):
        run = list(group)
        if wrong or len(run) <= _LONG_RUN:
            yield from map(_block, run)
        else:
            yield f'<details class="run"><summary>{len(run)} blocks, nothing wrong</summary>\n'
            yield from map(_block, run)
            yield "</details>\n"
    if len(judged) > _MOST_BLOCKS:
        yield f"<p>{len(judged) - _MOST_BLOCKS:,} more blocks are not shown.</p>\n"


def _judge(prediction: Prediction) -> list[_Judged]:
    page = prediction.page
    has_labels = page.grade in ("roles", "labels")
    role, label = known_roles(page.allowed), known_labels(page.allowed)
    found = decide_roles(prediction.roles)
    probability = prediction.roles[np.arange(len(found)), found]
    kept = prediction.kept()
    judged = []
    for i, text in enumerate(page.columns.texts):
        true: Role | Label | None = None
        if role[i] >= 0:
            true = ROLES[role[i]]
        elif label[i] >= 0 and has_labels:
            true = LABELS[label[i]]
        content = None if np.isnan(page.content[i]) else bool(page.content[i])
        judged.append(
            _Judged(text, true, ROLES[found[i]], float(probability[i]), content, bool(kept[i]))
        )
    return judged


def _block(block: _Judged) -> str:
    wrong = block.mislabelled or block.misplaced
    classes = ["block", str(block.found.label)]
    if block.true_label is not None:
        classes.append(f"is-{block.true_label}")
    classes += ["kept"] * block.kept + ["wrong"] * wrong + ["near"] * block.near
    return (
        f'<div class="{" ".join(classes)}"><span class="true">{block.true or ""}</span>'
        f'<span class="found">{block.found} {block.probability:.0%}</span>'
        f'<span class="keep">{_kept(block)}</span>'
        f'<div dir="auto">{escape(shortened(block.text, _LONGEST))}</div></div>\n'
    )


def _kept(block: _Judged) -> str:
    if block.misplaced:
        return "kept" if block.kept else "missed"
    return "content" if block.kept else ""


def shortened(text: str, most: int) -> str:
    """The text, or its beginning."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
