"""What a model gets wrong: roles confused, with examples, and the pages that come out worst."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Final

import numpy as np

from boilerplate.evaluation.findings import Example, Group, Worst
from boilerplate.evaluation.html.blocks import blocks, shortened
from boilerplate.evaluation.prediction import Prediction
from boilerplate.labels import LABELS

_CONFUSIONS: Final = 15

_EXAMPLE: Final = 240


def confusions(groups: Mapping[str, Group]) -> Iterator[str]:
    """Yield the roles that are taken for others most often, with the surest mistakes."""
    for name, group in groups.items():
        total = sum(len(s.lines.role) for s in group.scores)
        if not group.confusions:
            continue
        wrong = group.confusions.total()
        yield f"<h3>{escape(name)}</h3>\n"
        yield f'<p class="quiet">{wrong:,} of {total:,} lines have another role.</p>\n'
        for (true, found), count in group.confusions.most_common(_CONFUSIONS):
            yield (
                f'<details><summary><b>{count:,}</b> · <span class="tag {true.label}">{true}</span>'
                f' taken for <span class="tag {found.label}">{found}</span>'
                f' <span class="quiet">{count / wrong:.1%} of the mistakes</span></summary>\n'
                f'<div class="inside"><ul class="examples">\n'
            )
            yield from map(_example, group.examples[true, found])
            yield "</ul></div></details>\n"


def worst_pages(groups: Mapping[str, Group]) -> Iterator[str]:
    """Yield the pages with the lowest scores, with their blocks."""
    for name, group in groups.items():
        yield from _pages(f"{name}: main content", "word-F1", group.worst_content)
        yield from _pages(f"{name}: labels", "lines right", group.worst_labels)


def legend() -> str:
    """What the colours mean, and the switch that hides what is right."""
    labels = " ".join(f'<b class="{label}">{label}</b>' for label in LABELS)
    return (
        f'<div class="legend">{labels}<label><input type="checkbox" id="only-wrong">'
        " only what is wrong</label></div>\n"
    )


def loss_of(group: Group) -> tuple[int, float, int, int]:
    """Where main content is lost.

    Returns
    -------
    pages : int
        That have a known main content.
    share : float
        Of the whole loss in word-F1, that of the worst tenth of the pages.
    over, under : int
        Pages under 0.5 of which more is kept than is right, and less.
    """
    words = [s.words for s in group.scores if s.words is not None]
    loss = np.sort([1 - f1 for f1, _, _ in words])[::-1]
    worst = loss[: max(1, len(loss) // 10)].sum() if len(loss) else 0.0
    low = [(precision, recall) for f1, precision, recall in words if f1 < 0.5]
    over = sum(precision <= recall for precision, recall in low)
    return len(words), float(worst / max(loss.sum(), 1e-9)), over, len(low) - over


def _example(example: Example) -> str:
    before = f"after: {shortened(example.before, 80)} · " if example.before else ""
    place = f"{before}{example.page}, {example.form}, {example.probability:.0%}"
    return (
        f'<li><span dir="auto">{escape(shortened(example.text, _EXAMPLE))}</span>'
        f"<small>{escape(place)}</small></li>\n"
    )


def _pages(title: str, measure: str, worst: Worst) -> Iterator[str]:
    pages = worst.pages()
    if not pages:
        return
    yield f"<h3>{escape(title)}</h3>\n"
    for score, prediction in pages:
        yield f"<details><summary><b>{score:.3f}</b> {measure} · {_about(prediction)}</summary>\n"
        yield '<div class="inside">\n'
        yield from blocks(prediction)
        yield "</div></details>\n"


def _about(prediction: Prediction) -> str:
    page = prediction.page
    parts = [page.id, page.site, page.page_type, prediction.form, f"{len(page.columns)} blocks"]
    if page.reference is not None and not page.reference.strip():
        parts.append("has no main content")
    return escape(" · ".join(part for part in parts if part))
