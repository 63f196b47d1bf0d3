"""Which inputs a run has. Numbers once given stay, so that a run can go on and can grow."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from boilerplate.batch import done, durable
from boilerplate.batch.folder import bookkeeping
from boilerplate.batch.inputs import File, Input, group
from boilerplate.batch.jobs import Job


def plan(out: Path, files: Iterable[File], part_pages: int) -> list[Input]:
    """Bring what is known of the inputs up to date: files that are new, and that have changed.

    A new file comes last. One that has changed is to be labelled anew, and with it all pages of
    its input.
    """
    path = bookkeeping(out) / "inputs.jsonl"
    known = _load(path)
    files = list(files)
    now = {file.path: file for file in files}
    inputs: list[Input] = []
    for number, input in enumerate(known):
        fresh = tuple(now.pop(file.path, file) for file in input.files)
        if fresh != input.files:
            done.keep(out, number, [])
        inputs.append(Input(input.kind, fresh))
    inputs += group((file for file in files if file.path in now), part_pages)
    if inputs != known:
        lines = (json.dumps([input.kind, *input.files], ensure_ascii=False) for input in inputs)
        text = "".join(line + "\n" for line in lines)
        durable.replace(path, lambda temporary: _write(temporary, text))
    return inputs


def jobs(out: Path, inputs: Iterable[Input], part_pages: int) -> list[Job]:
    """What is still to be done; parts that nobody has noted down as done are removed."""
    left: list[Job] = []
    names: set[str] = set()
    for number, input in enumerate(inputs):
        parts, ended = done.load(out, number)
        if not ended:
            parts = [part for part in parts if part.is_whole(part_pages)]
            done.keep(out, number, parts)
            left.append(Job(number, input, len(parts)))
        names.update(part.name for part in parts)
    for path in out.iterdir():
        if path.name.startswith(("part-", ".part-")) and path.name not in names:
            durable.remove(path)
    return left


def _load(path: Path) -> list[Input]:
    if not path.exists():
        return []
    rows = (json.loads(line) for line in path.read_text("utf-8").splitlines())
    return [Input(kind, tuple(File(*file) for file in files)) for kind, *files in rows]


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
