"""``boilerplate model``: which models there are, what they claim, and whether it is so."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from boilerplate.cli.options import Kind, Output, Pages

if TYPE_CHECKING:
    from boilerplate.model.changes import Change, Side

_WIDTH = 60
"""Characters of a block that a line shows."""

DIFF_EXAMPLES = """[bold]Examples[/bold]

boilerplate model diff 1.0.0 1.1.0 *.html

boilerplate model diff 1.0.0 mine-1.0.0.joblib --format jsonl pages/*.txt"""

app = typer.Typer(help="List, show, verify, compare and sign models.", no_args_is_help=True)

Spec = Annotated[
    str | None,
    typer.Argument(
        metavar="MODEL",
        help="Version or file of a model; by default the newest installed one.",
        show_default=False,
    ),
]
Key = Annotated[
    str | None,
    typer.Option(
        "--key",
        metavar="KEY",
        help="A minisign public key, or its .pub file, by which the model must be signed.",
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
def verify(model: Spec = None, key: Key = None) -> None:
    """Check that a model is whole, nothing but data, fits this code and answers as it should."""
    from boilerplate.model import artifact
    from boilerplate.model.labeler import checked

    for line in artifact.verify(model, key=key):
        typer.echo(line)
    _, difference = checked(*artifact.load(model, key=key))
    typer.echo("features and roles: those that this code computes")
    if difference is None:
        typer.echo("probes: none, it was made before there were any")
    else:
        typer.echo(f"probes: answered as where it was made (largest difference {difference:.1g})")


@app.command()
def sign(
    secret_key: Annotated[
        Path, typer.Argument(metavar="KEY", help="The file of a minisign secret key.")
    ],
    model: Spec = None,
) -> None:
    """Sign a model's manifest, which tells the SHA-256 of its file, with minisign.

    The password of an encrypted key is asked for, or read from the standard input.
    """
    from boilerplate.model import artifact, signing

    password = None
    if signing.is_encrypted(secret_key):
        password = typer.prompt("Password", hide_input=True, err=True)
    typer.echo(artifact.sign(model, secret_key, password=password))


@app.command(epilog=DIFF_EXAMPLES)
def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="Version or file of a model.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="Version or file of another.")],
    pages: Pages,
    format: Annotated[
        Literal["lines", "jsonl"], typer.Option("--format", "-f", help="How to write changes.")
    ] = "lines",
    kind: Kind = "auto",
    output: Output = None,
) -> None:
    """Show what changes on pages from one model to another: labels, roles, main content.

    A block's label and role are followed by + where it is main content, and by - where not.
    """
    from boilerplate.cli.reading import each
    from boilerplate.cli.writing import refuse_overwriting, write
    from boilerplate.model.changes import Tally, changes
    from boilerplate.model.labeler import load

    refuse_overwriting(pages, output)
    before, after = load(old), load(new)
    failed: list[str] = []
    tally = Tally()

    def compared(data: bytes) -> list[Change]:
        page = before.label(data, kind)
        found = changes(page, after.label(data, kind))
        tally.add(len(page), found)
        return found

    shown = _json_lines if format == "jsonl" else _lines
    found = each(compared, pages, failed)
    write((line for name, changed in found for line in shown(name, changed)), output)
    if format == "lines":
        typer.echo("\n".join(tally.lines()))
    if failed:
        raise typer.Exit(1)


def _json_lines(name: str, changed: list[Change]) -> Iterator[str]:
    for change in changed:
        yield json.dumps({"page": name} | change.to_dict(), ensure_ascii=False) + "\n"


def _lines(name: str, changed: list[Change]) -> Iterator[str]:
    for change in changed:
        text = " ".join(change.text.split())
        text = text if len(text) <= _WIDTH else f"{text[: _WIDTH - 1]}…"
        seen = f"{_seen(change.old)} -> {_seen(change.new)}"
        yield f"{name}:{change.index}: {seen}  {text}\n"


def _seen(side: Side) -> str:
    content = "+" if side.main_content else "-"
    return f"{side.label}/{side.role}{content}"
