"""How the command line ends when something goes wrong: one line, and the right exit code."""

from __future__ import annotations

import os
import sys
from typing import Any

import typer
from typer.core import TyperGroup

from boilerplate.errors import BoilerplateError


class Commands(TyperGroup):
    """A group of commands that ends quietly on every failure a user can meet.

    Exit codes are 0 for done, 1 for failed, 2 for wrong usage and 130 for an interrupt.
    """

    def invoke(self, ctx: Any) -> Any:
        """Run the chosen command."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BoilerplateError as error:
            report(str(error))
            raise typer.Exit(1) from error
        except KeyboardInterrupt as error:
            raise typer.Exit(130) from error
        except BrokenPipeError as error:
            _discard_output()  # the reader has seen enough
            raise typer.Exit(0) from error
        except OSError as error:
            cause = error.strerror or str(error)
            report(f"{error.filename}: {cause}" if error.filename else cause)
            _discard_output()
            raise typer.Exit(1) from error
        return result


def report(message: str) -> None:
    """Write one line about a failure to the error stream."""
    typer.echo("boilerplate: " + " ".join(message.split()), err=True)


def _discard_output() -> None:
    """Send what is still buffered nowhere, so that Python's last flush can't fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
