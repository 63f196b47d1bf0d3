"""An explanation for the terminal: what spoke for an answer about a block, and what against."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from boilerplate.output.terminal import CONTROL, console

if TYPE_CHECKING:
    from rich.table import Table

    from boilerplate.model.explain import Explanation, Reason


def render(
    explanation: Explanation, *, top: int = 12, width: int | None = None, colour: bool = False
) -> str:
    """Write the block, the families of features, and the single ones that mattered most.

    Parameters
    ----------
    explanation
        What is to be shown.
    top
        Single reasons to show.
    width
        Columns of the table; by default those of the terminal.
    colour
        Whether to write terminal colours.
    """
    from rich.text import Text

    terminal = console(width, colour)
    block = explanation.block
    with terminal.capture() as captured:
        terminal.print(
            Text(f"{block.index}  {block.text.translate(CONTROL)}"),
            no_wrap=True,
            overflow="ellipsis",
        )
        kept = "kept as main content" if explanation.kept else "not kept as main content"
        terminal.print(f"{block.label} · {block.role} · {block.probability:.3f} · {kept}")
        terminal.print(_table(explanation, explanation.reasons[:top]))
    return captured.get()


def _table(explanation: Explanation, single: Sequence[Reason]) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        padding=(0, 1, 0, 0),
        expand=True,
        caption=f"{explanation.of}: {explanation.probability:.3f} with everything",
        caption_justify="left",
    )
    table.add_column("taken away", no_wrap=True, overflow="ellipsis", ratio=1)
    table.add_column("value", justify="right", no_wrap=True)
    table.add_column("family", no_wrap=True, style="dim")
    table.add_column("log-odds", justify="right", no_wrap=True)
    table.add_column("prob. without", justify="right", no_wrap=True)
    for reasons in (explanation.families, single):
        for reason in reasons:
            table.add_row(
                Text(reason.name.translate(CONTROL)),
                "" if reason.value is None else f"{reason.value:.3g}",
                reason.family,
                Text(f"{reason.effect:+.2f}", style="green" if reason.effect > 0 else "red"),
                f"{reason.without:.3f}",
            )
        table.add_section()
    return table
