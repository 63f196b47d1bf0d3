"""Clean LangChain documents before they are split and embedded.

::

    documents = loader.load()                                # of HTML or plain text
    documents = BoilerplateTransformer().transform_documents(documents)

Any objects with ``page_content`` and ``metadata`` will do; LangChain itself is not needed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import boilerplate


class BoilerplateTransformer:
    """Replaces a document's content by the text that matters; what remains empty is dropped."""

    def __init__(self, model: str | None = None, keep: Sequence[str] = ()) -> None:
        self.labeler = boilerplate.load(model)
        self.keep = tuple(keep)

    def transform_documents(self, documents: Sequence[Any], **kwargs: Any) -> list[Any]:
        """Clean documents, all in one batch."""
        pages = self.labeler.label_many(document.page_content for document in documents)
        cleaned = []
        for document, page in zip(documents, pages, strict=True):
            text = page.text(*self.keep) if self.keep else page.main_content
            if text:
                found = {"title": page.title, "byline": page.byline}
                metadata = {**document.metadata, **{k: v for k, v in found.items() if v}}
                cleaned.append(type(document)(page_content=text, metadata=metadata))
        return cleaned

    async def atransform_documents(self, documents: Sequence[Any], **kwargs: Any) -> list[Any]:
        """Clean documents without holding up the event loop."""
        return await asyncio.to_thread(self.transform_documents, documents, **kwargs)
