"""``boilerplate model``: which models there are, and whether one is what it claims to be."""

from __future__ import annotations

import json
from typing import Annotated

import typer

app = typer.Typer(help="List, show and verify models.", no_args_is_help=True)

Spec = Annotated[
    str | None,
    typer.Argument(
        metavar="MODEL",
        help="Version or file of a model; by default the newest installed one.",
        show_default=False,
    ),
]


@app.command("list")
def list_models() -> None:
    """List the installed models, the newest last."""
    from boilerplate.model.artifact import available

    for version, path in available():
        typer.echo(f"{version}\t{path}")


@app.command()
def show(model: Spec = None) -> None:
    """Print a model's manifest: what it is, how it was trained and how well it does."""
    from boilerplate.model import artifact

    _, manifest = artifact.load(model)
    typer.echo(json.dumps(manifest, indent=2, ensure_ascii=False))


@app.command()
def verify(model: Spec = None) -> None:
    """Check that a model's file is whole, unchanged, nothing but data, and fits this code."""
    from boilerplate.model import artifact
    from boilerplate.model.labeler import load

    for line in artifact.verify(model):
        typer.echo(line)
    load(model)
    typer.echo("features and roles: those that this code computes")
