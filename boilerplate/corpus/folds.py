"""Folds for cross-validation: whole sites, never pages."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray


def site_folds(
    sites: Sequence[str],
    n: int,
    seed: int,
    weights: ArrayLike | None = None,
    strata: Sequence[str | None] | None = None,
) -> NDArray[np.int64]:
    """Deal sites out to folds of about equal size.

    Large sites are dealt first, each to the fold that has least of what the site brings. The
    result depends on the sites' names and the seed, not on the order of the pages.

    Parameters
    ----------
    sites
        The site of each page.
    n
        Number of folds.
    seed
        Seed of the order in which sites of one size are dealt.
    weights
        Size of each page, shape (pages,); each counts 1 by default.
    strata
        A property of each page, such as its type, to be spread evenly too.

    Returns
    -------
    int64 array, shape (pages,)
        Fold of each page, 0 to ``n - 1``.

    Raises
    ------
    ValueError
        If there are fewer sites than folds, or the arguments differ in length.
    """
    pages = len(sites)
    size = np.ones(pages) if weights is None else np.asarray(weights, dtype=np.float64)
    kinds = [""] * pages if strata is None else [kind or "" for kind in strata]
    if size.shape != (pages,) or len(kinds) != pages:
        raise ValueError("sites, weights and strata differ in length")
    names, site = np.unique(np.asarray(sites, dtype=np.str_), return_inverse=True)
    if not 1 <= n <= len(names):
        raise ValueError(f"{len(names)} sites can't make {n} folds")
    _, kind = np.unique(np.asarray(kinds, dtype=np.str_), return_inverse=True)

    brings = np.zeros((len(names), int(kind.max()) + 2))
    np.add.at(brings, (site, kind), size)
    brings[:, -1] = brings.sum(axis=1)
    share = brings / np.maximum(brings.sum(axis=0), np.finfo(np.float64).tiny)

    order = np.random.default_rng(seed).permutation(len(names))
    order = order[np.argsort(-brings[order, -1], kind="stable")]
    filled = np.zeros((n, brings.shape[1]))
    fold = np.zeros(len(names), dtype=np.int64)
    for name in order:
        fold[name] = np.argmin(filled @ share[name])
        filled[fold[name]] += share[name]
    return fold[site]
