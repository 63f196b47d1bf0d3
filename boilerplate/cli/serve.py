"""``boilerplate serve``: the labeller as an HTTP service."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from boilerplate.cli.failures import report
from boilerplate.cli.options import Model
from boilerplate.errors import MissingExtraError

EXAMPLES = """[bold]Examples[/bold]

boilerplate serve

BOILERPLATE_TOKEN=secret boilerplate serve --host 0.0.0.0 --workers 4

curl -H 'Content-Type: text/html' --data-binary @page.html http://127.0.0.1:8000/v1/label"""

_LOOPBACK = ("127.", "localhost", "::1")


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=0, max=65535)] = 8000,
    workers: Annotated[
        int, typer.Option(help="Processes; one a core is a good number.", min=1)
    ] = 1,
    model: Model = None,
    max_bytes: Annotated[int, typer.Option(help="Largest body of a request.", min=1)] = 10_000_000,
    max_blocks: Annotated[int, typer.Option(help="Most blocks of a page.", min=1)] = 20_000,
    timeout: Annotated[float, typer.Option(help="Seconds a request may take.", min=0.001)] = 30.0,
    max_wait: Annotated[
        float,
        typer.Option(help="Seconds of work that may wait; what comes then gets a 503.", min=0),
    ] = 1.75,
    batch_wait: Annotated[
        float, typer.Option(help="Seconds a page waits for others to go with.", min=0)
    ] = 0.002,
) -> None:
    """Label pages for other programs, over HTTP, and for people, on a page at /.

    Where the environment has BOILERPLATE_TOKEN, requests must bring it as a bearer token.
    """
    try:
        from boilerplate.serve import Settings
        from boilerplate.serve.run import run
    except ModuleNotFoundError as error:
        raise MissingExtraError(
            f"{error.name} is not installed: pip install 'boilerplate[serve]'"
        ) from None

    token = os.environ.get("BOILERPLATE_TOKEN") or None
    if token is None and not host.startswith(_LOOPBACK):
        report(f"anyone who reaches {host} may use this: set BOILERPLATE_TOKEN to prevent it")
    shown = f"[{host}]" if ":" in host else host
    typer.echo(f"boilerplate: http://{shown}:{port}/  (Ctrl-C to end)", err=True)
    settings = Settings(
        model=model,
        token=token,
        max_bytes=max_bytes,
        max_blocks=max_blocks,
        timeout=timeout,
        max_wait=max_wait,
        batch_wait=batch_wait,
    )
    run(settings, host, port, workers)
