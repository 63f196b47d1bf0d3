"""The recipe of a model, from labelled pages to a file; read it from top to bottom."""

from __future__ import annotations

import hashlib
import platform
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime, timezone
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Any

from boilerplate._version import __version__
from boilerplate.corpus.align import AlignedPage
from boilerplate.evaluation.report import report
from boilerplate.features import schema
from boilerplate.labels import LABEL_OF
from boilerplate.model import artifact
from boilerplate.model.labeler import Labeler
from boilerplate.model.network import packed
from boilerplate.training import crossval
from boilerplate.training.calibration import temperatures
from boilerplate.training.crossval import FOLDS, calibrated, read_examples
from boilerplate.training.estimator import PageClassifier
from boilerplate.training.examples import Example
from boilerplate.training.fit import Settings
from boilerplate.training.progress import Progress, Silence


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
        :func:`boilerplate.corpus.read.read_corpora`.
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
    paths = [Path(p) for p in ([corpora] if isinstance(corpora, str | Path) else corpora)]

    shown = read_examples(paths, seed, progress)

    estimator = PageClassifier(settings or Settings(), random_state=seed)

    progress.stage("Cross-validation" if cross_validate else "Calibration")
    scored = crossval.cross_validate(shown, FOLDS if cross_validate else 1, estimator, progress)
    found = temperatures(scored)

    progress.stage("Training")
    estimator.fit(shown, progress=progress)
    estimator.temperatures_ = found

    state = _state(estimator)
    manifest = _manifest(version or _version_in(out), shown, estimator)
    if cross_validate:
        manifest["scores"] = report(calibrated(scored, found)).to_dict()
        manifest["scores_by"] = f"{FOLDS}-fold cross-validation by site"
    if out is not None:
        artifact.save(state, manifest, out)
    return Labeler(state, manifest)


def _state(estimator: PageClassifier) -> dict[str, Any]:
    """The model as plain data."""
    return {
        "schema": schema(),
        "roles": estimator.classes_.tolist(),
        "temperatures": estimator.temperatures_,
        "networks": [packed(weights) for weights in estimator.networks_],
    }


def _manifest(version: str, shown: Sequence[Example], estimator: PageClassifier) -> dict[str, Any]:
    corpora: dict[str, list[AlignedPage]] = {}
    for page in [example.page for example in shown if example.form in ("html", "text")]:
        corpora.setdefault(page.corpus, []).append(page)
    return {
        "version": version,
        "created": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "labels": {role.value: label.value for role, label in LABEL_OF.items()},
        "schema": schema(),
        "seed": estimator.random_state,
        "networks": estimator.networks,
        "settings": asdict(estimator.settings),
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
        "pages_with_roles": sum(page.grade in ("roles", "annotated") for page in pages),
        "sites": len({page.site for page in pages}),
        "blocks": sum(len(page.columns) for page in pages),
        "fingerprint": digest.hexdigest()[:16],
    }


def _version_in(out: Path | None) -> str:
    match = re.search(r"\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?=\.joblib$)", out.name if out else "")
    return match[0] if match else "0.0.0"
