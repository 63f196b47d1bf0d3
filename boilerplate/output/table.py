"""A table for the terminal: one block a row, coloured by label, cropped to the width."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from boilerplate.labels import Label
from boilerplate.output.entry import Entry
from boilerplate.output.terminal import CONTROL, console

_STYLES = {
    Label.PLAYER_CHROME: "magenta",
    Label.CAPTION: "yellow",
    Label.BODY: "green",
    Label.FOOTER: "blue",
}


def render(
    entries: Iterable[Entry], *, width: int | None = None, colour: bool = False
) -> Iterator[str]:
    """Yield a table for each page, under its name where it has one.

    Parameters
    ----------
    entries
        The pages.
    width
        Columns of the table; by default those of the terminal.
    colour
        Whether to write terminal colours.
    """
    from rich import box
    from rich.table import Table
    from rich.text import Text

    terminal = console(width, colour)
    for entry in entries:
        table = Table(
            box=box.SIMPLE_HEAD,
            pad_edge=False,
            padding=(0, 1, 0, 0),
            expand=True,
            title_justify="left",
        )
        if entry.name is not None:
            table.title = Text(entry.name.translate(CONTROL), style="bold")
        table.add_column("", justify="right", style="dim")
        table.add_column("label", no_wrap=True)
        table.add_column("prob.", justify="right", no_wrap=True)
        table.add_column("role", no_wrap=True)
        table.add_column("text", no_wrap=True, overflow="ellipsis", ratio=1)
        for block in entry.blocks:
            style = _STYLES[block.label]
            table.add_row(
                str(block.index),
                Text(block.label.value, style=style),
                f"{block.probability:.2f}",
                Text(block.role.value, style=style),
                Text(
                    block.text.translate(CONTROL),
                    style="" if entry.page.kept[block.index] else "dim",
                ),
            )
        with terminal.capture() as captured:
            terminal.print(table)
        yield captured.get()
