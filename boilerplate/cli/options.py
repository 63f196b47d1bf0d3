"""The options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from boilerplate.document import roles_named
from boilerplate.labels import Role

Pages = Annotated[
    list[str],
    typer.Argument(metavar="PAGE", help="Text or HTML files; - reads the standard input."),
]
Corpora = Annotated[
    list[Path],
    typer.Argument(metavar="CORPUS", help="Labelled pages: files or folders."),
]
Kind = Annotated[
    Literal["auto", "text", "html"],
    typer.Option(help="What the pages are; by default found out from each page."),
]
Model = Annotated[
    str | None,
    typer.Option(
        "--model",
        "-m",
        metavar="MODEL",
        help="Version or file of a model; by default the newest installed one.",
        show_default=False,
    ),
]
Keep = Annotated[
    list[str] | None,
    typer.Option(
        "--keep",
        "-k",
        metavar="NAME,...",
        help="Only blocks with these labels or roles.",
        show_default=False,
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        dir_okay=False,
        help="Write to a file instead of the standard output.",
        show_default=False,
    ),
]


def kept_roles(keep: list[str] | None) -> frozenset[Role] | None:
    """The roles that ``--keep`` names, or None where it is absent.

    Raises
    ------
    typer.BadParameter
        If a name is neither a label nor a role.
    """
    if not keep:
        return None
    names = [name.strip() for value in keep for name in value.split(",")]
    try:
        return roles_named(name for name in names if name)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--keep") from error
