"""Arrow: a page as a table, one block a row. Needs the extra ``batch``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boilerplate.output.entry import Entry

if TYPE_CHECKING:
    import pyarrow as pa


def table(entry: Entry) -> pa.Table:
    """Make a table of the blocks to show, with the columns of :data:`boilerplate.arrow.BLOCK`.

    Raises
    ------
    MissingExtraError
        If pyarrow is not installed.
    """
    import pyarrow as pa

    import boilerplate.arrow as tables  # says which extra is missing, if one is

    kept = entry.page.kept.tolist()
    rows = [block.to_dict() | {"main_content": kept[block.index]} for block in entry.blocks]
    about = {"model_version": entry.page.model_version, "kind": entry.page.kind}
    return pa.Table.from_pylist(rows, schema=pa.schema(tables.BLOCK, metadata=about))
