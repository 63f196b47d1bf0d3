"""From a request to the pages it brings, within the limits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from email.message import Message
from typing import Final, TypeVar

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ValidationError
from starlette.requests import ClientDisconnect

from boilerplate.errors import SourceError
from boilerplate.page.decode import decode
from boilerplate.page.sniff import check_text
from boilerplate.page.split import split
from boilerplate.serve.batching import Kind
from boilerplate.serve.problems import Problem, sentence
from boilerplate.serve.settings import Settings

RAW_KINDS: Final[dict[str, Kind]] = {"text/html": "html", "text/plain": "text"}
"""What a body that is the page itself may be."""

_LINGER_BYTES: Final = 32_000_000
_LINGER_SECONDS: Final = 2.0
"""How much of a refused body is read and dropped: who is still writing hears no answer."""

_MARKS_A_BLOCK: Final = 20
"""A page with this many tags and lines for each block it may have is refused unsplit."""

_Body = TypeVar("_Body", bound=BaseModel)


class Intake:
    """Reads bodies, and holds no more of them at once than there is memory for."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._held = 0

    @asynccontextmanager
    async def body(self, request: Request, admit: Callable[[], None]) -> AsyncIterator[bytes]:
        """The body of a request, for as long as it is needed.

        Parameters
        ----------
        admit
            Raises where no body is to be read at all.

        Raises
        ------
        Problem
            413 where it is too large, 408 where it does not arrive, 415 where it is packed,
            503 where there is no memory for it.
        """
        buffer = bytearray()
        try:
            await self._fill(buffer, request, admit)
            yield bytes(buffer)
        finally:
            self._held -= len(buffer)

    async def _fill(self, buffer: bytearray, request: Request, admit: Callable[[], None]) -> None:
        try:
            self._check_headers(request)
            admit()
            await asyncio.wait_for(self._read(buffer, request), self._settings.timeout)
        except asyncio.TimeoutError:
            raise Problem(408, "the body did not arrive in time") from None
        except Problem:
            with suppress(asyncio.TimeoutError, ClientDisconnect):
                await asyncio.wait_for(_discard(request), _LINGER_SECONDS)
            raise

    def _check_headers(self, request: Request) -> None:
        if request.headers.get("content-encoding", "identity").lower() != "identity":
            raise Problem(415, "a body must not be compressed")
        declared = request.headers.get("content-length", "")
        if declared.isdecimal() and int(declared) > self._settings.max_bytes:
            raise self._too_large()

    async def _read(self, buffer: bytearray, request: Request) -> None:
        more = True
        while more:
            chunk, more = await _receive(request)
            buffer += chunk
            self._held += len(chunk)
            if len(buffer) > self._settings.max_bytes:
                raise self._too_large()
            if self._held > self._settings.max_memory:
                raise Problem(503, "too much is being read: try again in a moment", 1)

    def _too_large(self) -> Problem:
        return Problem(413, f"a body may have up to {self._settings.max_bytes:,} bytes")


async def parsed(body: bytes, model: type[_Body]) -> _Body:
    """A JSON body as `model`, parsed off the event loop.

    Raises
    ------
    Problem
        422 where it is something else.
    """
    try:
        return await run_in_threadpool(model.model_validate_json, body)
    except ValidationError as error:
        raise Problem(422, sentence(error)) from None


def media_type(request: Request) -> tuple[str, str | None]:
    """Type and charset of a request's body, as it declares them."""
    header = Message()
    header["content-type"] = request.headers.get("content-type", "application/octet-stream")
    charset = header.get_content_charset()
    return header.get_content_type(), charset


def read_raw(body: bytes, charset: str | None) -> str:
    """A page that came as it is: in the charset of its header if that holds, else found out.

    Raises
    ------
    Problem
        422 where it is no text.
    """
    if charset is not None:
        with suppress(LookupError, UnicodeError):
            return body.decode(charset)
    try:
        check_text(body)
    except SourceError as error:
        raise Problem(422, str(error)) from None
    return decode(body)


def check_blocks(source: str, kind: Kind, most: int) -> None:
    """Refuse a page with too many blocks, before anything is computed of them.

    Raises
    ------
    Problem
        413 where it has more than `most`.
    """
    # Every block but the first begins at one of these, so that most pages need no counting.
    marks = source.count("<") + source.count("&#") + len(source.splitlines())
    if marks > most and (marks > most * _MARKS_A_BLOCK or len(split(source, kind)) > most):
        raise Problem(413, f"a page may have up to {most:,} blocks")


async def _receive(request: Request) -> tuple[bytes, bool]:
    message = await request.receive()
    if message["type"] == "http.disconnect":
        raise ClientDisconnect
    return message.get("body", b""), message.get("more_body", False)


async def _discard(request: Request) -> None:
    dropped, more = 0, True
    while more and dropped < _LINGER_BYTES:
        chunk, more = await _receive(request)
        dropped += len(chunk)
