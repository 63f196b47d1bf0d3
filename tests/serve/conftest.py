from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

Serve = Callable[..., Any]


@pytest.fixture
def gate() -> Iterator[Any]:
    """A model that can be held up."""
    from serving import Gate

    gate = Gate()
    yield gate
    gate.open.set()


@pytest.fixture
def serve(gate: Any) -> Iterator[Serve]:
    """Start the service with the gate for a model, as in ``serve(timeout=3)``."""
    from serving import Settings, serving

    with ExitStack() as stack:

        def start(**settings: Any) -> Any:
            client = stack.enter_context(serving(Settings(**settings), gate))
            gate.batches.clear()
            stack.callback(gate.open.set)
            return client

        yield start


@pytest.fixture
def client(serve: Serve) -> Any:
    """A client of the service."""
    return serve()
