"""Reader of station pages: plain text, every line with its role.

A folder holds JSON files ``{"id", "site", "language", "lines": [[text, role], ...]}``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from boilerplate.corpus.files import read_object, role_lines
from boilerplate.corpus.records import LabelledPage, RoleTruth


def read(path: Path) -> Iterator[LabelledPage]:
    """Yield the pages of a folder of station pages, in order of file names.

    Raises
    ------
    CorpusError
        If a file is malformed or a role is unknown.
    """
    for file in sorted(path.glob("*.json")):
        record = read_object(file)
        truth = RoleTruth(role_lines(record.get("lines"), str(file)))
        language = record.get("language")
        yield LabelledPage(
            id=f"stations:{file.stem}",
            site=str(record.get("site") or file.stem),
            source="\n".join(text for text, _ in truth.lines),
            kind="text",
            corpus="stations",
            truth=truth,
            language=language if isinstance(language, str) else None,
        )
