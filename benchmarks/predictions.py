"""Our predictions for pages of sites that the model has not seen, kept in a file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Final
from zlib import crc32

import numpy as np

from boilerplate.cli.progress import shown_progress
from boilerplate.corpus.align import AlignedPage
from boilerplate.corpus.forms import forms, merged
from boilerplate.corpus.read import read_corpus
from boilerplate.evaluation.report import Prediction
from boilerplate.features import schema
from boilerplate.training.crossval import held_out
from boilerplate.training.fit import Settings

_SEED: Final = 0

Made = dict[str, Any]
"""How predictions were made: ``date``, ``settings`` of the network and ``schema`` of features."""


def obtain(
    corpus: Path, file: Path | None, settings: Settings | None = None
) -> tuple[list[Prediction], Made]:
    """Predictions from a file where it is there, else by cross-validation.

    Parameters
    ----------
    corpus
        Labelled pages.
    file
        Where predictions are kept; None keeps them nowhere.
    settings
        Of the network, where it has to be trained.

    Raises
    ------
    ValueError
        If the file's predictions are for other pages, blocks or features than those of now.
    """
    if file is not None and file.exists():
        return _read(file, corpus)
    settings = settings or Settings()
    with shown_progress() as progress:
        found = held_out([corpus], seed=_SEED, settings=settings, progress=progress)
    made: Made = {
        "date": datetime.now(timezone.utc).strftime("%Y-%m-%d"),
        "settings": asdict(settings),
        "schema": schema(),
    }
    if file is not None:
        _write(found, made, file)
    return found, made


def _write(predictions: Sequence[Prediction], made: Made, file: Path) -> None:
    """Keep the probabilities; the pages themselves are read from the corpus again."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}.part")
    with part.open("wb") as out:
        np.savez_compressed(
            out,
            made=np.array(json.dumps(made)),
            ids=np.array([p.page.id for p in predictions]),
            forms=np.array([p.form for p in predictions]),
            digests=np.array([_digest(p.page) for p in predictions], np.uint32),
            lengths=np.array([len(p.content) for p in predictions], np.int64),
            roles=np.concatenate([p.roles for p in predictions]).astype(np.float32),
            content=np.concatenate([p.content for p in predictions]).astype(np.float32),
        )
    part.replace(file)


def _read(file: Path, corpus: Path) -> tuple[list[Prediction], Made]:
    with np.load(file, allow_pickle=False) as arrays:
        kept = {name: arrays[name] for name in arrays.files}
    made: Made = json.loads(str(kept["made"]))
    if made["schema"] != schema():
        raise ValueError(f"{file}: made with other features than those of now; remove it")
    cuts = np.cumsum(kept["lengths"])[:-1]
    probabilities = zip(
        kept["digests"].tolist(),
        np.split(kept["roles"], cuts),
        np.split(kept["content"], cuts),
        strict=True,
    )
    keys = zip(kept["ids"].tolist(), kept["forms"].tolist(), strict=True)
    index = dict(zip(keys, probabilities, strict=True))
    predictions = []
    for form, page in _shown(corpus):
        said = index.pop((page.id, form), None)
        if said is None or said[0] != _digest(page):
            raise ValueError(f"{file}: not of {corpus} as it is cut now ({page.id}); remove it")
        predictions.append(Prediction(page, form, said[1], said[2]))
    if index:
        raise ValueError(f"{file}: {len(index)} of its pages are not in {corpus}; remove it")
    return predictions, made


def _shown(corpus: Path) -> Iterator[tuple[str, AlignedPage]]:
    for page in merged(read_corpus(corpus)):
        for form, shown, *_ in forms(page, _SEED):
            yield form, shown


def _digest(page: AlignedPage) -> int:
    return crc32("\n".join(page.columns.texts).encode("utf-8", "surrogatepass"))
