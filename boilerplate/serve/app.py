"""The application: routes, the page at ``/``, and the task that labels."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.responses import FileResponse
from pydantic.json_schema import models_json_schema
from starlette.staticfiles import StaticFiles

from boilerplate._version import __version__
from boilerplate.model.labeler import Labeler, load
from boilerplate.serve import access, api, explaining, health, problems
from boilerplate.serve.batching import Batcher
from boilerplate.serve.frame import Frame
from boilerplate.serve.intake import Intake
from boilerplate.serve.metrics import Metrics
from boilerplate.serve.settings import Settings

PAGE: Final = Path(__file__).with_name("page")

_DESCRIPTION: Final = """Says what every block of a web page is for.

Pages are sent with the request; the service never fetches anything. Errors are problem
documents (RFC 9457). Where it is busy it says 503 with `Retry-After`."""

_BODIES: Final = (
    api.PageRequest,
    api.BatchRequest,
    explaining.ExplainRequest,
    problems.ProblemDetails,
)
"""What the routes read and raise by themselves, for the OpenAPI document."""


def create_app(settings: Settings | None = None, labeler: Labeler | None = None) -> FastAPI:
    """Make the application.

    Parameters
    ----------
    settings
        Limits and manners.
    labeler
        The model; by default the one that the settings name.

    Raises
    ------
    ModelError
        If the model can't be loaded.
    """
    settings = settings or Settings()
    labeler = labeler or load(settings.model)
    metrics = Metrics()
    batcher = Batcher(labeler, settings, metrics)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        for kind in ("text", "html"):
            labeler.label_many(["The first page takes longest."], kind)
        task = asyncio.create_task(batcher.run())
        yield
        task.cancel()

    app = FastAPI(
        title="boilerplate",
        version=__version__,
        description=_DESCRIPTION,
        lifespan=lifespan,
        docs_url=None,  # their scripts would come from elsewhere
        redoc_url=None,
    )
    app.state.draining = False
    guards = access.guards(settings.token)
    inner = problems.responses(401) if settings.token else {}
    intake = Intake(settings)
    for router in (
        api.routes(batcher, intake, metrics, settings, labeler.manifest),
        explaining.routes(batcher, intake, settings),
    ):
        app.include_router(router, dependencies=list(guards), responses=inner)
    app.include_router(health.routes(batcher, metrics, guards))
    problems.install(app)
    app.add_middleware(Frame, metrics=metrics)
    app.mount("/page", StaticFiles(directory=PAGE), name="page")

    @app.get("/", include_in_schema=False)
    async def page() -> FileResponse:
        return FileResponse(PAGE / "index.html")

    app.openapi = lambda: _openapi(app)  # type: ignore[method-assign]
    return app


def _openapi(app: FastAPI) -> dict[str, Any]:
    if app.openapi_schema is None:
        document = get_openapi(
            title=app.title,
            version=app.version,
            description=app.description,
            routes=app.routes,
            license_info={"name": "MIT", "identifier": "MIT"},
        )
        wanted = [(model, "validation") for model in _BODIES]
        _, found = models_json_schema(wanted, ref_template="#/components/schemas/{model}")  # type: ignore[arg-type]
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        schemas |= found["$defs"]
        schemas["Problem"] = schemas.pop("ProblemDetails")
        app.openapi_schema = document
    return app.openapi_schema
