r"""Tab-separated values: one block a line under a line of names.

In texts a tab is written ``\t``, a line break ``\n`` or ``\r`` and a backslash ``\\``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from boilerplate.output.entry import Entry

_NAMES = ("index", "text", "label", "role", "probability", "start", "end")
_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def render(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield the line of names, then the blocks; named pages have a leading column ``page``."""
    headed = False
    for entry in entries:
        if not headed:
            yield _line(_NAMES if entry.name is None else ("page", *_NAMES))
            headed = True
        source = () if entry.name is None else (entry.name,)
        for block in entry.blocks:
            yield _line((*source, *block.to_dict().values()))


def _line(values: Iterable[object]) -> str:
    return "\t".join(str(value).translate(_ESCAPES) for value in values) + "\n"
