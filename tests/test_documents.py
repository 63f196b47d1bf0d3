"""What README and documentation tell people to run does run, block after block.

Installation is left to ``.ci/run``, which does it for real; here the commands meet stand-ins
that install nothing, and the package as it is tested, whose trainings are brief. A block that
can't be run has a comment ``<!-- not run: REASON -->`` above it.
"""

from __future__ import annotations

import gzip
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from toys import QUICK

pytest.importorskip("httpx", reason="the extra 'test' is not installed")
import documented_server

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]

BLOCK = re.compile(
    r"^(?:<!-- not run: (?P<reason>.+) -->\n)?```(?P<kind>\w+)\n(?P<code>.*?)^```$", re.M | re.S
)
RUN = ("sh", "python")
SHOWN = ("console", "csv", "dockerfile", "html", "ini", "json", "nginx", "text", "toml", "yaml")

BRIEF = Path(__file__).with_name("documented_brief.py")

ELSEWHERE = {"docker": "a container needs Docker", "kubectl": "a cluster needs Kubernetes"}
"""Commands that no test runs, and why."""

STAND_INS = {
    "python3": f'[ "$2" = venv ] || exec {sys.executable} "$@"',
    "boilerplate": f"""case "$1" in
        serve|annotate) exec {sys.executable} {documented_server.__file__} "$@" ;;
        train|evaluate) exec {sys.executable} {BRIEF} boilerplate "$@" ;;
        *) exec {sys.executable} -m boilerplate "$@" ;;
    esac""",
    "activate": "",
    "pip": "exit 0",
    "pytest": "exit 0",
}

pytestmark = [
    pytest.mark.skipif(not list((ROOT / "models").glob("*.joblib")), reason="no model in models/"),
    pytest.mark.skipif(os.name == "nt", reason="the commands are for a POSIX shell"),
]


class Block(NamedTuple):
    kind: str
    code: str
    reason: str | None

    def not_run(self) -> str | None:
        """Why it is not run, if it isn't."""
        commands = {line.split()[0] for line in self.code.splitlines() if line.split()}
        elsewhere = (why for name, why in ELSEWHERE.items() if name in commands)
        return self.reason or next(elsewhere, None)


def blocks(document: Path) -> list[Block]:
    found = BLOCK.finditer(document.read_text("utf-8"))
    return [Block(match["kind"], match["code"], match["reason"]) for match in found]


def name(document: Path) -> str:
    return document.relative_to(ROOT).as_posix()


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that knows next to nothing."""
    from boilerplate.training import train

    file = tmp_path_factory.mktemp("trained") / "mine-1.0.0.joblib"
    train(EXAMPLES / "pages.jsonl", out=file, settings=QUICK)
    return file


@pytest.fixture
def folder(tmp_path: Path, trained: Path) -> Iterator[Path]:
    """A checkout's examples, files of the names that documents use, and stand-ins for commands."""
    shutil.copytree(EXAMPLES, tmp_path / "examples")
    (tmp_path / "pages").mkdir()
    for file in (*EXAMPLES.glob("*.html"), *EXAMPLES.glob("*.txt")):
        shutil.copy(file, tmp_path / "pages")
    shutil.copy(EXAMPLES / "harbour-news.html", tmp_path / "page.html")
    for corpus in ("pages.jsonl", "mine.jsonl"):
        shutil.copy(EXAMPLES / "pages.jsonl", tmp_path / corpus)
    (tmp_path / "crawl").mkdir()
    (tmp_path / "crawl" / "one.warc.gz").write_bytes(gzip.compress(_warc()))
    for part in (trained, trained.with_suffix(".json")):
        shutil.copy(part, tmp_path)
    commands = tmp_path / ".venv" / "bin"
    commands.mkdir(parents=True)
    for command, body in STAND_INS.items():
        (commands / command).write_text(f"#!/bin/sh\n{body}\n")
        (commands / command).chmod(0o755)
    yield tmp_path
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)
        documented_server.stop()


def _warc() -> bytes:
    body = (EXAMPLES / "harbour-news.html").read_bytes()
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    fields = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        "WARC-Target-URI: https://kestrel.example/\r\nContent-Type: application/http\r\n"
        f"WARC-Date: 2026-01-01T00:00:00Z\r\nContent-Length: {len(head) + len(body)}\r\n\r\n"
    )
    return fields.encode() + head + body + b"\r\n\r\n"


def run(block: Block, folder: Path, port: str) -> None:
    code = block.code.replace("127.0.0.1:8000", f"127.0.0.1:{port}")
    python = [sys.executable, str(BRIEF), "python"] if "train" in code else [sys.executable, "-c"]
    command = python if block.kind == "python" else ["bash", "-euo", "pipefail", "-c"]
    path = os.pathsep.join([str(folder / ".venv" / "bin"), os.environ["PATH"]])
    result = subprocess.run(
        [*command, code],
        cwd=folder,
        env={**os.environ, "PATH": path, "DOCUMENT_PORT": port},
        capture_output=True,
        encoding="utf-8",
        timeout=240,
    )
    assert result.returncode == 0, f"{code}\n{result.stdout}\n{result.stderr}"


@pytest.mark.parametrize("document", [d for d in DOCUMENTS if blocks(d)], ids=name)
def test_what_it_tells_to_run_runs(document: Path, folder: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    for block in blocks(document):
        if block.kind in RUN and not block.not_run():
            run(block, folder, port)


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_blocks_are_of_kinds_that_are_run_or_only_shown(document: Path) -> None:
    assert {block.kind for block in blocks(document)} <= {*RUN, *SHOWN}
    fences = re.findall(r"^```", document.read_text("utf-8"), re.M)
    assert len(fences) == 2 * len(blocks(document))


def test_few_blocks_are_not_run() -> None:
    every = [block for document in DOCUMENTS for block in blocks(document) if block.kind in RUN]
    left = [reason for block in every if (reason := block.not_run())]
    assert len(every) > 40
    assert len(left) <= 0.1 * len(every), left
