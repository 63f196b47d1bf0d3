"""What is written for the terminal, caught as text."""

from __future__ import annotations

import shutil
from io import StringIO
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rich.console import Console

CONTROL: Final = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)), " ")
"""For ``str.translate``: what a page says must not move the cursor or colour the terminal."""


def console(width: int | None, colour: bool) -> Console:
    """A console to capture from.

    Parameters
    ----------
    width
        Columns; by default those of the terminal.
    colour
        Whether to write terminal colours.
    """
    from rich.console import Console

    return Console(
        file=StringIO(),
        width=width or shutil.get_terminal_size((100, 24)).columns,
        force_terminal=colour,
        no_color=None if colour else True,
        legacy_windows=False,
    )
