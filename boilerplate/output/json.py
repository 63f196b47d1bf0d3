"""JSON: a page as one object with everything the model says about it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from boilerplate.output.entry import Entry


def render(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield a page as an object, or named pages as an array of objects."""
    opened = False
    for entry in entries:
        text = json.dumps(_page(entry), ensure_ascii=False, indent=2)
        if entry.name is None:
            yield text + "\n"
        else:
            yield (",\n" if opened else "[\n") + text
            opened = True
    if opened:
        yield "\n]\n"


def _page(entry: Entry) -> dict[str, Any]:
    source = {} if entry.name is None else {"page": entry.name}
    page = source | entry.page.to_dict()
    if entry.keep is not None:
        shown = {block.index for block in entry.blocks}
        page["blocks"] = [block for block in page["blocks"] if block["index"] in shown]
    return page
