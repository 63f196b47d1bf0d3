"""``boilerplate evaluate``: a model measured on labelled pages."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Annotated, Literal

import typer

from boilerplate.cli.options import Corpora, Model, Output
from boilerplate.cli.writing import write

EXAMPLES = """[bold]Examples[/bold]

boilerplate evaluate pages.jsonl

boilerplate evaluate corpus/ --model models/mine-1.0.0.joblib --format json"""


def evaluate(
    corpora: Corpora,
    model: Model = None,
    format: Annotated[
        Literal["table", "json"], typer.Option("--format", "-f", help="How to write the scores.")
    ] = "table",
    output: Output = None,
) -> None:
    """Measure a model on labelled pages; use pages it was not trained on."""
    from boilerplate.evaluation import evaluate
    from boilerplate.model.labeler import load

    report = evaluate(load(model), corpora)
    if format == "json":
        write([json.dumps(report.to_dict(), indent=2) + "\n"], output)
    else:
        write(_aligned(report.rows()), output)


def _aligned(rows: Sequence[tuple[str, object]]) -> Iterator[str]:
    width = max((len(name) for name, _ in rows), default=0)
    for name, value in rows:
        shown = f"{value:.3f}" if isinstance(value, float) else str(value)
        yield f"{name:<{width}}  {shown:>8}\n"
