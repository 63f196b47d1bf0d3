"""What is fuzzed: each target takes any bytes, and raises where a promise is broken.

Targets know nothing of the fuzzer, so that tests run them on the kept corpus too.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final, Literal

import numpy as np

from boilerplate.document import Page
from boilerplate.errors import ModelError
from boilerplate.model import safe_joblib
from boilerplate.model.labeler import Labeler, load
from boilerplate.page import PageColumns, split
from boilerplate.page.columns import SECTIONS
from boilerplate.page.decode import decode as decode_bytes
from boilerplate.page.text import EDGES

Kind = Literal["auto", "text", "html"]

_KINDS: Final[tuple[Kind, ...]] = ("auto", "text", "html")
_BESIDE: Final = "Home\n\nThe ferry runs again\n\nIt was away for a week.\n\n© Quay Post"
"""A page that stands beside the fuzzed one in a batch."""


def decode(data: bytes) -> None:
    """Any bytes are text, and the same text each time."""
    text = decode_bytes(data)
    assert isinstance(text, str)
    assert decode_bytes(data) == text


def splitter(data: bytes) -> None:
    """Any source is a page whose columns fit together."""
    source, kind = source_of(data)
    check_columns(split(source, kind), source)


def labeller(data: bytes) -> None:
    """Any source is labelled, and as in other company."""
    source, kind = source_of(data)
    page = _labeler().label(source, kind)
    check_page(page)
    _, again, _ = _labeler().label_many([_BESIDE, source, _BESIDE], kind)
    assert page.columns.texts == again.columns.texts
    np.testing.assert_allclose(page.probabilities, again.probabilities, rtol=0, atol=1e-5)


def model(data: bytes) -> None:
    """Any file is a state of plain data, or refused by a `ModelError`."""
    with tempfile.NamedTemporaryFile(suffix=".joblib") as file:
        file.write(data)
        file.flush()
        for mmap in (True, False):
            with suppress(ModelError):
                assert type(safe_joblib.load(Path(file.name), mmap=mmap)) is dict


TARGETS: Final[dict[str, Callable[[bytes], None]]] = {
    "decode": decode,
    "split": splitter,
    "label": labeller,
    "model": model,
}


def source_of(data: bytes) -> tuple[str | bytes, Kind]:
    """Read a source and its kind: the first byte says how the others are to be taken."""
    if not data:
        return b"", "auto"
    kind = _KINDS[data[0] % 3]
    if data[0] < 128:
        return data[1:], kind
    return data[1:].decode("utf-8", "surrogateescape" if data[0] % 2 else "replace"), kind


def check_columns(columns: PageColumns, source: str | bytes) -> None:
    """Check that the columns of a page fit together, and its offsets the texts."""
    n = len(columns)
    assert all(text.strip(EDGES) for text in columns.texts)
    for column in (
        *(columns.starts, columns.ends, columns.blank_before, columns.link_chars),
        *(columns.links, columns.media, columns.inputs, columns.hidden, columns.depth),
    ):
        assert column.shape == (n,)
        assert not np.isinf(column).any()
    below, above = columns.section_starts, columns.section_ends
    assert below.shape == above.shape == (n, SECTIONS)
    here = np.arange(n)[:, None]
    assert ((below >= 0) & (below <= here) & (here < above) & (above <= n)).all()
    assert len(columns.path_offsets) == n + 1
    assert (np.diff(columns.path_offsets) >= 0).all()
    assert len(columns.path_tags) == len(columns.path_own) == columns.path_offsets[-1]
    if len(columns.path_tags):
        assert 0 <= columns.path_tags.min() <= columns.path_tags.max() < len(columns.tags)
    if columns.kind == "html":
        shown = "\n".join(columns.texts)
    else:
        shown = source if isinstance(source, str) else decode_bytes(source)
        assert _ink("".join(columns.texts)) == _ink(shown)
    for text, start, end in zip(columns.texts, columns.starts, columns.ends, strict=True):
        assert shown[start:end] == text


def check_page(page: Page) -> None:
    """Check that a labelled page is whole."""
    n = len(page)
    assert page.roles.shape == page.kept.shape == (n,)
    assert np.isfinite(page.probabilities).all()
    assert (page.probabilities >= 0).all()
    np.testing.assert_allclose(page.probabilities.sum(axis=1), np.ones(n), atol=1e-4)
    whole = page.to_dict()
    assert [block["text"] for block in whole["blocks"]] == page.columns.texts
    assert all(0 <= block.probability <= 1.001 for block in page.blocks)
    assert isinstance(page.main_content, str)


def _ink(text: str) -> str:
    """What of `text` shows, wherever it is cut."""
    return text.translate(dict.fromkeys(map(ord, EDGES)))


@cache
def _labeler() -> Labeler:
    return load()
