"""What is done of each input: a line a part, and one more at its end."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from boilerplate.batch import durable
from boilerplate.batch.folder import bookkeeping
from boilerplate.batch.records import INPUT
from boilerplate.labels import LABELS

_END = '{"end": true}\n'


@dataclass(frozen=True)
class Part:
    """A part of the output that is on disk.

    Attributes
    ----------
    name
        The name of its file or folder.
    pages
        The labelled pages in it.
    blocks, characters
        How many of each label they have, whether or not they are written.
    errors
        The pages that are missing from it.
    """

    name: str
    pages: int
    blocks: dict[str, int]
    characters: dict[str, int]
    errors: list[dict[str, Any]] = field(default_factory=list)

    def is_whole(self, part_pages: int) -> bool:
        """Whether it has all its pages, so that it need not be done again to go on after it."""
        unread = any(error["stage"] == INPUT for error in self.errors)
        return self.pages + len(self.errors) == part_pages and not unread


def part_of(name: str, pages: pa.Table, errors: list[dict[str, Any]]) -> Part:
    """Count what is in labelled pages."""
    blocks = pa.chunked_array(
        [batch["blocks"].flatten() for batch in pages.to_batches()],
        pages.schema.field("blocks").type.value_type,
    )
    label = pc.struct_field(blocks, "label")
    size = pc.utf8_length(pc.struct_field(blocks, "text"))
    counted: dict[str, int] = {}
    characters: dict[str, int] = {}
    for name_of in LABELS:
        of_label = pc.equal(label, name_of.value)
        counted[name_of.value] = pc.sum(of_label).as_py() or 0
        characters[name_of.value] = pc.sum(size.filter(of_label)).as_py() or 0
    return Part(name, len(pages), counted, characters, errors)


def errors_of(pages: pa.Table) -> list[dict[str, Any]]:
    """What is to be told of the pages that can't be labelled."""
    failed = pages.filter(pc.is_valid(pages["error"]))
    rows: list[dict[str, Any]] = failed.select(["id", "url", "stage", "error"]).to_pylist()
    return rows


def load(out: Path, number: int) -> tuple[list[Part], bool]:
    """Tell which parts of an input are done, and whether it is done as a whole.

    A line that was being written when the power went counts for nothing.
    """
    path = _path(out, number)
    if not path.exists():
        return [], False
    lines = path.read_bytes().splitlines(keepends=True)
    rows = [json.loads(line) for line in lines if line.endswith(b"\n")]
    return [Part(**row) for row in rows if "name" in row], bool(rows) and "end" in rows[-1]


def add(out: Path, number: int, part: Part) -> None:
    """Note down that a part is done."""
    durable.append(_path(out, number), _line(part))


def end(out: Path, number: int) -> None:
    """Note down that an input is done as a whole."""
    durable.append(_path(out, number), _END)


def keep(out: Path, number: int, parts: list[Part]) -> None:
    """Forget what is done of an input but for these parts."""
    if not _path(out, number).exists():
        return
    text = "".join(map(_line, parts)).encode()
    durable.replace(_path(out, number), lambda temporary: _write(temporary, text))


def _line(part: Part) -> str:
    return json.dumps(asdict(part), ensure_ascii=False) + "\n"


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def _path(out: Path, number: int) -> Path:
    return bookkeeping(out) / "done" / f"{number:05}.jsonl"
