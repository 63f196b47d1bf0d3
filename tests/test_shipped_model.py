"""The model that ships, on pages it has never seen."""

from __future__ import annotations

import json
import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

import boilerplate
from boilerplate.labels import CONTENT_ROLES, Role
from boilerplate.model import artifact

ROOT = Path(__file__).parents[1]
EXAMPLES = sorted(p for p in (ROOT / "examples").iterdir() if p.suffix in (".txt", ".html"))


@pytest.fixture(scope="module")
def model() -> boilerplate.Labeler:
    return boilerplate.load()


@pytest.fixture(scope="module")
def station(model: boilerplate.Labeler) -> boilerplate.Page:
    return model.label((ROOT / "examples" / "river-radio.txt").read_bytes())


def labels_of(page: boilerplate.Page) -> list[str]:
    return [f"{block.label}/{block.role}" for block in page.blocks]


def test_it_is_small_whole_and_says_how_good_it_is() -> None:
    version, path = artifact.available()[-1]
    assert path.stat().st_size < 15_000_000
    assert artifact.verify(version)
    manifest = json.loads(path.with_suffix(".json").read_text("utf-8"))
    assert manifest["version"] == version
    for form in ("html", "lines", "spaced", "wrapped"):
        assert 0.5 < manifest["scores"][form]["word_f1"] < 1
        assert 0.5 < manifest["scores"][form]["label_macro_f1"] < 1


def test_a_station_page_is_told_apart(station: boilerplate.Page) -> None:
    labels = {block.text: block.label for block in station.blocks}
    assert labels["Listen Live"] == "player_chrome"
    assert labels["Ferry across the Alder returns after eleven silent years"] == "body"
    assert station.title == "Ferry across the Alder returns after eleven silent years"
    long = [block for block in station.blocks if len(block.text) > 250]
    assert {block.role for block in long} == {Role.TEXT}


def test_main_content_holds_title_and_text_and_nothing_of_the_player(
    station: boilerplate.Page,
) -> None:
    content = station.main_content.splitlines()
    assert content[0] == station.title
    assert "Listen Live" not in content
    for block in station.blocks:
        if len(block.text) > 250:
            assert block.text in content


def test_a_forum_thread_is_main_content(model: boilerplate.Labeler) -> None:
    page = model.label((ROOT / "examples" / "workshop-forum.html").read_bytes())
    posts = [block for block in page.blocks if len(block.text) > 120]
    assert posts
    assert sum(block.role in CONTENT_ROLES for block in posts) >= 0.8 * len(posts)


def test_many_pages_are_labelled_as_one_by_one(model: boilerplate.Labeler) -> None:
    sources = [path.read_bytes() for path in EXAMPLES] * 3 + ["", "One line", b"\xff\xfe"]
    single = [model.label(source) for source in sources]
    for together in (model.label_many(sources), model.label_many(sources[::-1])[::-1]):
        for a, b in zip(single, together, strict=True):
            assert labels_of(a) == labels_of(b)
            assert a.main_content == b.main_content
            np.testing.assert_allclose(a.probabilities, b.probabilities, atol=1e-5)


def test_threads_may_share_a_model(model: boilerplate.Labeler) -> None:
    sources = [path.read_bytes() for path in EXAMPLES] * 4
    with ThreadPoolExecutor(4) as pool:
        threaded = list(pool.map(model.label, sources))
    assert [labels_of(p) for p in threaded] == [labels_of(model.label(s)) for s in sources]


@pytest.mark.skipif(
    "fork" not in multiprocessing.get_all_start_methods(), reason="this system does not fork"
)
def test_a_forked_process_may_use_it(model: boilerplate.Labeler) -> None:
    source = EXAMPLES[0].read_bytes()
    with multiprocessing.get_context("fork").Pool(1) as pool:
        assert pool.apply(_label, (source,)) == labels_of(model.label(source))


def _label(source: bytes) -> list[str]:
    return labels_of(boilerplate.label(source))


@pytest.mark.corpus
def test_every_line_of_the_first_page_has_its_label(
    model: boilerplate.Labeler, corpus: Path
) -> None:
    folder = corpus.parent / "examples"
    page = model.label((folder / "alabama-public-radio.txt").read_text("utf-8"))
    truth = json.loads((folder / "alabama-public-radio.roles.json").read_text("utf-8"))
    assert [(block.text, str(block.label)) for block in page.blocks] == [
        (text, str(Role(role).label)) for text, role in truth
    ]
