"""A model measured on labelled pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from boilerplate.corpus.forms import forms, merged
from boilerplate.corpus.read import read_corpus
from boilerplate.evaluation.report import Prediction, Report, report
from boilerplate.model.labeler import Labeler


def evaluate(model: Labeler, corpora: Iterable[str | Path] | str | Path) -> Report:
    """Measure a model on labelled pages, HTML also in its forms as plain text.

    Parameters
    ----------
    model
        What :func:`boilerplate.load` returns. Use pages that it was not trained on.
    corpora
        Files and folders of labelled pages.

    Raises
    ------
    CorpusError
        If a corpus can't be read.
    """
    paths = [corpora] if isinstance(corpora, str | Path) else list(corpora)
    return report(_predictions(model, [Path(path) for path in paths]))


def _predictions(model: Labeler, paths: Iterable[Path]) -> Iterator[Prediction]:
    for page in merged(page for path in paths for page in read_corpus(path)):
        for form, shown in forms(page, seed=0):
            yield Prediction(shown, form, *model.probabilities([shown.columns]))
