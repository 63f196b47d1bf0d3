"""What the service answers with, built straight from a page's columns."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from boilerplate.document import DIGITS, Page, roles_named
from boilerplate.labels import LABELS, ROLES, Label, Role

_LABEL_OF_ROLE: Final = np.array([LABELS.index(role.label) for role in ROLES])
_OF_LABEL: Final = (np.arange(len(LABELS))[:, None] == _LABEL_OF_ROLE).astype(np.float32)


_EXAMPLE: Final = {
    "kind": "text",
    "model_version": "1.1.0",
    "title": "River rises",
    "byline": "By Ada Brook",
}
"""How an example of any answer about a page begins."""


class CaptionReply(BaseModel):
    """A caption with its credit."""

    caption: str
    credit: str | None


class BlockReply(BaseModel):
    """One block of the page."""

    index: int = Field(description="Its place on the page, from 0.")
    text: str
    label: Label
    role: Role
    probability: float = Field(ge=0, le=1, description="How likely the label is.")
    main_content: bool = Field(description="Whether it is part of the page's main content.")
    start: int = Field(description="Offset of its first character, see `Block.start`.")
    end: int
    probabilities: dict[Role, float] | None = Field(
        default=None, description="Of every role; with `?probabilities=true`."
    )


class PageReply(BaseModel):
    """A labelled page."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    **_EXAMPLE,
                    "captions": [{"caption": "The weir on Monday.", "credit": "Ada Brook"}],
                    "main_content": "River rises\nThe river rose by a foot on Monday.",
                    "blocks": [
                        {
                            "index": 0,
                            "text": "Play Live Radio",
                            "label": "player_chrome",
                            "role": "player",
                            "probability": 0.998,
                            "main_content": False,
                            "start": 0,
                            "end": 15,
                        }
                    ],
                }
            ]
        }
    )

    kind: str = Field(description="What the page was read as: `text` or `html`.")
    model_version: str
    title: str | None
    byline: str | None
    captions: list[CaptionReply]
    main_content: str
    blocks: list[BlockReply]


class BatchReply(BaseModel):
    """Labelled pages, in the order in which they came."""

    pages: list[PageReply]


class ExtractReply(BaseModel):
    """The text that matters of a page."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    **_EXAMPLE,
                    "captions": [],
                    "text": "River rises\nThe river rose by a foot on Monday.",
                }
            ]
        }
    )

    kind: str
    model_version: str
    title: str | None
    byline: str | None
    captions: list[CaptionReply]
    text: str = Field(description="The main content, or the blocks that `keep` names.")


def labelled(page: Page, *, probabilities: bool) -> bytes:
    """A :class:`PageReply` as JSON."""
    blocks = list(_blocks(page))
    if probabilities:
        names = [role.value for role in ROLES]
        rows = page.probabilities.astype(float).round(DIGITS).tolist()
        for block, row in zip(blocks, rows, strict=True):
            block["probabilities"] = dict(zip(names, row, strict=True))
    return encoded(_head(page) | {"main_content": page.main_content, "blocks": blocks})


def extracted(page: Page, keep: tuple[Label | Role, ...]) -> bytes:
    """An :class:`ExtractReply` as JSON."""
    return encoded(_head(page) | {"text": chosen_text(page, keep)})


def chosen_text(page: Page, keep: tuple[Label | Role, ...]) -> str:
    """The main content, or the text of the labels and roles in `keep`."""
    return page.text(*roles_named(keep)) if keep else page.main_content


def encoded(value: Any) -> bytes:
    """JSON in UTF-8; half a surrogate pair, which UTF-8 lacks, is written as JSON's escape."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace")


def label_counts(page: Page) -> list[tuple[str, int]]:
    """How many blocks have each label."""
    counts = np.bincount(_LABEL_OF_ROLE[page.roles], minlength=len(LABELS)).tolist()
    return [(label.value, count) for label, count in zip(LABELS, counts, strict=True)]


def _head(page: Page) -> dict[str, Any]:
    return {
        "kind": page.kind,
        "model_version": page.model_version,
        "title": page.title,
        "byline": page.byline,
        "captions": [{"caption": caption, "credit": credit} for caption, credit in page.captions],
    }


def _blocks(page: Page) -> Iterator[dict[str, Any]]:
    labels = _LABEL_OF_ROLE[page.roles]
    sums = page.probabilities @ _OF_LABEL.T
    sure = sums[np.arange(len(labels)), labels].astype(float).clip(0, 1).round(DIGITS)
    columns = zip(
        page.columns.texts,
        labels.tolist(),
        page.roles.tolist(),
        sure.tolist(),
        page.kept.tolist(),
        page.columns.starts.tolist(),
        page.columns.ends.tolist(),
        strict=True,
    )
    for index, (text, label, role, probability, kept, start, end) in enumerate(columns):
        yield {
            "index": index,
            "text": text,
            "label": LABELS[label].value,
            "role": ROLES[role].value,
            "probability": probability,
            "main_content": kept,
            "start": start,
            "end": end,
        }
