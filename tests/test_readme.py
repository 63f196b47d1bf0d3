"""What README.md tells people to run does run.

Installation is left to ``.ci/run``, which does it for real; here the commands meet stand-ins
that install nothing, and the package as it is tested.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(sh|python)\n(.*?)^```$", README, re.M | re.S)

pytestmark = [
    pytest.mark.skipif(not list((ROOT / "models").glob("*.joblib")), reason="no model in models/"),
    pytest.mark.skipif(os.name == "nt", reason="the commands are for a POSIX shell"),
]

STAND_INS = {
    "python3": f'[ "$2" = venv ] || exec {sys.executable} "$@"',
    "boilerplate": f'exec {sys.executable} -m boilerplate "$@"',
    "pip": "exit 0",
    "pytest": "exit 0",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout's examples, and stand-ins for the commands of a virtual environment."""
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "examples", folder / "examples")
    commands = folder / ".venv" / "bin"
    commands.mkdir(parents=True)
    for name, body in STAND_INS.items():
        (commands / name).write_text(f"#!/bin/sh\n{body}\n")
        (commands / name).chmod(0o755)
    return folder


def run(argv: list[str], folder: Path) -> str:
    path = os.pathsep.join([str(folder / ".venv" / "bin"), os.environ["PATH"]])
    result = subprocess.run(
        argv,
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        encoding="utf-8",
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


@pytest.mark.parametrize("code", [code for kind, code in BLOCKS if kind == "sh"])
def test_shell_blocks_run(code: str, folder: Path) -> None:
    output = run(["bash", "-euo", "pipefail", "-c", code], folder)
    assert output or "pytest" in code


@pytest.mark.parametrize("code", [code for kind, code in BLOCKS if kind == "python"])
def test_python_blocks_run(code: str, folder: Path) -> None:
    assert run([sys.executable, "-c", code], folder)
