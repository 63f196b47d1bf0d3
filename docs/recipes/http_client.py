"""Ask a running ``boilerplate serve`` from Python, with nothing but the standard library."""

from __future__ import annotations

import json
import time
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen


def label(page: bytes, address: str = "http://127.0.0.1:8000", tries: int = 5) -> dict[str, Any]:
    """Label an HTML page; where the service is busy, come back when it says."""
    request = Request(f"{address}/v1/label", page, {"Content-Type": "text/html"})
    for left in reversed(range(tries)):
        try:
            with urlopen(request, timeout=60) as answer:
                found: dict[str, Any] = json.load(answer)
                return found
        except HTTPError as error:
            if error.code != 503 or not left:
                raise
            time.sleep(int(error.headers["Retry-After"]))
    raise AssertionError("unreachable")
