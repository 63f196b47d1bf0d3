"""The command line: one file a command, none of them with logic of its own."""

from __future__ import annotations

import sys
from io import TextIOWrapper
from typing import Annotated

import typer

from boilerplate._version import __version__
from boilerplate.cli import (
    annotate,
    batch,
    evaluate,
    explain,
    extract,
    label,
    model,
    serve,
    train,
)
from boilerplate.cli.failures import Commands

app = typer.Typer(
    name="boilerplate",
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Every command has examples: [bold]boilerplate label --help[/bold]",
)
app.command(epilog=label.EXAMPLES)(label.label)
app.command(epilog=extract.EXAMPLES)(extract.extract)
app.command(epilog=explain.EXAMPLES)(explain.explain)
app.command(epilog=batch.EXAMPLES)(batch.batch)
app.command(epilog=train.EXAMPLES)(train.train)
app.command(epilog=evaluate.EXAMPLES)(evaluate.evaluate)
app.command(epilog=annotate.EXAMPLES)(annotate.annotate)
app.command(epilog=serve.EXAMPLES)(serve.serve)
app.add_typer(model.app, name="model")


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"boilerplate {__version__}")
        raise typer.Exit


@app.callback()
def boilerplate(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version and exit."
        ),
    ] = False,
) -> None:
    """Say what every block of a web page is for: body, caption, player_chrome or footer."""


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # File names and pages may hold what the terminal's encoding can't say.
            stream.reconfigure(errors="backslashreplace")
    app(prog_name="boilerplate")
