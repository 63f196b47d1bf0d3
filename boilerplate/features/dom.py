"""DOM features: what the markup says; missing for plain text."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from boilerplate.features.batch import Batch, range_sum
from boilerplate.page import SECTIONS

NAMES: Final = (
    "is_html",
    "link_density",
    "log_links",
    "hidden",
    "depth",
    "page_link_density",
    *(f"section{i}_link_density" for i in range(SECTIONS)),
)


def compute(batch: Batch) -> NDArray[np.float32]:
    """One row a block, columns as in `NAMES`."""
    link_chars = batch.column("link_chars")
    is_html = ~np.isnan(link_chars)
    linked = np.where(is_html, link_chars, 0)

    def density(starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.float64]:
        found = range_sum(linked, starts, ends) / np.maximum(
            range_sum(batch.lengths, starts, ends), 1
        )
        return np.asarray(np.where(is_html if found.ndim == 1 else is_html[:, None], found, np.nan))

    return np.column_stack(
        [
            is_html,
            link_chars / np.maximum(batch.lengths, 1),
            np.log1p(batch.column("links")),
            batch.column("hidden"),
            np.log1p(batch.column("depth")),
            density(batch.page_starts, batch.page_ends),
            density(batch.section_starts, batch.section_ends),
        ]
    ).astype(np.float32)
