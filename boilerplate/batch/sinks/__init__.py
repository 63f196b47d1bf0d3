"""From labelled pages to a file or folder of the output: one file a format."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Literal, NamedTuple

import pyarrow as pa

from boilerplate import arrow
from boilerplate.batch.sinks import jsonl, parquet, text
from boilerplate.errors import BatchError
from boilerplate.labels import Role

Layout = Literal["blocks", "pages"]


class Sink(NamedTuple):
    """How a part of the output is written.

    Attributes
    ----------
    suffix
        The ending of its name.
    write
        Writes labelled pages, of the schema :data:`boilerplate.arrow.PAGES`, to a new path.
    """

    suffix: str
    write: Callable[[pa.Table, Path], None]


def sink_for(out: Path, layout: Layout, roles: frozenset[Role] | None) -> Sink:
    """Choose a sink by the ending of the output's name: Parquet where it has none.

    Parameters
    ----------
    out
        The folder of the output.
    layout
        Whether a row is a block or a page.
    roles
        The roles of the blocks to write; all where it is None. Of text files, the blocks of
        the main content.

    Raises
    ------
    BatchError
        If there is no sink for this ending.
    """
    name = out.name.lower()
    if name.endswith(".txt"):
        return Sink("", partial(text.write, roles=roles))
    rows = partial(_rows, layout=layout, roles=roles)
    for suffix, codec in jsonl.CODECS.items():
        if name.endswith(suffix):
            return Sink(suffix, partial(_write, rows=rows, write=partial(jsonl.write, codec=codec)))
    if name.endswith(".parquet") or not out.suffix:
        return Sink(".parquet", partial(_write, rows=rows, write=parquet.write))
    raise BatchError(
        f"{out}: give a name that ends in .parquet, .jsonl, .jsonl.gz, .jsonl.zst or .txt"
    )


def _write(
    pages: pa.Table,
    path: Path,
    *,
    rows: Callable[[pa.Table], pa.Table],
    write: Callable[[pa.Table, Path], None],
) -> None:
    write(rows(pages), path)


def _rows(pages: pa.Table, layout: Layout, roles: frozenset[Role] | None) -> pa.Table:
    batches = pages.to_batches()
    if roles is not None:
        batches = [arrow.keep(batch, roles) for batch in batches]
    if layout == "pages":
        kept = arrow.PAGES.names[: arrow.PAGES.get_field_index("stage")]
        return pa.Table.from_batches(batches, arrow.PAGES).select(kept)
    return pa.Table.from_batches([arrow.blocks(batch) for batch in batches], arrow.BLOCKS)
