from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boilerplate.features import NAMES, VERSION, Features, context, featurise, schema, tokens
from boilerplate.features.bag import BUCKETS
from boilerplate.features.schema import join
from boilerplate.page import PageColumns, split

TEXT = """Play Live Radio
0:00 / 3:41

River Radio

The ferry runs again
By Ada Brook, 3 May 2021
The ferry over the lower river runs again from Monday, says the harbour office, and it is free.
The ferry over the lower river runs again from Monday, says the harbour office, and it is free.
© River Radio"""
HTML = """<title>渡し船が再開 - River Radio</title><meta name="author" content="Ada">
<meta name="description" content="It runs again.">
<script type="application/ld+json">{"name": "A ferry"}</script>
<body><nav class="mainMenu"><ul><li><a href="/">Home</a><li><a href="#n">News</a></ul></nav>
<h1>渡し船が再開</h1><p>It runs <a href="https://x.example">again</a>.</p><p hidden>x</p>
<figure><img alt="A ferry"><figcaption>A ferry</figcaption></figure>
<div><div><p>©</p></div></div></body>"""
ODD = "\ud800\n\U0001f600\U0001f600\n\U00020000\U00020001\n.\n\u0301\n\U000e0041\n\uffff\nA"
PAGES = [split(TEXT, "text"), split(HTML, "html"), split("one", "text"), split(ODD, "text")]

DOM = {name for name in NAMES if name.startswith("dom.")} - {"dom.is_html"}
HINTS = {name for name in NAMES if name.startswith("hints.")}
BLANKS = {"layout.blank_before", "layout.blank_after", "layout.page_share_blank"}


def same(a: Features, b: Features) -> None:
    np.testing.assert_array_equal(a.dense, b.dense)
    np.testing.assert_array_equal(a.page_offsets, b.page_offsets)
    same_neighbourhoods(a, b)
    bags = {"tags": (a.tags, b.tags)}
    bags |= {name: (a.bags[name], b.bags[name]) for name in tokens.BAGS}
    bags |= {name: (a.paths[name], b.paths[name]) for name in tokens.PATHS}
    for one, other in bags.values():
        np.testing.assert_array_equal(one.items, other.items)
        np.testing.assert_array_equal(one.offsets, other.offsets)


def same_neighbourhoods(a: Features, b: Features) -> None:
    """Where a neighbourhood has no blocks, it does not matter where it has none."""
    some = a.range_ends > a.range_starts
    np.testing.assert_array_equal(some, b.range_ends > b.range_starts)
    np.testing.assert_array_equal(a.range_starts[some], b.range_starts[some])
    np.testing.assert_array_equal(a.range_ends[some], b.range_ends[some])


def well_formed(features: Features) -> None:
    n = len(features)
    assert features.dense.shape == (n, len(NAMES))
    assert features.dense.dtype == np.float32
    assert not np.isinf(features.dense).any()
    for bag in features.bags.values():
        assert len(bag) == n
        assert bag.offsets[-1] == len(bag.items)
        assert ((bag.items >= 0) & (bag.items < BUCKETS)).all()
    assert ((features.tags.items >= 0) & (features.tags.items < BUCKETS)).all()
    for path in features.paths.values():
        assert len(path) == n
        assert ((path.items >= 0) & (path.items < len(features.tags))).all()
    low = np.repeat(features.page_offsets[:-1], np.diff(features.page_offsets))
    high = np.repeat(features.page_offsets[1:], np.diff(features.page_offsets))
    starts, ends = features.range_starts, features.range_ends
    assert starts.shape == ends.shape == (len(context.NAMES), n)
    assert ((starts >= 0) & (starts <= ends) & (ends <= n)).all()
    assert (((starts >= low) & (ends <= high)) | (starts == ends)).all()


def test_names_are_distinct_and_as_many_as_columns() -> None:
    assert len(set(NAMES)) == len(NAMES)
    assert len(set(context.NAMES)) == len(context.NAMES)
    well_formed(featurise(PAGES))


def test_the_schema_is_plain_data_that_names_every_feature() -> None:
    found = schema()
    assert json.loads(json.dumps(found)) == found
    assert found["version"] == VERSION
    assert found["dense"] == list(NAMES)
    assert found["ranges"] == list(context.NAMES)


@pytest.mark.parametrize(
    ("page", "missing"),
    [
        (split(TEXT, "text"), DOM | HINTS),
        (split("one", "text"), DOM | HINTS),
        (split(ODD, "text"), DOM | HINTS),
        (split("<p>one", "html"), BLANKS | HINTS),
        (split(HTML, "html"), BLANKS),
    ],
)
def test_features_are_missing_only_where_a_page_has_no_such_thing(
    page: PageColumns, missing: set[str]
) -> None:
    dense = dict(zip(NAMES, featurise([page]).dense.T, strict=True))
    gap = dense.pop("layout.repeat_log_gap")
    assert np.isnan(gap).tolist() == (dense["layout.log_repeats"] == 0).tolist()
    for name, column in dense.items():
        absent = np.isnan(column)
        assert absent.all() if name in missing else not absent.any(), name


def test_pages_do_not_change_each_others_features() -> None:
    empty = split("", "text")
    together = featurise([empty, *PAGES, empty, *reversed(PAGES)])
    alone = join([featurise([page]) for page in [*PAGES, *reversed(PAGES)]])
    np.testing.assert_array_equal(together.dense, alone.dense)
    same_neighbourhoods(together, alone)
    same(featurise(PAGES), join([featurise([page]) for page in PAGES]))
    same(featurise(PAGES), join([featurise(PAGES[:2]), featurise(PAGES[2:])]))


def test_join_of_one_part_changes_nothing() -> None:
    same(join([featurise(PAGES)]), featurise(PAGES))


def test_a_batch_with_pages_of_no_blocks() -> None:
    empty = split("<p></p>", "html")
    features = featurise([empty, PAGES[0], empty])
    well_formed(features)
    assert features.page_offsets.tolist() == [0, 0, len(PAGES[0]), len(PAGES[0])]


SOURCES = st.lists(
    st.sampled_from(
        [*"\n\n\n ab.:1é©", "12:30", "1999", "Word", "\ud800", "\U0001f600", "\U00020000", "漢字",
         "。", "\u0301", "<p>", "<b>", "<title>", "<a href=/x class='aB c'>", "</a>", "<li>"]
    )
    | st.text(max_size=5),
    max_size=40,
).map("".join)  # fmt: skip


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(SOURCES, st.sampled_from(["text", "html"])), min_size=1, max_size=4))
def test_any_pages_have_features_and_the_same_alone(pages: list[tuple[str, str]]) -> None:
    columns = [split(source, kind) for source, kind in pages]  # type: ignore[arg-type]
    filled = [page for page in columns if len(page)] or [split("one", "text")]
    together = featurise(filled)
    well_formed(together)
    same(together, join([featurise([page]) for page in filled]))
