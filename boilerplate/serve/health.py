"""Whether the service lives, whether it takes pages, and its metrics."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request, Response

from boilerplate.serve.batching import Batcher
from boilerplate.serve.metrics import CONTENT_TYPE, Metrics
from boilerplate.serve.problems import Problem, responses


def routes(batcher: Batcher, metrics: Metrics, guards: Sequence[Any]) -> APIRouter:
    """The routes; only the metrics are behind the guards."""
    router = APIRouter(tags=["health"])

    @router.get("/healthz", response_model=dict[str, str])
    async def healthz() -> dict[str, str]:
        """Say that the process answers at all."""
        return {"status": "ok"}

    @router.get("/readyz", response_model=dict[str, str], responses=responses(503))
    async def readyz(request: Request) -> dict[str, str]:
        """Say whether pages are taken now: not while shutting down or full."""
        if request.app.state.draining:
            raise Problem(503, "shutting down", 1)
        batcher.check_room()
        return {"status": "ready"}

    @router.get(
        "/metrics",
        response_class=Response,
        responses={
            200: {"content": {"text/plain": {"schema": {"type": "string"}}}},
            **(responses(401) if guards else {}),
        },
        dependencies=list(guards),
    )
    async def exposition() -> Response:
        """Tell Prometheus what has been done."""
        return Response(metrics.exposition(), headers={"Content-Type": CONTENT_TYPE})

    return router
