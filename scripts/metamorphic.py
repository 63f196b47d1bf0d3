"""How well labels hold: ``python scripts/metamorphic.py PAGE... > docs/metamorphic.md``.

Every page (HTML or text, also gzipped) is labelled, changed in each of the ways of
``fuzz/changes.py`` and labelled again. The table tells which share of the blocks that a change has
not touched keep their label, and in how many pages anything was touched or moved. ``--model`` names
another model than the newest. Exit code 1 where fewer than 97 % hold.
"""

from __future__ import annotations

import argparse
import gzip
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from boilerplate.document import Page  # noqa: E402
from boilerplate.model.labeler import Labeler, load  # noqa: E402
from fuzz.changes import CHANGES, normal, untouched  # noqa: E402

GOAL: Final = 0.97
LARGEST: Final = 1500
"""Blocks of a page beyond which it is left out: comparing its texts takes too long."""


def main() -> int:
    """Measure and write the table."""
    parser = argparse.ArgumentParser(description="Measure how well labels hold.")
    parser.add_argument("pages", nargs="+", type=Path)
    parser.add_argument("--model")
    options = parser.parse_args()
    counts = measure(load(options.model), options.pages)
    print("| change | pages | untouched blocks | keep their label | of the changed blocks |")
    print("|---|--:|--:|--:|--:|")
    for name, (pages, blocks, held, touched, touched_held) in counts.items():
        changed = f"{touched_held / touched:.1%} of {touched:,}" if touched else ""
        share = f"{held / blocks:.2%}" if blocks else ""
        print(f"| {name} | {pages:,} | {blocks:,} | {share} | {changed} |")
    return int(any(held < GOAL * blocks for _, blocks, held, *_ in counts.values()))


def measure(model: Labeler, paths: list[Path]) -> dict[str, list[int]]:
    """For each change: pages, untouched blocks and those that hold, touched and those that hold."""
    counts = {name: [0] * 5 for name in CHANGES}
    for before, source in labelled(model, paths):
        for name, (change, kinds) in CHANGES.items():
            if before.kind not in kinds:
                continue
            new, kind, touched = change(before, source)
            if new == source:
                continue
            after = model.label(new, kind)
            pairs = untouched(before, after, touched)
            moved = len(before) == len(after) and touched
            again = [(before.blocks[i], after.blocks[i]) for i in touched] if moved else []
            for i, value in enumerate(
                (
                    *(1, len(pairs), sum(a.label is b.label for a, b in pairs)),
                    *(len(again), sum(a.label is b.label for a, b in again)),
                )
            ):
                counts[name][i] += value
    return counts


def labelled(model: Labeler, paths: list[Path]) -> Iterator[tuple[Page, str]]:
    """The pages, labelled, with the sources that they were labelled from."""
    from boilerplate.page.decode import decode

    for path in paths:
        data = path.read_bytes()
        source = decode(gzip.decompress(data) if path.suffix == ".gz" else data)
        page = model.label(source)
        if page.kind == "html":
            source = normal(source)
            page = model.label(source, "html")
        if len(page) <= LARGEST:
            yield page, source


if __name__ == "__main__":
    sys.exit(main())
