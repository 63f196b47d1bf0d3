"""Pages and a labeler that need no trained model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from boilerplate.document import Page
from boilerplate.errors import SourceError
from boilerplate.labels import CONTENT_ROLES, ROLES, Role
from boilerplate.page.columns import PageColumns
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
    """Reads the role of each line off the line: ``role| text``."""

    version = "0.0.0-fake"
    manifest: dict[str, Any] = {"name": "fake", "version": version}  # noqa: RUF012

    def label(self, source: str | bytes, kind: Literal["auto", "text", "html"] = "auto") -> Page:
        text = source.decode() if isinstance(source, bytes) else source
        if "interrupt" in text:
            raise KeyboardInterrupt
        if "impossible" in text:
            raise SourceError("can't be labelled")
        lines = [line.split("| ", 1) for line in text.splitlines() if line.strip()]
        return page_of([(text, role) for role, text in lines], "html" if kind == "html" else "text")

    def probabilities(
        self, pages: Sequence[PageColumns]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Of blocks that begin with their role; sure ones are main content by 90 %."""
        texts = [text for page in pages for text in page.texts]
        roles = [Role(text.partition("| ")[0]) for text in texts]
        page = page_of([(text, role.value) for text, role in zip(texts, roles, strict=True)])
        content = np.where([role in CONTENT_ROLES for role in roles], 0.9, 0.1)
        content[["unsure" in text for text in texts]] = 0.6
        return page.probabilities, content.astype(np.float32)

    def label_many(
        self, sources: Iterable[str | bytes], kind: Literal["auto", "text", "html"] = "auto"
    ) -> list[Page]:
        return [self.label(source, kind) for source in sources]
