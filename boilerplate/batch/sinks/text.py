"""Text files, one a page, in a folder a part."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pyarrow as pa

from boilerplate.labels import Role

_LONGEST = 100
_UNSAFE = re.compile(r"[^0-9A-Za-z._-]+")


def write(pages: pa.Table, folder: Path, roles: frozenset[Role] | None) -> None:
    """Write the blocks of these roles, or the main content, of each page to a file.

    A file is called by the page's place in the part and its id.
    """
    folder.mkdir()
    wanted = None if roles is None else {role.value for role in roles}
    for number, page in enumerate(pages.to_pylist()):
        lines = (
            block["text"] + "\n"
            for block in page["blocks"]
            if (block["main_content"] if wanted is None else block["role"] in wanted)
        )
        name = _UNSAFE.sub("_", page["id"] or "")[-_LONGEST:].strip("._")
        path = folder / f"{number:06}-{name}.txt"
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(lines)
            file.flush()
            os.fsync(file.fileno())
