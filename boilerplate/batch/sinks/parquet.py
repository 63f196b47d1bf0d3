"""Parquet, compressed with Zstandard: a part is a row group."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq


def write(rows: pa.Table, path: Path) -> None:
    """Write rows to a file."""
    pq.write_table(rows, path, row_group_size=max(len(rows), 1), compression="zstd")
