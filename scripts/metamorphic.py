"""How well labels hold: ``python scripts/metamorphic.py PAGE... > docs/metamorphic.md``.

Every page (HTML or text, also gzipped) is labelled, changed in each of the ways of
``fuzz/changes.py`` and labelled again. The table tells which share of the blocks that a change has
not touched keep their label, and in how many pages anything was touched or moved. ``--model`` names
another model than the newest; ``--flips 10`` adds, of what does not hold, the ten commonest changes
of role. Exit code 1 where fewer than 97 % hold.
"""

from __future__ import annotations

import argparse
import gzip
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from boilerplate.document import Block, Page  # noqa: E402
from boilerplate.model.labeler import Labeler, load  # noqa: E402
from fuzz.changes import CHANGES, normal, untouched  # noqa: E402

GOAL: Final = 0.97
LARGEST: Final = 1500
"""Blocks of a page beyond which it is left out: comparing its texts takes too long."""


@dataclass(slots=True)
class Held:
    """What one change has left of the labels."""

    pages: int = 0
    blocks: int = 0
    held: int = 0
    touched: int = 0
    touched_held: int = 0
    flips: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, pairs: list[tuple[Block, Block]], touched: list[tuple[Block, Block]]) -> None:
        """Count a page: its untouched blocks before and after the change, and the touched ones."""
        self.pages += 1
        self.blocks += len(pairs)
        self.held += sum(a.label is b.label for a, b in pairs)
        self.touched += len(touched)
        self.touched_held += sum(a.label is b.label for a, b in touched)
        self.flips.update((a.role.value, b.role.value) for a, b in pairs if a.label is not b.label)


def main() -> int:
    """Measure and write the tables."""
    parser = argparse.ArgumentParser(description="Measure how well labels hold.")
    parser.add_argument("pages", nargs="+", type=Path)
    parser.add_argument("--model", help="version or file; by default the newest")
    parser.add_argument("--flips", type=int, default=0, metavar="N", help="the N commonest, too")
    options = parser.parse_args()
    found = measure(load(options.model), options.pages)
    print("| change | pages | untouched blocks | keep their label | of the changed blocks |")
    print("|---|--:|--:|--:|--:|")
    for name, kept in found.items():
        share = f"{kept.held / kept.blocks:.2%}" if kept.blocks else ""
        changed = f"{kept.touched_held / max(kept.touched, 1):.1%} of {kept.touched:,}"
        row = (f"{kept.pages:,}", f"{kept.blocks:,}", share, changed if kept.touched else "")
        print(f"| {name} | {' | '.join(row)} |")
    if options.flips:
        print("\n| change | role before | role after | blocks |\n|---|---|---|--:|")
        for name, kept in found.items():
            for (before, after), blocks in kept.flips.most_common(options.flips):
                print(f"| {name} | {before} | {after} | {blocks:,} |")
    return int(any(kept.held < GOAL * kept.blocks for kept in found.values()))


def measure(model: Labeler, paths: list[Path]) -> dict[str, Held]:
    """Make each change to each page, and count what holds."""
    found = {name: Held() for name in CHANGES}
    for before, source in labelled(model, paths):
        for name, (change, kinds) in CHANGES.items():
            if before.kind not in kinds:
                continue
            new, kind, touched = change(before, source)
            if new == source:
                continue
            after = model.label(new, kind)
            moved = len(before) == len(after) and touched
            again = [(before.blocks[i], after.blocks[i]) for i in touched] if moved else []
            found[name].add(untouched(before, after, touched), again)
    return found


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
