"""The labelling tool's routes, beside those of the service."""

from __future__ import annotations

import asyncio
import shlex
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import FileResponse, Response
from pydantic import BaseModel
from starlette.middleware.trustedhost import TrustedHostMiddleware

from boilerplate.annotate.session import Session
from boilerplate.annotate.training import Training
from boilerplate.errors import CorpusError
from boilerplate.labels import Role
from boilerplate.model.labeler import load
from boilerplate.serve.app import PAGE, create_app
from boilerplate.serve.problems import Problem
from boilerplate.serve.reply import encoded

_HERE: Final = ["127.0.0.1", "localhost", "[::1]", "testserver"]
"""Names under which a browser reaches this; under another, a foreign site might be asking."""


class Corrected(BaseModel):
    """The role of each block of a page."""

    roles: list[Role]


def create(session: Session, model: Path) -> FastAPI:
    """Make the application: the service of the session's model, and the tool at ``/annotate``.

    Parameters
    ----------
    session
        What is to be labelled.
    model
        Where a model trained from within the tool goes.
    """
    app = create_app(labeler=session.labeler)
    app.include_router(_routes(session, Training(session.store.path, model)))
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=_HERE, www_redirect=False)

    @app.get("/annotate", include_in_schema=False)
    async def page() -> FileResponse:
        return FileResponse(PAGE / "annotate.html")

    return app


def _routes(session: Session, training: Training) -> APIRouter:
    guards = [Depends(_refuse_other_sites)]
    router = APIRouter(prefix="/v1/annotate", tags=["annotate"], dependencies=guards)
    running: set[asyncio.Task[None]] = set()

    @router.get("")
    async def overview() -> dict[str, Any]:
        """Tell which pages there are and how far they are."""
        return {
            "out": str(session.store.path.resolve()),
            "model_version": session.labeler.version,
            "command": shlex.join(training.command()),
            "training": {"state": training.state, "message": training.message},
            "pages": [
                {
                    "id": entry.page.id,
                    "title": entry.title,
                    "uncertainty": entry.uncertainty,
                    "done": session.is_done(number),
                }
                for number, entry in enumerate(session.entries)
            ],
        }

    @router.get("/pages/{number}")
    async def page(number: int) -> Response:
        """Give a page's blocks as the model has them, and the roles as they stand."""
        _check(session, number)
        content = await run_in_threadpool(_page, session, number)
        return Response(content, media_type="application/json")

    @router.put("/pages/{number}", status_code=HTTPStatus.NO_CONTENT)
    async def save(number: int, corrected: Corrected) -> None:
        """Save a page."""
        _check(session, number)
        try:
            await run_in_threadpool(session.save, number, corrected.roles)
        except ValueError as error:
            raise Problem(422, str(error)) from None
        except CorpusError as error:
            raise Problem(507, str(error)) from None

    @router.post("/train", status_code=HTTPStatus.ACCEPTED)
    async def train() -> dict[str, str]:
        """Train a model on the pages that are saved, and let it propose from then on."""
        if training.state == "running":
            raise Problem(409, "a training is running")
        if not len(session.store):
            raise Problem(409, "no page is saved yet")
        task = asyncio.create_task(training.run(lambda path: session.use(load(path))))
        running.add(task)
        task.add_done_callback(running.discard)
        return {"state": "running"}

    return router


async def _refuse_other_sites(request: Request) -> None:
    """Let no page from elsewhere use this one's browser to save or to train."""
    if request.headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
        raise Problem(403, "only the page at /annotate may ask this")


def _check(session: Session, number: int) -> None:
    if not 0 <= number < len(session.entries):
        raise Problem(404, f"there is no page {number}")


def _page(session: Session, number: int) -> bytes:
    labelled = session.labelled(number)
    return encoded(
        {
            "id": session.entries[number].page.id,
            "title": labelled.title,
            "roles": [role.value for role in session.roles(number, labelled)],
            "blocks": [
                {
                    "text": block.text,
                    "role": block.role.value,
                    "probabilities": {role.value: p for role, p in block.probabilities.items()},
                }
                for block in labelled
            ],
        }
    )
