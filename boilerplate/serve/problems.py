"""Errors as ``application/problem+json`` (RFC 9457)."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.exceptions import HTTPException

MEDIA_TYPE: Final = "application/problem+json"


class ProblemDetails(BaseModel):
    """What went wrong with a request."""

    model_config = ConfigDict(
        title="Problem",
        json_schema_extra={
            "examples": [
                {
                    "type": "about:blank",
                    "title": "Service Unavailable",
                    "status": 503,
                    "detail": "what waits will take 2 s: try again then",
                }
            ]
        },
    )

    type: str = Field(description="Always `about:blank`: the status says it.")
    title: str = Field(description="The status in words.")
    status: int = Field(description="The HTTP status.")
    detail: str = Field(description="What was wrong this time.")


class Problem(HTTPException):
    """An error to be answered with.

    Parameters
    ----------
    status
        HTTP status.
    detail
        What was wrong this time, in one sentence.
    retry_after
        Seconds after which the same request may succeed.
    """

    def __init__(self, status: int, detail: str, retry_after: int | None = None) -> None:
        headers = None if retry_after is None else {"Retry-After": str(retry_after)}
        super().__init__(status, detail, headers)


def problem(status: int, detail: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """A response that tells of a problem."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    return JSONResponse(body, status, headers, MEDIA_TYPE)


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """How these problems stand in the OpenAPI document."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    retry = {
        "Retry-After": {
            "description": "Seconds to wait before the next try.",
            "schema": {"type": "integer", "minimum": 1},
        }
    }
    return {
        status: {
            "description": HTTPStatus(status).phrase,
            "content": content,
            **({"headers": retry} if status == HTTPStatus.SERVICE_UNAVAILABLE else {}),
        }
        for status in statuses
    }


def sentence(error: ValidationError | RequestValidationError) -> str:
    """The first thing that is wrong with a request, and where."""
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    return f"{where}: {first['msg']}" if where else str(first["msg"])


def install(app: FastAPI) -> None:
    """Answer every error of `app` with a problem."""

    @app.exception_handler(HTTPException)
    async def http_error(request: Request, error: HTTPException) -> JSONResponse:
        return problem(error.status_code, str(error.detail), error.headers)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, sentence(error))

    @app.exception_handler(Exception)
    async def failed(request: Request, error: Exception) -> JSONResponse:
        # What failed goes to the log, never to the client.
        return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "the request could not be answered")
