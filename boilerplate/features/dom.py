"""DOM features: what the markup says; missing for plain text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from boilerplate.features.arrays import fill, range_sum
from boilerplate.features.batch import Batch
from boilerplate.page import SECTIONS

NAMES: Final = (
    "is_html",
    "link_density",
    "log_links",
    "hidden",
    "depth",
    "log_media_before",
    "log_media_after",
    "log_inputs_before",
    "log_inputs_after",
    "page_link_density",
    *(f"section{i}_link_density" for i in range(SECTIONS)),
    *(f"section{i}_media" for i in range(SECTIONS)),
)


def compute(out: NDArray[np.float32], batch: Batch) -> None:
    """Fill `out`: a row a block, columns as in `NAMES`."""
    fill(out, _columns(batch))


def _columns(batch: Batch) -> Iterator[NDArray[Any]]:
    link_chars = batch.column("link_chars")
    is_html = ~np.isnan(link_chars)
    s, e = batch.section_starts, batch.section_ends
    linked = np.where(is_html, link_chars, 0)

    def density(starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.float64]:
        found = range_sum(linked, starts, ends) / np.maximum(
            range_sum(batch.lengths, starts, ends), 1
        )
        return np.asarray(np.where(is_html if found.ndim == 1 else is_html[:, None], found, np.nan))

    yield is_html
    yield link_chars / np.maximum(batch.lengths, 1)
    yield np.log1p(batch.column("links"))
    yield batch.column("hidden")
    yield np.log1p(batch.column("depth"))
    yield from _around(batch, "media")
    yield from _around(batch, "inputs")
    yield density(batch.page_starts, batch.page_ends)
    yield density(s, e)
    media = range_sum(np.nan_to_num(batch.column("media")), s, e) / np.maximum(e - s, 1)
    yield np.where(is_html[:, None], media, np.nan)


def _around(batch: Batch, name: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Logarithms of a column's counts before each block, and before the next one."""
    before = np.log1p(batch.column(name))
    after = np.append(before[1:], 0)
    after[batch.page_ends - 1] = before[batch.page_ends - 1] * 0
    return before, after
