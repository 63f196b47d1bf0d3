"""Predictions for pages by networks that have not seen their sites."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from boilerplate.corpus.align import AlignedPage
from boilerplate.corpus.folds import site_folds
from boilerplate.corpus.forms import merged
from boilerplate.corpus.read import read_corpora
from boilerplate.errors import CorpusError
from boilerplate.evaluation.report import Prediction
from boilerplate.model.network import Array, scores, sigmoid, softmax
from boilerplate.training.calibration import temperatures
from boilerplate.training.estimator import PageClassifier
from boilerplate.training.examples import Example, examples
from boilerplate.training.fit import Settings
from boilerplate.training.progress import Progress, Silence
from boilerplate.training.several import Job, fit_all

FOLDS: Final = 5
"""Folds of sites in cross-validation."""

Scored = tuple[Example, Array]
"""An example, and the scores that networks give its blocks: float32, shape (n, OUTPUTS)."""


def held_out(
    corpora: Sequence[str | Path],
    *,
    seed: int = 0,
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> list[Prediction]:
    """Predict every page of some corpora, in all its forms, by cross-validation.

    Raises
    ------
    CorpusError
        If a corpus can't be read, or holds nothing to learn from.
    """
    progress = progress or Silence()
    shown = read_examples([Path(path) for path in corpora], seed, progress)
    estimator = PageClassifier(settings or Settings(), random_state=seed)
    scored = cross_validate(shown, FOLDS, estimator, progress)
    return calibrated(scored, temperatures(scored))


def read_examples(paths: Sequence[Path], seed: int, progress: Progress) -> list[Example]:
    """Read, split and align the pages of some corpora, in all their forms."""
    progress.stage("Reading pages")
    pages = list(merged(read_corpora(paths)))
    if not pages:
        raise CorpusError(f"{', '.join(map(str, paths))}: no pages with text to learn from")
    shown: list[Example] = []
    for number, page in enumerate(pages):
        shown += examples(page, seed)
        progress.update((number + 1) / len(pages), f"{len(pages)} pages")
    return shown


def cross_validate(
    shown: Sequence[Example],
    tested: int,
    estimator: PageClassifier,
    progress: Progress,
    *,
    parted_as: Sequence[Example] | None = None,
) -> list[Scored]:
    """Score the pages of the first `tested` of `FOLDS` folds by networks fitted to the others.

    Where pages come from fewer sites than there are folds, none can be held out. Folds also
    depend on what is known of pages: to compare two states of the same pages, both are parted
    as one of them is.

    Raises
    ------
    CorpusError
        If that is so and all folds were to be tested.
    """
    folds = _folds([example.page for example in parted_as or shown], estimator.random_state)
    if not folds:
        if tested == FOLDS:
            raise CorpusError(f"cross-validation needs pages of at least {FOLDS} sites")
        return []
    seeds = estimator.seeds()
    jobs = [
        Job([e for e in shown if folds[e.page.id] != fold], number)
        for fold in range(tested)
        for number in seeds
    ]
    networks = fit_all(jobs, estimator.settings, progress)
    scored = []
    for fold in range(tested):
        team = networks[fold * len(seeds) : (fold + 1) * len(seeds)]
        for example in shown:
            if folds[example.page.id] == fold:
                each = np.stack([scores(weights, example.features) for weights in team])
                scored.append((example, each.mean(axis=0)))
    return scored


def calibrated(scored: Iterable[Scored], found: dict[str, list[float]]) -> list[Prediction]:
    """Turn scores into probabilities under the temperatures `found`."""
    predictions = []
    for example, z in scored:
        roles, content = found[example.page.columns.kind]
        predictions.append(
            Prediction(
                example.page, example.form, softmax(z[:, :-1] / roles), sigmoid(z[:, -1] / content)
            )
        )
    return predictions


def _folds(pages: Iterable[AlignedPage], seed: int) -> dict[str, int]:
    """Fold of each page by its id; none where there are fewer sites than folds."""
    by_id = {page.id: page for page in pages}
    sites = [page.site for page in by_id.values()]
    if len(set(sites)) < FOLDS:
        return {}
    strata = [f"{page.grade} {page.page_type}" for page in by_id.values()]
    return dict(zip(by_id, site_folds(sites, FOLDS, seed, strata=strata).tolist(), strict=True))
