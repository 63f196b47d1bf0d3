from __future__ import annotations

import numpy as np
import pytest

from boilerplate.corpus.folds import site_folds

RNG = np.random.default_rng(7)
SITES = [f"site{k}.org" for k in RNG.integers(0, 60, 300)]
TYPES = ["forum" if int(site[4:-4]) % 4 == 0 else "article" for site in SITES]


def test_sites_never_part() -> None:
    folds = site_folds(SITES, 5, seed=0)
    for site in set(SITES):
        assert len({int(f) for f, s in zip(folds, SITES, strict=True) if s == site}) == 1


def test_folds_are_about_equal_in_pages_and_strata() -> None:
    folds = site_folds(SITES, 5, seed=0, strata=TYPES)
    for kind in ("forum", "article"):
        counts = np.bincount(folds[np.array(TYPES) == kind], minlength=5)
        assert counts.max() - counts.min() <= 0.25 * counts.mean()


def test_weights_count_instead_of_pages() -> None:
    folds = site_folds(["a", "b", "c", "d"], 2, seed=0, weights=[3, 1, 1, 1])
    heavy = folds[0]
    assert [int(f) == int(heavy) for f in folds] == [True, False, False, False]


def test_the_order_of_pages_does_not_matter_but_the_seed_does() -> None:
    order = RNG.permutation(len(SITES))
    folds = site_folds(SITES, 5, seed=1)
    assert (site_folds([SITES[k] for k in order], 5, seed=1) == folds[order]).all()
    assert (site_folds(SITES, 5, seed=2) != folds).any()


def test_too_few_sites_are_an_error() -> None:
    with pytest.raises(ValueError, match="1 sites can't make 2 folds"):
        site_folds(["a", "a"], 2, seed=0)
    with pytest.raises(ValueError, match="differ in length"):
        site_folds(["a", "b"], 2, seed=0, weights=[1.0])
