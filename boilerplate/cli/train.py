"""``boilerplate train``: a new model from labelled pages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from boilerplate.cli.options import Corpora
from boilerplate.cli.progress import shown_progress

EXAMPLES = """[bold]Examples[/bold]

boilerplate train pages.jsonl --out models/mine-1.0.0.joblib

boilerplate train corpus/ more.jsonl.gz --cross-validate --out models/mine-1.1.0.joblib"""


def train(
    corpora: Corpora,
    out: Annotated[
        Path,
        typer.Option("--out", "-o", metavar="FILE", dir_okay=False, help="Where the model goes."),
    ],
    version: Annotated[
        str | None,
        typer.Option(help="Version of the model; by default that in the file's name."),
    ] = None,
    seed: Annotated[int, typer.Option(help="The same seed gives the same model.")] = 0,
    cross_validate: Annotated[
        bool, typer.Option("--cross-validate", help="Also measure it on sites it has not seen.")
    ] = False,
) -> None:
    """Train a model on labelled pages and write it to a file."""
    # Better known before the training than after it.
    if out.suffix != ".joblib":
        raise typer.BadParameter(f"{out} does not end in .joblib", param_hint="--out")
    if not out.parent.is_dir():
        raise typer.BadParameter(f"no such folder: {out.parent}", param_hint="--out")
    from boilerplate.training import train

    with shown_progress() as progress:
        labeler = train(
            corpora,
            out=out,
            version=version,
            seed=seed,
            cross_validate=cross_validate,
            progress=progress,
        )
    typer.echo(f"{out}: model {labeler.version}")
