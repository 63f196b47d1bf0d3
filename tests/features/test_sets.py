from __future__ import annotations

import numpy as np

from boilerplate.features.sets import among


def test_it_tells_what_is_in_the_set_from_what_only_looks_like_it() -> None:
    rng = np.random.default_rng(0)
    known = np.unique(rng.integers(1 << 63, size=3000).astype(np.uint64))
    alike = known[::3] ^ np.uint64(1 << 40)  # the same low bits
    asked = np.concatenate([known[::2], alike, rng.integers(1 << 63, size=5000).astype(np.uint64)])
    assert among(asked, known).tolist() == [h in set(known.tolist()) for h in asked.tolist()]


def test_no_hashes_are_in_no_set() -> None:
    assert among(np.zeros(0, np.uint64), np.zeros(1, np.uint64)).tolist() == []
