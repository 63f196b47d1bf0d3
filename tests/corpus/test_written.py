"""The pages that were written to be learnt from."""

from __future__ import annotations

from pathlib import Path

from boilerplate.corpus.forms import merged
from boilerplate.corpus.read import read_corpora

ANNOTATIONS = Path(__file__).parents[2] / "annotations"


def test_every_line_of_the_written_pages_has_one_role_and_none_is_measured() -> None:
    pages = list(merged(read_corpora([ANNOTATIONS / "written.jsonl"])))
    assert pages
    for page in pages:
        assert (page.allowed.sum(axis=1) == 1).all(), page.id
        assert page.grade == "annotated", page.id


def test_the_written_pages_belong_to_no_real_site() -> None:
    sites = [page.site for page in read_corpora([ANNOTATIONS / "written.jsonl"])]
    assert all(site.endswith(".example") for site in sites)
