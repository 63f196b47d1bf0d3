"""What a run has come to so far, read from its books."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from boilerplate.batch import done
from boilerplate.batch.folder import bookkeeping
from boilerplate.batch.records import INPUT
from boilerplate.labels import LABELS, Label


@dataclass(frozen=True)
class Summary:
    """What is in the output.

    Attributes
    ----------
    pages
        Labelled pages.
    blocks, characters
        How many of each label they have.
    errors
        Pages that could not be labelled, and inputs that could not be read to their end.
    unread
        These inputs, with the reason.
    """

    pages: int
    blocks: dict[Label, int]
    characters: dict[Label, int]
    errors: int
    unread: dict[str, str]

    @property
    def body_share(self) -> float:
        """The share of the body in all text, in characters."""
        return self.characters[Label.BODY] / max(sum(self.characters.values()), 1)


def summary(out: Path) -> Summary:
    """Tell what a run has come to so far."""
    pages = errors = 0
    blocks: Counter[str] = Counter()
    characters: Counter[str] = Counter()
    unread: dict[str, str] = {}
    for part in parts_done(out):
        pages += part.pages
        errors += len(part.errors)
        blocks.update(part.blocks)
        characters.update(part.characters)
        unread |= {row["id"]: row["error"] for row in part.errors if row["stage"] == INPUT}
    by_label = {label: blocks[label.value] for label in LABELS}
    sizes = {label: characters[label.value] for label in LABELS}
    return Summary(pages, by_label, sizes, errors, unread)


def parts_done(out: Path) -> Iterator[done.Part]:
    """Yield the parts of the output that are done, in the order of the inputs."""
    folder = bookkeeping(out) / "done"
    for path in sorted(folder.glob("*.jsonl")):
        yield from done.load(out, int(path.stem))[0]
