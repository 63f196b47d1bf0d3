"""From pieces of text to the standard output or a file."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

import typer


def write(pieces: Iterable[str], path: Path | None) -> None:
    """Write pieces as they come, to a file or to the standard output where `path` is None.

    The file is opened when the first piece is there: where nothing could be done, what it
    held stays.
    """
    pieces = iter(pieces)
    for first in pieces:
        if path is None:
            sys.stdout.writelines(chain([first], pieces))
        else:
            with path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
                file.writelines(chain([first], pieces))


def refuse_overwriting(sources: Iterable[str], path: Path | None) -> None:
    """Make sure that the output is none of the sources, which are read one by one.

    Raises
    ------
    typer.BadParameter
        If it is.
    """
    if path is None or not path.is_file():
        return
    for source in map(Path, sources):
        if source.is_file() and source.samefile(path):
            raise typer.BadParameter(f"{path} is one of the pages", param_hint="--output")
