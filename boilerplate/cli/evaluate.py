"""``boilerplate evaluate``: a model measured on labelled pages."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from boilerplate.cli.options import Corpora, Model, Output
from boilerplate.cli.progress import shown_progress
from boilerplate.cli.writing import write

if TYPE_CHECKING:
    from boilerplate.evaluation import Report

EXAMPLES = """[bold]Examples[/bold]

boilerplate evaluate pages.jsonl

boilerplate evaluate corpus/ --model models/mine-1.0.0.joblib --format json

boilerplate evaluate pages.jsonl --report report/

boilerplate evaluate corpus/ --cross-validate --report report/"""


def evaluate(
    corpora: Corpora,
    model: Model = None,
    format: Annotated[
        Literal["table", "json"], typer.Option("--format", "-f", help="How to write the scores.")
    ] = "table",
    report: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            file_okay=False,
            help="Also write an HTML report: scores, confusions, the worst pages block by block.",
            show_default=False,
        ),
    ] = None,
    cross_validate: Annotated[
        bool,
        typer.Option(
            "--cross-validate",
            help="Measure the recipe instead, trained anew on other sites five times.",
        ),
    ] = False,
    seed: Annotated[int, typer.Option(help="Seed of the cross-validation.")] = 0,
    output: Output = None,
) -> None:
    """Measure a model on labelled pages; use pages it was not trained on."""
    if cross_validate and model is not None:
        raise typer.BadParameter("not with --cross-validate", param_hint="--model")
    if cross_validate:
        scores = _cross_validated(corpora, seed, report)
    else:
        scores = _evaluated(model, corpora, report)
    if format == "json":
        write([json.dumps(scores.to_dict(), indent=2) + "\n"], output)
    else:
        write(_aligned(scores.rows()), output)
    if report is not None:
        typer.echo(f"{report / 'index.html'}: report", err=True)


def _evaluated(model: str | None, corpora: Sequence[Path], report: Path | None) -> Report:
    from boilerplate.evaluation import evaluate
    from boilerplate.model.labeler import load

    return evaluate(load(model), corpora, report_to=report)


def _cross_validated(corpora: Sequence[Path], seed: int, report: Path | None) -> Report:
    from boilerplate.evaluation.measure import measured
    from boilerplate.training.crossval import FOLDS, held_out

    with shown_progress() as progress:
        predictions = held_out(corpora, seed=seed, progress=progress)
    about = f"{FOLDS}-fold cross-validation by site on {', '.join(p.name for p in corpora)}"
    return measured(predictions, about, report)


def _aligned(rows: Sequence[tuple[str, object]]) -> Iterator[str]:
    width = max((len(name) for name, _ in rows), default=0)
    for name, value in rows:
        shown = f"{value:.3f}" if isinstance(value, float) else str(value)
        yield f"{name:<{width}}  {shown:>8}\n"
