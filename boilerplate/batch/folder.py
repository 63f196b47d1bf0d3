r"""The folder of a run's output, and who may write to it.

Besides the parts it holds a folder ``_run``, which readers of Parquet folders pass over:

- ``manifest.json``: which model, options and sources the run is of
- ``inputs.jsonl``: which inputs there are, one a line (:mod:`boilerplate.batch.plan`)
- ``done/00000.jsonl``: what is done of each (:mod:`boilerplate.batch.done`)
- ``errors.jsonl``: which pages could not be labelled
- ``lock``: held by the run at work
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from boilerplate.batch import durable
from boilerplate.errors import BatchError


def bookkeeping(out: Path) -> Path:
    """Where a run keeps its books."""
    return out / "_run"


@contextmanager
def claimed(out: Path, manifest: dict[str, Any]) -> Iterator[None]:
    """Keep the folder for this run, which begins or goes on with what the manifest says.

    Raises
    ------
    BatchError
        If another run is at work in it, or the folder is of a run with another manifest.
    OSError
        If the folder can't be written.
    """
    if out.is_dir() and any(out.iterdir()) and not bookkeeping(out).is_dir():
        raise BatchError(f"{out}: holds files that are not of a batch run")
    (bookkeeping(out) / "done").mkdir(parents=True, exist_ok=True)
    lock = FileLock(bookkeeping(out) / "lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise BatchError(f"{out}: another run is writing to it") from None
    with lock:
        _claim(bookkeeping(out) / "manifest.json", manifest, out)
        yield


def _claim(path: Path, manifest: dict[str, Any], out: Path) -> None:
    text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    if path.exists():
        _compare(json.loads(path.read_text("utf-8")), json.loads(text), out)
    else:
        durable.replace(path, lambda temporary: _write(temporary, text))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _compare(was: dict[str, Any], now: dict[str, Any], out: Path) -> None:
    for name in was | now:
        if was.get(name) != now.get(name):
            if isinstance(was.get(name), dict) and isinstance(now.get(name), dict):
                _compare(was[name], now[name], out)
            raise BatchError(
                f"{out}: begun with {name} {json.dumps(was.get(name), ensure_ascii=False)}, not "
                f"{json.dumps(now.get(name), ensure_ascii=False)}: give the same or another --out"
            )
