"""A model measured on labelled pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from boilerplate.corpus.forms import forms, merged
from boilerplate.corpus.read import read_corpora
from boilerplate.evaluation.report import Prediction, Report, Tally, report
from boilerplate.model.labeler import Labeler


def evaluate(
    model: Labeler,
    corpora: Iterable[str | Path] | str | Path,
    *,
    report_to: str | Path | None = None,
) -> Report:
    """Measure a model on labelled pages, HTML also in its forms as plain text.

    Parameters
    ----------
    model
        What :func:`boilerplate.load` returns. Use pages that it was not trained on.
    corpora
        Files and folders of labelled pages.
    report_to
        A folder to write an HTML report to: scores by type of page, language and length,
        confusions with examples, and the worst pages block by block.

    Raises
    ------
    CorpusError
        If a corpus can't be read.
    OSError
        If the report can't be written.
    """
    paths = [Path(p) for p in ([corpora] if isinstance(corpora, str | Path) else corpora)]
    about = f"Model {model.version} on {', '.join(path.name for path in paths)}"
    return measured(_predictions(model, paths), about, report_to)


def measured(
    predictions: Iterable[Prediction], about: str, report_to: str | Path | None = None
) -> Report:
    """Score predictions; with a folder, also write an HTML report there, headed by `about`."""
    if report_to is None:
        return report(predictions)
    from boilerplate.evaluation.html import write_report

    tally = Tally()
    write_report(tally.passing(predictions), Path(report_to), about)
    return tally.report()


def _predictions(model: Labeler, paths: Iterable[Path]) -> Iterator[Prediction]:
    for page in merged(read_corpora(paths)):
        for form, shown in forms(page, seed=0):
            yield Prediction(shown, form, *model.probabilities([shown.columns]))
