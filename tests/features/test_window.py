"""Long pages are looked at some blocks at a time, which must not show."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from boilerplate.features import Features, featurise, window
from boilerplate.features.batch import Batch
from boilerplate.features.window import windows
from boilerplate.page import PageColumns, split

TEXT = """Play Live Radio
0:00 / 3:41

The ferry over the lower river runs again from Monday, says the harbour office, and it is free.
By Ada Brook, 3 May 2021
渡し船が再開 — The Ferry Runs Again
© River Radio. All rights reserved, says HARBOUR OFFICE; 12:30, 1999.
"""
HTML = """<title>The ferry runs again</title><meta name="author" content="Ada Brook">
<body><nav class="menu"><a href="/">Home</a><a href="/news">News</a></nav>
<h1>The ferry runs again</h1><p>By Ada Brook</p><p>It runs from Monday.</p></body>"""


@pytest.fixture(scope="module")
def pages() -> list[PageColumns]:
    long = " ".join(f"word{i}" for i in range(200))
    sources = [(TEXT * 40, "text"), (HTML * 30, "html"), ("one", "text"), (f"{long}\n" * 9, "text")]
    return [split(source, kind) for source, kind in sources]  # type: ignore[arg-type]


def arrays(features: Features) -> list[np.ndarray]:
    bags = [features.tags, features.signs, *features.bags.values(), *features.paths.values()]
    found = [features.dense, features.range_starts, features.range_ends, features.page_offsets]
    return found + [bag.items for bag in bags] + [bag.offsets for bag in bags]


@pytest.mark.parametrize("at_once", [600, 1000, 5000])
def test_features_are_the_same_from_any_number_of_windows(
    pages: list[PageColumns], at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = featurise(pages)
    assert len(list(windows(Batch(pages)))) == 1
    monkeypatch.setattr(window, "_AT_ONCE", at_once)
    assert len(list(windows(Batch(pages)))) > 3
    for a, b in zip(arrays(featurise(pages)), arrays(whole), strict=True):
        np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize("at_once", [600, 601, 1000, 10**6])
def test_each_block_is_in_one_window(
    pages: list[PageColumns], at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window, "_AT_ONCE", at_once)
    batch = Batch(pages)
    found = list(windows(batch))
    assert all(len(each) for each in found)
    assert [text for each in found for text in each.texts] == list(batch.texts())
    assert np.concatenate([each.lengths for each in found]).tolist() == batch.lengths.tolist()
    owners = np.concatenate([each.pages for each in found])
    assert np.bincount(owners).tolist() == list(map(len, pages))


def test_characters_of_a_long_page_are_not_all_laid_out_at_once() -> None:
    source = ("All the ferries of the lower river run again from Monday. " * 10 + "\n") * 10_000
    page = split(source, "text")
    tracemalloc.start()
    featurise([page])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 * len(source)
