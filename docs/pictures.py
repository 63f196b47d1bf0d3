"""Draw the pictures of README and documentation: ``python docs/pictures.py``.

All but the first are drawn from the benchmarks' CSV files; what these lack is left out.
Screenshots are another matter (``docs/screenshots.py``), and so is the diagram of the method, which
is drawn by hand.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text

import boilerplate
from boilerplate.output.entry import Entry
from boilerplate.output.table import render

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
from benchmarks.cells import Cells  # noqa: E402
from benchmarks.confusion import confusion_chart  # noqa: E402
from benchmarks.reliability import reliability_again  # noqa: E402
from benchmarks.scatter import scatter, spots  # noqa: E402

WIDTH = 108


def labelled() -> str:
    """The table of a radio station's page, as a terminal shows it."""
    page = boilerplate.label((ROOT / "examples" / "river-radio.txt").read_bytes())
    console = Console(record=True, width=WIDTH, file=StringIO(), force_terminal=True)
    console.print(Text.from_ansi("".join(render([Entry(page)], width=WIDTH, colour=True))))
    # Without fonts from elsewhere, and with a fixed id, which else changes with the text.
    title = "boilerplate label examples/river-radio.txt"
    svg = console.export_svg(title=title, unique_id="labelled")
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.S)


def pictures(results: Cells) -> Iterator[tuple[str, str]]:
    """All pictures, with where they belong in the documentation."""
    yield "img/labelled.svg", labelled()
    for what in ("labels", "roles"):
        table = f"{what.capitalize()} confused, role pages, HTML"
        if results.rows(table):
            yield f"benchmarks/confusion-{what}.svg", confusion_chart(results, table)
    if results.rows("Reliability of label probabilities"):
        yield "benchmarks/reliability.svg", reliability_again(results)
    if found := spots(results):
        yield "benchmarks/speed-accuracy.svg", scatter(found)


def main(argv: Sequence[str] | None = None) -> None:
    """Draw and write."""
    parser = argparse.ArgumentParser(prog="python docs/pictures.py", description=__doc__)
    parser.add_argument("--results", type=Path, default=ROOT / "docs" / "benchmarks")
    parser.add_argument("--out", type=Path, default=ROOT / "docs", help="folder of documentation")
    args = parser.parse_args(argv)
    results = Cells(args.results / "accuracy.csv", args.results / "speed.csv")
    for name, picture in pictures(results):
        target = args.out / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(picture, "utf-8")
        print(target)


if __name__ == "__main__":
    main()
