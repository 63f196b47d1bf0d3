"""Pages for batch runs, and what such runs have written."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any


def page_text(number: int, more: str = "") -> str:
    """A page for the fake labeler."""
    return f"player| Play\ntitle| Page {number}\ntext| Words of {number}.\nlegal| ©\n{more}"


def write_jsonl(path: Path, texts: Iterable[str]) -> Path:
    """Texts as a JSON-lines file with the ids p0, p1 and so on."""
    rows = (json.dumps({"id": f"p{i}", "text": text}) for i, text in enumerate(texts))
    path.write_text("\n".join(rows) + "\n", "utf-8")
    return path


def written(out: Path) -> dict[str, bytes]:
    """All that a run has written, by name."""
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name != "lock"
    }


def errors(out: Path) -> list[dict[str, Any]]:
    """The rows of a run's ``errors.jsonl``."""
    lines = (out / "_run" / "errors.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def labelled(out: Path) -> list[str]:
    """The ids of the labelled pages of a run in JSON lines with a page a row."""
    lines = [line for path in sorted(out.glob("part-*")) for line in path.open(encoding="utf-8")]
    return [json.loads(line)["id"] for line in lines]
