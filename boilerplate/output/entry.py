"""What every format gets: a page, perhaps its name, and which of its blocks to show."""

from __future__ import annotations

from typing import NamedTuple

from boilerplate.document import Block, Page
from boilerplate.labels import Role


class Entry(NamedTuple):
    """A page to be written.

    Attributes
    ----------
    page
        The labelled page.
    name
        Where the page came from; given where several pages are written together.
    keep
        The roles of the blocks to show; all where it is None.
    """

    page: Page
    name: str | None = None
    keep: frozenset[Role] | None = None

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks to show."""
        if self.keep is None:
            return self.page.blocks
        return tuple(block for block in self.page.blocks if block.role in self.keep)
