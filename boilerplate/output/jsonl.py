"""JSON Lines: one block a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from boilerplate.output.entry import Entry


def render(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield one JSON object a line; named pages lead each line with ``"page"``."""
    for entry in entries:
        source = {} if entry.name is None else {"page": entry.name}
        for block in entry.blocks:
            yield json.dumps(source | block.to_dict(), ensure_ascii=False) + "\n"
