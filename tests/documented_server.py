"""``boilerplate serve`` and ``annotate`` for the commands of a document: begun, and left running.

Whatever ``annotate`` shows is saved as the model proposes it, as a person would who agrees.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx

PROCESS = Path("server.pid")


def stop() -> None:
    """End the server of this folder, if there is one."""
    if PROCESS.exists():
        os.kill(int(PROCESS.read_text()), signal.SIGKILL)
        PROCESS.unlink()


def begin(arguments: list[str], port: str) -> None:
    """Begin a server on a port and wait until it answers."""
    options = ["--port", port, *["--no-open"] * (arguments[0] == "annotate")]
    command = [sys.executable, "-m", "boilerplate", *arguments, *options]
    with open("server.log", "w") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
    PROCESS.write_text(str(server.pid))
    address = f"http://127.0.0.1:{port}"
    while not _ready(address):
        if server.poll() is not None:
            PROCESS.unlink()
            sys.exit(Path("server.log").read_text())
        time.sleep(0.1)
    print(address)
    if arguments[0] == "annotate":
        _agree(f"{address}/v1/annotate")


def _ready(address: str) -> bool:
    try:
        return httpx.get(f"{address}/readyz").is_success
    except httpx.TransportError:
        return False


def _agree(address: str) -> None:
    for number in range(len(httpx.get(address).json()["pages"])):
        page = f"{address}/pages/{number}"
        roles = httpx.get(page).json()["roles"]
        httpx.put(page, json={"roles": roles}).raise_for_status()


if __name__ == "__main__":
    stop()
    begin(sys.argv[1:], os.environ["DOCUMENT_PORT"])
