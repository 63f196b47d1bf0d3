"""Our predictions for pages of sites that the model has not seen, kept in files.

A file is named by all that its predictions depend on, so that a stale one is never used.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.fingerprint import fingerprint
from benchmarks.pages import with_annotations
from boilerplate.cli.progress import shown_progress
from boilerplate.corpus.forms import forms, merged
from boilerplate.corpus.read import read_corpus
from boilerplate.evaluation.report import Prediction
from boilerplate.training.crossval import held_out
from boilerplate.training.fit import Settings

SEED: Final = 0

Made = dict[str, Any]
"""How predictions were made: ``date``, ``settings`` of the network and ``depends`` on what."""


def obtain(
    corpus: Path, folder: Path | None, settings: Settings | None = None
) -> tuple[list[Prediction], Made]:
    """Predictions as they were kept, where all they depend on is unchanged; else made anew.

    Parameters
    ----------
    corpus
        Labelled pages.
    folder
        Where predictions are kept; None keeps them nowhere.
    settings
        Of the network, by default those of the recipe.
    """
    settings = settings or Settings()
    depends = fingerprint(corpus, settings, SEED)
    file = _file(folder, depends) if folder else None
    if file is not None and file.exists():
        return _read(file, corpus)
    if folder is not None:
        print(f"cross-validating{_why(folder, depends)}", file=sys.stderr, flush=True)
    with shown_progress() as progress:
        corpora = with_annotations(corpus)
        found = held_out(corpora, seed=SEED, settings=settings, progress=progress)
    return found, keep(found, depends, settings, file)


def keep(
    predictions: Sequence[Prediction],
    depends: dict[str, str],
    settings: Settings,
    file: Path | None,
) -> Made:
    """Write predictions to a file: the probabilities; pages are read from the corpus again."""
    made: Made = {
        "date": datetime.now(timezone.utc).strftime("%Y-%m-%d"),
        "settings": asdict(settings),
        "depends": depends,
    }
    if file is None:
        return made
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}.part")
    with part.open("wb") as out:
        np.savez_compressed(
            out,
            made=np.array(json.dumps(made)),
            ids=np.array([p.page.id for p in predictions]),
            forms=np.array([p.form for p in predictions]),
            lengths=np.array([len(p.content) for p in predictions], np.int64),
            roles=np.concatenate([p.roles for p in predictions]).astype(np.float32),
            content=np.concatenate([p.content for p in predictions]).astype(np.float32),
        )
    part.replace(file)
    return made


def _read(file: Path, corpus: Path) -> tuple[list[Prediction], Made]:
    with np.load(file, allow_pickle=False) as arrays:
        kept = {name: arrays[name] for name in arrays.files}
    cuts = np.cumsum(kept["lengths"])[:-1]
    keys = zip(kept["ids"].tolist(), kept["forms"].tolist(), strict=True)
    parts = zip(np.split(kept["roles"], cuts), np.split(kept["content"], cuts), strict=True)
    index = dict(zip(keys, parts, strict=True))
    predictions = [
        Prediction(shown, form, *index.pop((shown.id, form)))
        for page in merged(read_corpus(corpus))
        for form, shown, *_ in forms(page, SEED)
    ]
    assert not index
    return predictions, json.loads(str(kept["made"]))


def _file(folder: Path, depends: dict[str, str]) -> Path:
    key = hashlib.sha256(json.dumps(depends, sort_keys=True).encode()).hexdigest()[:12]
    return folder / f"predictions-{key}.npz"


def _why(folder: Path, depends: dict[str, str]) -> str:
    """What has changed since the newest predictions that were kept."""
    files = sorted(folder.glob("predictions-*.npz"), key=lambda file: file.stat().st_mtime)
    if not files:
        return ""
    with np.load(files[-1], allow_pickle=False) as arrays:
        before = json.loads(str(arrays["made"]))["depends"]
    changed = [name for name, value in depends.items() if before.get(name) != value]
    return f" again: {', '.join(changed)} changed since {files[-1].name}"
