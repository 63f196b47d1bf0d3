"""``boilerplate explain``: why a block was labelled as it was."""

from __future__ import annotations

import json
import sys
from typing import Annotated, Literal

import typer

from boilerplate.cli.options import Kind, Model, Output
from boilerplate.cli.reading import label_each
from boilerplate.cli.writing import refuse_overwriting, write

EXAMPLES = """[bold]Examples[/bold]

boilerplate explain page.html --block 12

boilerplate explain page.html --block 12 --of caption

boilerplate explain page.html --block 12 --of main_content --format json"""


def explain(
    page: Annotated[
        str,
        typer.Argument(metavar="PAGE", help="A text or HTML file; - reads the standard input."),
    ],
    block: Annotated[
        int,
        typer.Option(
            "--block",
            "-b",
            metavar="N",
            min=0,
            help="The block, as [bold]boilerplate label[/bold] numbers it.",
        ),
    ],
    of: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="The answer to explain: a label, a role, or main_content; by default the"
            " block's label.",
            show_default=False,
        ),
    ] = None,
    top: Annotated[int, typer.Option(metavar="N", min=1, help="Rows of the table.")] = 12,
    format: Annotated[
        Literal["table", "json"] | None,
        typer.Option(
            "--format",
            "-f",
            help="By default a table on a terminal, JSON elsewhere.",
            show_default=False,
        ),
    ] = None,
    kind: Kind = "auto",
    model: Model = None,
    output: Output = None,
) -> None:
    """Tell what spoke for a block's label, and what against.

    Every part of what the model sees is taken away in turn, and the block is scored anew. A part
    spoke for the answer where the answer is less likely without it.
    """
    from boilerplate.model.labeler import load
    from boilerplate.output.explanation import render

    refuse_overwriting([page], output)
    failed: list[str] = []
    for _, labelled in label_each(load(model), [page], kind, failed):
        if block >= len(labelled):
            raise typer.BadParameter(
                f"the page has {len(labelled)} blocks, numbered from 0", param_hint="--block"
            )
        try:
            explanation = labelled.explain(block, of)
        except ValueError as error:
            raise typer.BadParameter(str(error), param_hint="--of") from error
        to_terminal = output is None and sys.stdout.isatty()
        if (format or ("table" if to_terminal else "json")) == "table":
            write([render(explanation, top=top, colour=to_terminal)], output)
        else:
            write([json.dumps(explanation.to_dict(), ensure_ascii=False, indent=2), "\n"], output)
    if failed:
        raise typer.Exit(1)
