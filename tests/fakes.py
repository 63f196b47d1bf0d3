"""Pages and a labeler that need no trained model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Literal

import numpy as np

from boilerplate.document import Page
from boilerplate.errors import SourceError
from boilerplate.labels import CONTENT_ROLES, ROLES, Role
from boilerplate.page.text import split_text

SURE = 0.89
"""The fakes' probability of the decided role; the other eleven share the rest evenly."""


def page_of(blocks: Sequence[tuple[str, str]], kind: Literal["text", "html"] = "text") -> Page:
    """A page of these texts and roles; titles and texts are its main content."""
    n = len(blocks)
    texts = [text for text, _ in blocks]
    ends = np.cumsum([len(text) + 1 for text in texts], dtype=np.int64) - 1
    starts = ends - [len(text) for text in texts]
    roles = np.array([ROLES.index(Role(role)) for _, role in blocks], np.int64)
    probabilities = np.full((n, len(ROLES)), (1 - SURE) / (len(ROLES) - 1), np.float32)
    probabilities[np.arange(n), roles] = SURE
    lines = split_text("line\n" * n)
    columns = replace(lines, kind=kind, texts=texts, starts=starts, ends=ends)
    kept = np.array([Role(role) in CONTENT_ROLES for _, role in blocks], np.bool_)
    return Page(columns, probabilities, roles, kept, "0.0.0-fake")


class FakeLabeler:
    """Reads the role of each line off the line: ``role| text``.

    Content is main content by 90 %, what is called unsure by 60 %; a preference changes nothing.
    """

    version = "0.0.0-fake"
    manifest: dict[str, Any] = {"name": "fake", "version": version}  # noqa: RUF012

    def label(
        self,
        source: str | bytes,
        kind: Literal["auto", "text", "html"] = "auto",
        *,
        favor: str = "balanced",
        min_probability: float = 0.0,
    ) -> Page:
        text = source.decode() if isinstance(source, bytes) else source
        if "interrupt" in text:
            raise KeyboardInterrupt
        if "impossible" in text:
            raise SourceError("can't be labelled")
        lines = [line.split("| ", 1) for line in text.splitlines() if line.strip()]
        page = page_of([(text, role) for role, text in lines], "html" if kind == "html" else "text")
        sure = [0.6 if "unsure" in text else 0.9 for _, text in lines]
        return replace(page, kept=page.kept & (np.array(sure) >= min_probability))

    def label_many(
        self, sources: Iterable[str | bytes], kind: Literal["auto", "text", "html"] = "auto"
    ) -> list[Page]:
        return [self.label(source, kind) for source in sources]
