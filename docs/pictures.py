"""Draw the README's picture of a labelled page: ``python docs/pictures.py``."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text

import boilerplate
from boilerplate.output.entry import Entry
from boilerplate.output.table import render

ROOT = Path(__file__).parents[1]
WIDTH = 108

if __name__ == "__main__":
    page = boilerplate.label((ROOT / "examples" / "river-radio.txt").read_bytes())
    console = Console(record=True, width=WIDTH, file=StringIO(), force_terminal=True)
    console.print(Text.from_ansi("".join(render([Entry(page)], width=WIDTH, colour=True))))
    target = ROOT / "docs" / "img" / "labelled.svg"
    console.save_svg(str(target), title="boilerplate label examples/river-radio.txt")
    print(target)
