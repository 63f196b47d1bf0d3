"""Who is let in."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from boilerplate.serve.problems import Problem

_bearer = HTTPBearer(auto_error=False, description="The token in BOILERPLATE_TOKEN.")


def guards(token: str | None) -> Sequence[Any]:
    """Dependencies that let in only requests with the token; none where there is none."""
    if token is None:
        return []
    expected = token.encode()

    async def check(
        given: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
    ) -> None:
        # Header values come decoded as Latin-1; what was sent are bytes.
        sent = b"" if given is None else given.credentials.encode("latin-1")
        if given is None or not hmac.compare_digest(sent, expected):
            problem = Problem(401, "a valid bearer token is needed")
            problem.headers = {"WWW-Authenticate": "Bearer"}
            raise problem

    return [Depends(check)]
