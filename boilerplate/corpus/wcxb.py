"""Reader of WCXB folders: pages with their main content and page type.

A folder holds ``ground-truth/0001.json`` and ``html/0001.html.gz``; see the benchmark's own
description for the fields. A page whose ground truth lacks ``main_content`` altogether says
nothing and is left out; an empty one says that the page has no main content.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from boilerplate.corpus.files import read_bytes, read_object
from boilerplate.corpus.head import language_of
from boilerplate.corpus.records import ContentTruth, LabelledPage
from boilerplate.corpus.site import site_of
from boilerplate.errors import CorpusError

_DRAFTED = "rs-trafilatura-draft"
_DRAFT_TRUST = 0.7
"""Trust in a truth that was drafted with another extractor and then reviewed."""


def is_wcxb(path: Path) -> bool:
    """Tell whether a folder looks like a WCXB split."""
    return (path / "ground-truth").is_dir() and (path / "html").is_dir()


def read(path: Path) -> Iterator[LabelledPage]:
    """Yield the pages of one split, e.g. ``wcxb/dev``, in order of their ids.

    Raises
    ------
    CorpusError
        If a file is missing or malformed.
    """
    for truth_path in sorted((path / "ground-truth").glob("*.json")):
        record = read_object(truth_path)
        text = _get(record, "ground_truth").get("main_content")
        if text is None:
            continue
        if not isinstance(text, str):
            raise CorpusError(f"{truth_path}: main_content is not a string")
        internal = _get(record, "_internal")
        html = read_bytes(path / "html" / f"{truth_path.stem}.html.gz")
        yield LabelledPage(
            id=f"wcxb:{truth_path.stem}",
            site=site(record) or truth_path.stem,
            source=html,
            kind="html",
            corpus="wcxb",
            truth=ContentTruth(text),
            language=language_of(html),
            page_type=page_type(record),
            trust=_DRAFT_TRUST if internal.get("source") == _DRAFTED else 1.0,
        )


def site(record: dict[str, Any]) -> str:
    """Return the site of a ground-truth record."""
    return site_of(str(record.get("url") or ""))


def page_type(record: dict[str, Any]) -> str | None:
    """Return the page type of a ground-truth record."""
    found = _get(_get(record, "_internal"), "page_type").get("primary")
    return found if isinstance(found, str) else None


def _get(record: dict[str, Any], key: str) -> dict[str, Any]:
    value = record.get(key)
    return value if isinstance(value, dict) else {}
