"""Pages as Arrow tables: one pure function, which every engine calls, and two views of its rows.

Pages go in with the columns ``html``, ``text`` or ``source``, and come out a row each, in the
same order. Needs the extra ``batch``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from boilerplate.document import DIGITS
from boilerplate.errors import MissingExtraError, SourceError
from boilerplate.labels import LABELS, ROLES, Role
from boilerplate.page.sniff import check_text

try:
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc
except ImportError:
    raise MissingExtraError(
        "tables need a package more: pip install 'boilerplate[batch]'"
    ) from None

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from boilerplate.document import Page
    from boilerplate.model.labeler import Labeler

BLOCK: Final = (
    pa.field("index", pa.int32(), nullable=False),
    pa.field("text", pa.string(), nullable=False),
    pa.field("label", pa.string(), nullable=False),
    pa.field("role", pa.string(), nullable=False),
    pa.field("probability", pa.float64(), nullable=False),
    pa.field("start", pa.int64(), nullable=False),
    pa.field("end", pa.int64(), nullable=False),
    pa.field("main_content", pa.bool_(), nullable=False),
)
"""What is told of a block; as in :class:`boilerplate.Block`."""

PAGES: Final = pa.schema(
    [
        pa.field("id", pa.string()),
        pa.field("url", pa.string()),
        pa.field("kind", pa.string()),
        pa.field("blocks", pa.list_(pa.field("item", pa.struct(BLOCK), nullable=False))),
        pa.field("model_version", pa.string()),
        pa.field("stage", pa.string()),
        pa.field("error", pa.string()),
    ]
)
"""A labelled page a row. A page that can't be labelled has a ``stage``, an ``error``, and no
blocks; every other has blocks, and neither of the two."""

BLOCKS: Final = pa.schema(
    [*map(PAGES.field, ("id", "url", "kind")), *BLOCK, PAGES.field("model_version")]
)
"""A block a row."""

Kind = Literal["auto", "text", "html"]

_HOLD_PAGES: Final[tuple[Literal["html", "text", "source"], ...]] = ("html", "text", "source")
_READ: Final = (*_HOLD_PAGES, "kind", "stage", "error")
_KINDS: Final[tuple[Kind, ...]] = ("html", "text", "auto")

_LABEL_OF: Final = np.array([LABELS.index(role.label) for role in ROLES])
_SUMS: Final = (_LABEL_OF[:, None] == np.arange(len(LABELS))).astype(float)
_LABEL_NAMES: Final = pa.array([label.value for label in LABELS])
_ROLE_NAMES: Final = pa.array([role.value for role in ROLES])


class _Source(NamedTuple):
    page: str | bytes
    kind: Kind


class _Failure(NamedTuple):
    stage: str
    error: str


def label_batch(batch: pa.RecordBatch, model: Labeler) -> pa.RecordBatch:
    """Label the pages of a batch.

    A page that fails costs no other page anything: it comes out with an error.

    Parameters
    ----------
    batch
        A page a row: its ``html``, its ``text``, or its ``source``, whose kind is found out
        unless ``kind`` tells it ("text" or "html"). All three are strings or bytes; a row's
        first that is not null counts. Further columns are ``id``, ``url``, and ``stage`` and
        ``error`` of pages that have failed already and are handed on. Only one of the first
        three must be there; columns of other names are ignored.
    model
        What :func:`boilerplate.load` returns.

    Returns
    -------
    pyarrow.RecordBatch
        As many rows in the same order, of the schema :data:`PAGES`.

    Raises
    ------
    ValueError
        If the batch has none of the columns that hold pages.
    """
    pages = _labelled(list(_sources(batch)), model)
    columns = {
        "id": _strings(batch, "id"),
        "url": _strings(batch, "url"),
        "kind": [getattr(page, "kind", None) for page in pages],
        "blocks": _blocks(pages),
        "model_version": [model.version] * len(pages),
        "stage": [getattr(page, "stage", None) for page in pages],
        "error": [getattr(page, "error", None) for page in pages],
    }
    return pa.RecordBatch.from_pydict(columns, schema=PAGES)


def blocks(pages: pa.RecordBatch) -> pa.RecordBatch:
    """Turn labelled pages, of the schema :data:`PAGES`, into a block a row: :data:`BLOCKS`."""
    lists = pages["blocks"]
    page = pc.list_parent_indices(lists)
    fields = dict(zip((field.name for field in BLOCK), lists.flatten().flatten(), strict=True))
    return pa.RecordBatch.from_arrays(
        [fields[name] if name in fields else pages[name].take(page) for name in BLOCKS.names],
        schema=BLOCKS,
    )


def keep(pages: pa.RecordBatch, roles: Iterable[Role]) -> pa.RecordBatch:
    """Leave out the blocks of other roles from labelled pages, of the schema :data:`PAGES`."""
    lists = pages["blocks"]
    flat = lists.flatten()
    wanted = pc.is_in(flat.field("role"), pa.array([role.value for role in roles], pa.string()))
    page = pc.list_parent_indices(lists).filter(wanted)
    counts = np.bincount(page.to_numpy(zero_copy_only=False), minlength=len(lists))
    return pages.set_column(
        PAGES.get_field_index("blocks"), PAGES.field("blocks"), _lists(counts, flat.filter(wanted))
    )


def _sources(batch: pa.RecordBatch) -> Iterator[_Source | _Failure]:
    columns = {name: batch[name].to_pylist() for name in _READ if name in batch.schema.names}
    if columns.keys().isdisjoint(_HOLD_PAGES):
        raise ValueError(f"none of the columns {', '.join(_HOLD_PAGES)} is there")
    for row in zip(*columns.values(), strict=True):
        yield _source(dict(zip(columns, row, strict=True)))


def _source(row: dict[str, Any]) -> _Source | _Failure:
    if row.get("error") is not None:
        return _Failure(row.get("stage") or "read", row["error"])
    name = next((name for name in _HOLD_PAGES if row.get(name) is not None), None)
    if name is None:
        return _Failure("read", "page is missing")
    page: str | bytes = row[name]
    if isinstance(page, bytes):
        try:
            check_text(page)
        except SourceError as error:
            return _Failure("read", str(error))
    if name != "source":
        return _Source(page, name)
    return _Source(page, row["kind"] if row.get("kind") in _KINDS else "auto")


def _labelled(sources: Sequence[_Source | _Failure], model: Labeler) -> list[Page | _Failure]:
    pages: dict[int, Page | _Failure] = {}
    pages |= ((i, source) for i, source in enumerate(sources) if isinstance(source, _Failure))
    for kind in _KINDS:  # pages of one kind go through the model together
        chosen = {
            i: source.page
            for i, source in enumerate(sources)
            if isinstance(source, _Source) and source.kind == kind
        }
        pages |= zip(chosen, _label_many(list(chosen.values()), kind, model), strict=True)
    return [pages[i] for i in range(len(sources))]


def _label_many(sources: list[str | bytes], kind: Kind, model: Labeler) -> list[Page | _Failure]:
    """Label pages together and, should that fail, each alone."""
    try:
        return [
            page if len(page) else _Failure("label", "no visible text")
            for page in model.label_many(sources, kind)
        ]
    except Exception as error:  # whatever a page of the wild brings about is its own affair
        if len(sources) == 1:
            return [_Failure("label", f"{type(error).__name__}: {error}")]
        return [page for source in sources for page in _label_many([source], kind, model)]


def _strings(batch: pa.RecordBatch, name: str) -> pa.Array:
    if name in batch.schema.names:
        return batch[name].cast(pa.string())
    return pa.nulls(batch.num_rows, pa.string())


def _blocks(results: Sequence[Page | _Failure]) -> pa.Array:
    """The blocks of every page, as lists of structs."""
    pages = [result for result in results if not isinstance(result, _Failure)]
    counts = [0 if isinstance(result, _Failure) else len(result) for result in results]
    if not pages:
        return _lists(counts, pa.array([], pa.struct(BLOCK)))
    roles = np.concatenate([page.roles for page in pages]).astype(np.int64)
    # As in Block: the sum over a label's roles of what is told of each.
    sums = (
        np.concatenate([page.probabilities for page in pages]).astype(float).round(DIGITS) @ _SUMS
    )
    labels = _LABEL_OF[roles]
    values = [
        pa.array(np.concatenate([np.arange(len(page), dtype=np.int32) for page in pages])),
        pa.array([text for page in pages for text in page.columns.texts], pa.string()),
        _LABEL_NAMES.take(pa.array(labels)),
        _ROLE_NAMES.take(pa.array(roles)),
        pa.array(sums[np.arange(len(labels)), labels].round(DIGITS)),
        pa.array(np.concatenate([page.columns.starts for page in pages])),
        pa.array(np.concatenate([page.columns.ends for page in pages])),
        pa.array(np.concatenate([page.kept for page in pages])),
    ]
    return _lists(counts, pa.StructArray.from_arrays(values, fields=BLOCK))


def _lists(counts: Sequence[int] | NDArray[np.int64], values: pa.Array) -> pa.Array:
    offsets = np.append(0, np.cumsum(counts)).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), values, type=PAGES.field("blocks").type)
