"""WCXB's pages with all that their ground truth says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from boilerplate.corpus import wcxb
from boilerplate.corpus.files import read_object
from boilerplate.corpus.records import ContentTruth
from boilerplate.page.decode import decode


@dataclass(frozen=True, slots=True)
class WcxbPage:
    """One page.

    Attributes
    ----------
    id
        As in predictions.
    html
        Decoded, as all extractors get it.
    reference
        The main content, may be empty.
    page_type
        ``"article"``, ``"forum"``, ...
    present, absent
        Snippets that an extract must have and must not have (``with`` and ``without``).
    """

    id: str
    html: str
    reference: str
    page_type: str
    present: tuple[str, ...]
    absent: tuple[str, ...]


def read(corpus: Path) -> Iterator[WcxbPage]:
    """The pages of all WCXB folders in `corpus`, which may be one itself."""
    for folder in sorted(found.parent for found in corpus.rglob("ground-truth")):
        if not wcxb.is_wcxb(folder):
            continue
        for page in wcxb.read(folder):
            assert isinstance(page.truth, ContentTruth)
            assert isinstance(page.source, bytes)
            name = page.id.partition(":")[2]
            truth = read_object(folder / "ground-truth" / f"{name}.json")["ground_truth"]
            yield WcxbPage(
                id=page.id,
                html=decode(page.source),
                reference=page.truth.text,
                page_type=page.page_type or "other",
                present=_snippets(truth.get("with")),
                absent=_snippets(truth.get("without")),
            )


def _snippets(found: Any) -> tuple[str, ...]:
    return tuple(found) if isinstance(found, list) else ()
