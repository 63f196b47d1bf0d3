"""DOM features: what the markup says; missing for plain text."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from boilerplate.features.arrays import range_sum, side_by_side
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


def compute(batch: Batch) -> NDArray[np.float32]:
    """One row a block, columns as in `NAMES`."""
    link_chars = batch.column("link_chars")
    is_html = ~np.isnan(link_chars)
    s, e = batch.section_starts, batch.section_ends
    linked = np.where(is_html, link_chars, 0)

    def density(starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.float64]:
        found = range_sum(linked, starts, ends) / np.maximum(
            range_sum(batch.lengths, starts, ends), 1
        )
        return np.asarray(np.where(is_html if found.ndim == 1 else is_html[:, None], found, np.nan))

    return side_by_side(
        [
            is_html,
            link_chars / np.maximum(batch.lengths, 1),
            np.log1p(batch.column("links")),
            batch.column("hidden"),
            np.log1p(batch.column("depth")),
            *_around(batch, "media"),
            *_around(batch, "inputs"),
            density(batch.page_starts, batch.page_ends),
            density(batch.section_starts, batch.section_ends),
            np.where(
                is_html[:, None],
                range_sum(np.nan_to_num(batch.column("media")), s, e) / np.maximum(e - s, 1),
                np.nan,
            ),
        ]
    )


def _around(batch: Batch, name: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Logarithms of a column's counts before each block, and before the next one."""
    before = np.log1p(batch.column(name))
    after = np.append(before[1:], 0)
    after[batch.page_ends - 1] = before[batch.page_ends - 1] * 0
    return before, after
