from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from boilerplate.corpus.align import align
from boilerplate.corpus.read import read_corpus
from boilerplate.page import split

pytestmark = pytest.mark.corpus


def count(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))


def test_the_right_blocks_score_almost_perfectly(corpus: Path) -> None:
    scores = []
    for page in islice(read_corpus(corpus / "wcxb"), 0, None, 20):
        columns = split(page.source, page.kind)
        aligned = align(page, columns)
        kept = zip(columns.texts, aligned.content, strict=True)
        found = count("\n".join(text for text, inside in kept if inside == 1))
        wanted = count(aligned.reference or "")
        total = found.total() + wanted.total()
        scores.append(2 * (found & wanted).total() / total if total else 1.0)
    assert np.mean(scores) > 0.97


@pytest.mark.parametrize("folder", ["roles", "stations"])
def test_nearly_every_block_finds_its_line(corpus: Path, folder: str) -> None:
    known = [
        np.isfinite(align(page, split(page.source, page.kind)).content)
        for page in islice(read_corpus(corpus / folder), 0, None, 5)
    ]
    assert np.concatenate(known).mean() > 0.985


def test_roles_and_main_content_tell_the_same_story(corpus: Path) -> None:
    pages = {page.id: page for page in islice(read_corpus(corpus / "roles"), 0, None, 10)}
    agree = []
    for page in read_corpus(corpus):
        twin = pages.get(f"roles:{page.id}")
        if twin is None:
            continue
        columns = split(page.source, page.kind)
        by_role, other = align(twin, columns), align(page, columns)
        known = by_role.allowed.sum(axis=1) == 1
        agree.append((by_role.allowed & other.allowed)[known].any(axis=1))
    assert np.concatenate(agree).mean() > 0.97
