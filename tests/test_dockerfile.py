"""The Dockerfile, which is not built here, keeps to good manners and to the documentation."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LINES = [
    line.split(" ", 1)
    for line in (ROOT / "Dockerfile").read_text().splitlines()
    if line.strip() and not line.startswith("#")
]
DOCS = (ROOT / "docs" / "serve.md").read_text("utf-8")


def arguments(instruction: str) -> list[str]:
    return [rest for name, rest in LINES if name == instruction]


def test_the_service_runs_as_a_normal_user() -> None:
    names = [name for name, _ in LINES]
    assert arguments("USER")[-1] not in ("root", "0")
    assert names.index("USER") < names.index("CMD")


def test_images_and_copies_are_named_exactly() -> None:
    assert all(re.fullmatch(r"[\w./-]+:[\w.-]+", image) for image in arguments("FROM"))
    assert not any(image.endswith(":latest") for image in arguments("FROM"))
    assert "ADD" not in dict(LINES)


def test_commands_are_those_of_the_documentation() -> None:
    command = " ".join(json.loads(arguments("CMD")[-1]))
    assert command in DOCS
    assert "'.[serve]'" in " ".join(arguments("RUN"))
    assert "boilerplate[serve]" in DOCS


def test_a_busy_service_is_not_taken_for_a_dead_one() -> None:
    (check,) = arguments("HEALTHCHECK")
    assert "/healthz" in check


def test_what_is_installed_from_is_copied() -> None:
    allowed = (ROOT / ".dockerignore").read_text().splitlines()
    for needed in ("boilerplate", "models", "pyproject.toml", "README.md", "LICENSE"):
        assert f"!{needed}" in allowed
        assert (ROOT / needed).exists()


def test_hadolint_finds_nothing() -> None:
    linter = shutil.which("hadolint")
    if linter is None:
        pytest.skip("hadolint is not installed")
    found = subprocess.run([linter, str(ROOT / "Dockerfile")], capture_output=True, text=True)
    assert found.returncode == 0, found.stdout
