"""The recipe of a model, from labelled pages to a file; read it from top to bottom."""

from __future__ import annotations

import hashlib
import platform
import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timezone
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Any, Final

import numpy as np

from boilerplate._version import __version__
from boilerplate.corpus.align import AlignedPage
from boilerplate.corpus.folds import site_folds
from boilerplate.corpus.forms import merged
from boilerplate.corpus.read import read_corpus
from boilerplate.errors import CorpusError
from boilerplate.evaluation.report import Prediction, Report, report
from boilerplate.features import schema
from boilerplate.labels import LABEL_OF, ROLES
from boilerplate.model import artifact
from boilerplate.model.labeler import Labeler
from boilerplate.model.network import Array, Weights, scores, sigmoid, softmax
from boilerplate.training.calibration import temperatures
from boilerplate.training.examples import Example, examples
from boilerplate.training.fit import Settings
from boilerplate.training.progress import Progress, Silence
from boilerplate.training.several import Job, fit_all

NETWORKS: Final = 2
"""Networks of a model, which differ by their seed; their scores are averaged."""

FOLDS: Final = 5
"""Folds of sites in cross-validation."""


def train(
    corpora: Iterable[str | Path] | str | Path,
    *,
    out: Path | None = None,
    version: str | None = None,
    seed: int = 0,
    cross_validate: bool = False,
    progress: Progress | None = None,
    settings: Settings | None = None,
) -> Labeler:
    """Train a model on labelled pages.

    Parameters
    ----------
    corpora
        Files and folders of labelled pages, in any of the formats of
        :func:`boilerplate.corpus.read.read_corpus`.
    out
        File to write the model to, ending in ``.joblib``; its manifest goes beside it.
    version
        Version of the model; by default that in the name of `out`, else ``"0.0.0"``.
    seed
        The same corpora, seed and library versions give the same model.
    cross_validate
        Whether to measure the recipe on sites it has not seen, in five folds. The scores go
        into the manifest.
    progress
        Told how far the training is.
    settings
        Size of the network and manner of its training.

    Returns
    -------
    Labeler

    Raises
    ------
    CorpusError
        If a corpus can't be read, or there is nothing to learn from.
    ModelError
        If `out` can't be written.
    """
    progress = progress or Silence()
    settings = settings or Settings()
    paths = [Path(p) for p in ([corpora] if isinstance(corpora, str | Path) else corpora)]

    progress.stage("Reading pages")
    pages = [page for path in paths for page in merged(read_corpus(path))]
    if not pages:
        raise CorpusError(f"{', '.join(map(str, paths))}: no pages with text to learn from")
    shown: list[Example] = []
    for number, page in enumerate(pages):
        shown += examples(page, seed)
        progress.update((number + 1) / len(pages), f"{len(pages)} pages")

    folds = _folds(pages, seed)
    tested = FOLDS if cross_validate else 1
    progress.stage("Cross-validation" if cross_validate else "Calibration")
    held_out = _held_out(shown, folds, tested, settings, seed, progress)
    found = temperatures([example for example, _ in held_out], [z for _, z in held_out])

    progress.stage("Training")
    jobs = [Job(shown, seed * 1000 + number) for number in range(NETWORKS)]
    networks = fit_all(jobs, settings, progress)

    state = _state(networks, found)
    manifest = _manifest(version or _version_in(out), pages, seed)
    if cross_validate:
        manifest["scores"] = _report(held_out, found).to_dict()
        manifest["scores_by"] = f"{FOLDS}-fold cross-validation by site"
    if out is not None:
        artifact.save(state, manifest, out)
    return Labeler(state, manifest)


def _folds(pages: Sequence[AlignedPage], seed: int) -> dict[str, int]:
    """Fold of each page by its id; all in one where there are too few sites to part."""
    sites = [page.site for page in pages]
    if len(set(sites)) < FOLDS:
        return dict.fromkeys((page.id for page in pages), -1)
    strata = [f"{page.grade} {page.page_type}" for page in pages]
    found = site_folds(sites, FOLDS, seed, strata=strata)
    return dict(zip((page.id for page in pages), found.tolist(), strict=True))


def _held_out(
    shown: Sequence[Example],
    folds: dict[str, int],
    tested: int,
    settings: Settings,
    seed: int,
    progress: Progress,
) -> list[tuple[Example, Array]]:
    """Scores of pages by networks that have not seen their sites."""
    within = [number for number in range(tested) if number in folds.values()]
    size = NETWORKS if tested == FOLDS else 1
    jobs = [
        Job([e for e in shown if folds[e.page.id] != fold], seed * 1000 + number)
        for fold in within
        for number in range(size)
    ]
    networks = fit_all(jobs, settings, progress) if jobs else []
    held_out = []
    for i, fold in enumerate(within):
        team = networks[i * size : (i + 1) * size]
        for example in shown:
            if folds[example.page.id] == fold:
                each_says = np.stack([scores(weights, example.features) for weights in team])
                held_out.append((example, each_says.mean(axis=0)))
    return held_out


def _report(held_out: Sequence[tuple[Example, Array]], found: dict[str, list[float]]) -> Report:
    def predictions() -> Iterable[Prediction]:
        for example, z in held_out:
            roles, content = found[example.page.columns.kind]
            yield Prediction(
                example.page, example.form, softmax(z[:, :-1] / roles), sigmoid(z[:, -1] / content)
            )

    return report(predictions())


def _state(networks: Sequence[Weights], found: dict[str, list[float]]) -> dict[str, Any]:
    """The model as plain data; tables of tokens are rounded to half precision."""
    return {
        "schema": schema(),
        "roles": [role.value for role in ROLES],
        "temperatures": found,
        "networks": [
            {
                name: w.astype(np.float16) if name.startswith("table_") else w
                for name, w in weights.items()
            }
            for weights in networks
        ],
    }


def _manifest(version: str, pages: Sequence[AlignedPage], seed: int) -> dict[str, Any]:
    corpora: dict[str, list[AlignedPage]] = {}
    for page in pages:
        corpora.setdefault(page.id.partition(":")[0].partition("-")[0], []).append(page)
    return {
        "version": version,
        "created": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "labels": {role.value: label.value for role, label in LABEL_OF.items()},
        "schema": schema(),
        "seed": seed,
        "corpora": {name: _about(found) for name, found in sorted(corpora.items())},
        "libraries": {
            "boilerplate": __version__,
            "python": platform.python_version(),
            **{name: version_of(name) for name in ("numpy", "scipy", "joblib", "resiliparse")},
        },
    }


def _about(pages: Sequence[AlignedPage]) -> dict[str, Any]:
    """Size of a corpus, and a fingerprint that changes with any page or what is known of it."""
    digest = hashlib.sha256()
    for page in sorted(pages, key=lambda page: page.id):
        digest.update("\n".join([page.id, *page.columns.texts]).encode("utf-8", "replace"))
        digest.update(page.allowed.tobytes() + page.content.tobytes())
    return {
        "pages": len(pages),
        "sites": len({page.site for page in pages}),
        "blocks": sum(len(page.columns) for page in pages),
        "fingerprint": digest.hexdigest()[:16],
    }


def _version_in(out: Path | None) -> str:
    match = re.search(r"\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?=\.joblib$)", out.name if out else "")
    return match[0] if match else "0.0.0"
