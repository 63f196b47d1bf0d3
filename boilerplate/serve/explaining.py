"""``/v1/explain``: what spoke for an answer about a block."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from boilerplate.document import Page
from boilerplate.labels import Label, Role
from boilerplate.serve.api import PageRequest
from boilerplate.serve.batching import Batcher
from boilerplate.serve.intake import Intake, check_blocks, media_type, parsed
from boilerplate.serve.problems import Problem, responses
from boilerplate.serve.reply import BlockReply, encoded
from boilerplate.serve.settings import Settings

_AT_ONCE: Final = 4
"""Explanations that may be under way: each takes as long as the labels of many pages."""


def _whole(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


Whole = Annotated[int, BeforeValidator(_whole)]
"""A whole number as JSON has them: ``1.0`` is one."""


class ExplainRequest(PageRequest):
    """A page, and what is to be explained about it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"source": "Home\n\nRiver rises\n\nIt rose by a foot.", "block": 1}]
        }
    )

    block: Whole = Field(ge=0, description="The block's place on the page, from 0.")
    of: Label | Role | Literal["main_content"] | None = Field(
        None, description="The answer to explain; by default the block's label."
    )
    top: Whole = Field(20, ge=1, le=1000, description="How many single parts to tell.")


class ReasonReply(BaseModel):
    """A part of what the model sees, and what it said."""

    family: str
    name: str
    value: float | None = Field(description="Of a feature that is a number.")
    effect: float = Field(description="Log-odds that the answer owes to it; below 0 against it.")
    without: float = Field(ge=0, le=1, description="Probability of the answer without it.")


class ExplanationReply(BaseModel):
    """What spoke for an answer about a block, and what against."""

    block: BlockReply
    of: str
    probability: float = Field(ge=0, le=1, description="Of the answer.")
    reasons: list[ReasonReply] = Field(description="Single parts, the strongest first.")
    families: list[ReasonReply] = Field(description="The same parts by whole families.")


def routes(batcher: Batcher, intake: Intake, settings: Settings) -> APIRouter:
    """The route, for one model."""
    router = APIRouter(prefix="/v1", tags=["labels"])
    # Beside the thread that labels, so that no page waits for an explanation.
    thread = ThreadPoolExecutor(1, "explaining")
    room = asyncio.Semaphore(_AT_ONCE)

    def admit() -> None:
        batcher.check_room()
        if room.locked():
            raise Problem(503, "too many explanations are under way: try again in a moment", 2)

    async def answer(asked: ExplainRequest) -> bytes:
        page = await _labelled(batcher, asked)
        if asked.block >= len(page):
            raise Problem(404, f"no such block: the page has {len(page)} blocks, numbered from 0")
        loop = asyncio.get_running_loop()
        work = loop.run_in_executor(thread, partial(_explained, page, asked))
        try:
            return await asyncio.wait_for(work, settings.timeout)
        except asyncio.TimeoutError:
            raise Problem(503, "explaining took too long", 2) from None

    reference = {"schema": {"$ref": "#/components/schemas/ExplainRequest"}}

    @router.post(
        "/explain",
        response_model=ExplanationReply,
        response_model_exclude_unset=True,
        responses=responses(404, 408, 413, 415, 422, 500, 503),
        openapi_extra={
            "requestBody": {"required": True, "content": {"application/json": reference}}
        },
    )
    async def explain(request: Request) -> Response:
        """Tell what spoke for an answer about a block, and what against."""
        async with intake.body(request, admit) as body:
            if media_type(request)[0] != "application/json":
                raise Problem(415, "what is to be explained comes as application/json")
            asked = await parsed(body, ExplainRequest)
            await run_in_threadpool(check_blocks, asked.source, asked.kind, settings.max_blocks)
            admit()
            async with room:
                content = await answer(asked)
        return Response(content, media_type="application/json")

    return router


async def _labelled(batcher: Batcher, asked: ExplainRequest) -> Page:
    pages: list[Page] = []

    def taken(page: Page) -> bytes:
        pages.append(page)
        return b""

    await batcher.label([(asked.source, asked.kind)], taken)
    return pages[0]


def _explained(page: Page, asked: ExplainRequest) -> bytes:
    found: dict[str, Any] = page.explain(asked.block, asked.of).to_dict()
    return encoded(found | {"reasons": found["reasons"][: asked.top]})
