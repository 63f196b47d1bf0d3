"""What changes on a page from one model to another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from boilerplate.document import Block, Page


@dataclass(frozen=True, slots=True)
class Side:
    """What one of the two models says of a block."""

    label: str
    role: str
    probability: float
    main_content: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A block that the two models don't see alike.

    Attributes
    ----------
    index, text
        The block's place on the page, from 0, and its text.
    old, new
        What each of the models says of it.
    """

    index: int
    text: str
    old: Side
    new: Side

    @property
    def of_label(self) -> bool:
        """Whether it has another label."""
        return self.old.label != self.new.label

    @property
    def of_role(self) -> bool:
        """Whether it has another role."""
        return self.old.role != self.new.role

    @property
    def of_content(self) -> bool:
        """Whether it joins the main content or leaves it."""
        return self.old.main_content != self.new.main_content

    def to_dict(self) -> dict[str, Any]:
        """The change as plain dicts, strings and numbers."""
        return asdict(self)


@dataclass(slots=True)
class Tally:
    """How much changes over several pages."""

    pages: int = 0
    changed_pages: int = 0
    blocks: int = 0
    labels: int = 0
    roles: int = 0
    content: int = 0
    by_labels: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(self, blocks: int, found: list[Change]) -> None:
        """Count a page in, of that many blocks and with these changes."""
        self.pages += 1
        self.changed_pages += bool(found)
        self.blocks += blocks
        self.labels += sum(change.of_label for change in found)
        self.roles += sum(change.of_role for change in found)
        self.content += sum(change.of_content for change in found)
        for change in found:
            if change.of_label:
                pair = change.old.label, change.new.label
                self.by_labels[pair] = self.by_labels.get(pair, 0) + 1

    def lines(self) -> Iterator[str]:
        """Tell the sums, and from which labels to which, the most frequent first."""
        yield f"{self.changed_pages:,} of {self.pages:,} pages and, of {self.blocks:,} blocks,"
        yield f"  {self.labels:,} labels, {self.roles:,} roles, {self.content:,} of main content"
        for (old, new), count in sorted(self.by_labels.items(), key=lambda item: -item[1]):
            yield f"  {count:>6,}  {old} -> {new}"


def changes(old: Page, new: Page) -> list[Change]:
    """The blocks of a page whose label, role or place in the main content changes.

    Parameters
    ----------
    old, new
        The same page, as two models have labelled it.

    Raises
    ------
    ValueError
        If the pages don't have the same blocks.
    """
    if old.columns.texts != new.columns.texts:
        raise ValueError("these are not the same page")
    found = [
        Change(before.index, before.text, _side(before, was), _side(after, now))
        for before, after, was, now in zip(
            old.blocks, new.blocks, old.kept.tolist(), new.kept.tolist(), strict=True
        )
    ]
    return [change for change in found if change.of_role or change.of_content]


def _side(block: Block, kept: bool) -> Side:
    return Side(block.label.value, block.role.value, block.probability, kept)
