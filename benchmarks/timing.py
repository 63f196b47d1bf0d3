"""Stop-watches: contenders in turn on the same pages, and the stages of this package."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import perf_counter
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.contenders import BATCH, Contender, Sample
from boilerplate.features import featurise
from boilerplate.model.decide import decide_roles, main_content, word_sizes
from boilerplate.model.labeler import Labeler
from boilerplate.page.columns import PageColumns
from boilerplate.page.decode import decode
from boilerplate.page.split import split

STAGES: Final = ("decode", "parse and split", "features", "network", "decisions")

_WARM_UP: Final = 3
"""Pages that each contender does before it is timed, so that imports and caches are done."""


def seconds(work: Callable[..., object], *args: Any) -> float:
    """Time of one call."""
    start = perf_counter()
    work(*args)
    return perf_counter() - start


def race(
    contenders: Sequence[Contender], samples: Sequence[Sample], repeats: int
) -> dict[str, NDArray[np.float64]]:
    """Time all contenders on the same pages, in turn.

    They take turns at every chunk of pages, so that what else happens on the machine meets all
    of them; who begins changes from chunk to chunk.

    Returns
    -------
    dict
        Contender to seconds, shape (repeats, pages). One that takes many pages at once is
        given a whole chunk, whose pages share the time evenly.
    """
    for each in contenders:
        each.work(samples[:_WARM_UP])
        each.work(samples[:1])
    times = {each.name: np.zeros((repeats, len(samples))) for each in contenders}
    turn = 0
    for repeat in range(repeats):
        for start in range(0, len(samples), BATCH):
            chunk = samples[start : start + BATCH]
            first = turn % len(contenders)
            turn += 1
            for each in [*contenders[first:], *contenders[:first]]:
                row = times[each.name][repeat]
                if each.batches:
                    row[start : start + len(chunk)] = seconds(each.work, chunk) / len(chunk)
                else:
                    for i, sample in enumerate(chunk, start):
                        row[i] = seconds(each.work, [sample])
    return times


def stages(
    labeler: Labeler, samples: Sequence[Sample], repeats: int, batch: int
) -> dict[str, float]:
    """Seconds that the stages of labelling take for all pages, medians over the repeats.

    Parameters
    ----------
    batch
        Pages that go through features and network at once.
    """
    totals = np.zeros((repeats, len(STAGES)))
    for repeat in range(repeats):
        for start in range(0, len(samples), batch):
            totals[repeat] += _stages(labeler, samples[start : start + batch])
    return dict(zip(STAGES, np.median(totals, axis=0).tolist(), strict=True))


def _stages(labeler: Labeler, samples: Sequence[Sample]) -> NDArray[np.float64]:
    marks = [perf_counter()]
    texts = [decode(sample.raw) for sample in samples]
    marks.append(perf_counter())
    pages = [split(text) for text in texts]
    marks.append(perf_counter())
    filled = [page for page in pages if len(page)]
    if filled:
        featurise(filled)
    marks.append(perf_counter())
    roles, content = labeler.probabilities(pages)
    marks.append(perf_counter())
    _decide(pages, roles, content)
    marks.append(perf_counter())
    spent = np.diff(marks)
    spent[3] -= spent[2]  # what gives probabilities computes the features first
    return spent


def _decide(
    pages: Sequence[PageColumns], roles: NDArray[np.float32], content: NDArray[np.float32]
) -> None:
    start = 0
    for page in pages:
        end = start + len(page)
        decided = decide_roles(roles[start:end])
        kept = main_content(content[start:end], decided, word_sizes(page.texts))
        "\n".join(text for text, keep in zip(page.texts, kept.tolist(), strict=True) if keep)
        start = end
