"""The service's routes under ``/v1``."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Annotated, Any, Final, Literal, TypeAlias

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict, Field

from boilerplate.document import Page
from boilerplate.labels import Label, Role
from boilerplate.serve import reply
from boilerplate.serve.batching import Batcher, Kind
from boilerplate.serve.intake import (
    RAW_KINDS,
    Intake,
    check_blocks,
    media_type,
    parsed,
    read_raw,
)
from boilerplate.serve.metrics import Metrics
from boilerplate.serve.problems import Problem, responses
from boilerplate.serve.settings import Settings

_EXAMPLE: Final = "Play Live Radio\n\nRiver rises\nBy Ada Brook\n\nThe river rose by a foot."
_HTML_EXAMPLE: Final = "<nav>Home</nav><h1>River rises</h1><p>The river rose by a foot."

Name: TypeAlias = Label | Role

Probabilities = Annotated[
    bool, Query(description="Whether each block tells the probability of every role.")
]
Keep = Annotated[
    list[Name],
    Query(description="Labels and roles whose text is wanted instead of the main content."),
]


class PageRequest(BaseModel):
    """A page."""

    model_config = ConfigDict(
        extra="forbid", strict=True, json_schema_extra={"examples": [{"source": _EXAMPLE}]}
    )

    source: str = Field(description="The page itself, plain text or HTML; never its address.")
    kind: Literal["auto", "text", "html"] = Field(
        "auto", description="What the source is; by default found out from it."
    )


class BatchRequest(BaseModel):
    """Several pages."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        json_schema_extra={
            "examples": [{"pages": [{"source": _EXAMPLE}, {"source": _HTML_EXAMPLE}]}]
        },
    )

    pages: list[PageRequest] = Field(min_length=1, max_length=64)


def _body(model: type[BaseModel], *, raw: bool) -> dict[str, Any]:
    """How a body stands in the OpenAPI document."""
    reference = {"$ref": f"#/components/schemas/{model.__name__}"}
    content: dict[str, Any] = {"application/json": {"schema": reference}}
    if raw:
        examples = {"text/html": _HTML_EXAMPLE, "text/plain": _EXAMPLE}
        # Without a schema: whatever bytes come are the page.
        content |= {kind: {"example": example} for kind, example in examples.items()}
    return {"requestBody": {"required": True, "content": content}}


def routes(
    batcher: Batcher, intake: Intake, metrics: Metrics, settings: Settings, manifest: dict[str, Any]
) -> APIRouter:
    """The routes, for one model."""
    router = APIRouter(prefix="/v1", tags=["labels"])
    problems = responses(408, 413, 415, 422, 500, 503)
    card = reply.encoded(manifest)

    async def answers(
        request: Request, render: Callable[[Page], bytes], read: Callable[..., Any]
    ) -> list[bytes]:
        def counted(page: Page) -> bytes:
            metrics.blocks(reply.label_counts(page))
            return render(page)

        async with intake.body(request, batcher.check_room) as body:
            pages: list[tuple[str, Kind]] = await read(request, body)
            await run_in_threadpool(_check, pages, settings.max_blocks)
            return await batcher.label(pages, counted)

    @router.post(
        "/label",
        response_model=reply.PageReply,
        response_model_exclude_unset=True,
        responses=problems,
        openapi_extra=_body(PageRequest, raw=True),
    )
    async def label(request: Request, probabilities: Probabilities = False) -> Response:
        """Label every block of a page."""
        render = partial(reply.labelled, probabilities=probabilities)
        return _json(*await answers(request, render, _one_page))

    @router.post(
        "/label/batch",
        response_model=reply.BatchReply,
        response_model_exclude_unset=True,
        responses=problems,
        openapi_extra=_body(BatchRequest, raw=False),
    )
    async def label_batch(request: Request, probabilities: Probabilities = False) -> Response:
        """Label several pages; the answer has them in the same order."""
        render = partial(reply.labelled, probabilities=probabilities)
        found = await answers(request, render, _several_pages)
        return _json(b'{"pages":[' + b",".join(found) + b"]}")

    @router.post(
        "/extract",
        response_model=reply.ExtractReply,
        responses={
            **problems,
            200: {
                "content": {"text/plain": {"schema": {"type": "string"}}},
                "description": "As JSON, or the bare text where that is what is accepted.",
            },
        },
        openapi_extra=_body(PageRequest, raw=True),
    )
    async def extract(request: Request, keep: Keep = []) -> Response:  # noqa: B006
        """Give the main content of a page, or the text of some labels and roles."""
        wanted = tuple(keep)
        if request.headers.get("accept", "").startswith("text/plain"):

            def render(page: Page) -> bytes:
                return reply.chosen_text(page, wanted).encode("utf-8", "replace")

            found = await answers(request, render, _one_page)
            return Response(found[0], media_type="text/plain")

        return _json(*await answers(request, lambda page: reply.extracted(page, wanted), _one_page))

    @router.get("/model", tags=["model"], response_model=dict[str, Any])
    async def model() -> Response:
        """Tell what is to be known about the model: its card."""
        return _json(card)

    return router


def _json(content: bytes) -> Response:
    return Response(content, media_type="application/json")


async def _one_page(request: Request, body: bytes) -> list[tuple[str, Kind]]:
    """The page of a body that is JSON, text or HTML."""
    kind, charset = media_type(request)
    if kind == "application/json":
        page = await parsed(body, PageRequest)
        return [(page.source, page.kind)]
    if kind in RAW_KINDS:
        return [(await run_in_threadpool(read_raw, body, charset), RAW_KINDS[kind])]
    raise Problem(415, "a page comes as application/json, text/html or text/plain")


async def _several_pages(request: Request, body: bytes) -> list[tuple[str, Kind]]:
    if media_type(request)[0] != "application/json":
        raise Problem(415, "pages come as application/json")
    batch = await parsed(body, BatchRequest)
    return [(page.source, page.kind) for page in batch.pages]


def _check(pages: list[tuple[str, Kind]], most: int) -> None:
    for source, kind in pages:
        check_blocks(source, kind, most)
