"""JSON lines: a row a line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pyarrow as pa

CODECS: Final = {".jsonl": None, ".jsonl.gz": "gzip", ".jsonl.zst": "zstd"}
"""The compressions, by the ending of a file's name."""


def write(rows: pa.Table, path: Path, codec: str | None) -> None:
    """Write rows to a file."""
    with pa.output_stream(str(path), compression=codec) as file:
        for batch in rows.to_batches(max_chunksize=1000):
            lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in batch.to_pylist())
            file.write("".join(lines).encode())
