"""What holds for any source: nothing is raised, text is kept, and company changes no label."""

from __future__ import annotations

import multiprocessing
import random
from concurrent.futures import ThreadPoolExecutor
from html import escape

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from other_process import label, untrained
from toys import html, toy_page

from boilerplate.document import Page
from boilerplate.model import labeler as labeler_module
from boilerplate.model.labeler import Labeler
from boilerplate.page import split
from fuzz.targets import Kind, check_columns, check_page

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=400)
PIECES = st.sampled_from(
    "<p> </p> <div> </div> <b> </b> <a\x20href=x> </a> <br> <table> <tr> <td> </table> <!-- -->"
    " <script> </script> <pre> </pre> <li> <svg> </svg> &amp; &lt; &#0; <plaintext> <select>"
    " <option> <noscript> </noscript> <template> </template> < > \" ' = / ".split(" ")
)
MARKUP = st.lists(PIECES | st.text(max_size=8), max_size=60).map("".join)
SOURCES = ANY_TEXT | MARKUP | st.binary(max_size=400) | ANY_TEXT.map(lambda t: f"<body><p>{t}</p>")
KINDS = st.sampled_from(["auto", "text", "html"])

EASY = settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(scope="module")
def labeler() -> Labeler:
    return untrained()


@settings(EASY, max_examples=300)
@given(source=SOURCES, kind=KINDS)
def test_any_source_is_a_page_whose_columns_fit(source: str | bytes, kind: Kind) -> None:
    check_columns(split(source, kind), source)


@EASY
@given(source=SOURCES, kind=KINDS)
def test_any_source_is_labelled(labeler: Labeler, source: str | bytes, kind: Kind) -> None:
    page = labeler.label(source, kind)
    check_page(page)
    again = labeler.label(source, kind)
    assert page.probabilities.tobytes() == again.probabilities.tobytes()


@EASY
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1)))
def test_the_text_of_paragraphs_is_kept(texts: list[str]) -> None:
    source = "<body>" + "".join(f"<p>{escape(text)}</p>" for text in texts)
    found = split(source, "html").texts
    wanted = [text for text in texts if split(text, "text").texts]
    assert [split(text, "text").texts for text in found] == [
        split(text, "text").texts for text in wanted
    ]


def pages() -> list[str | bytes]:
    """Some pages of either kind and several sizes."""
    return [
        *(toy_page(number).source for number in range(12)),
        *(html(number).encode("utf-16") for number in range(4)),
        *("\n".join(f"Line {i} of {n}" for i in range(n)) for n in (1, 7, 30, 150)),
        "",
        "<p>",
        "\ud800 alone",
    ]


def answers(pages: list[Page]) -> list[tuple[list[str], list[int], list[bool]]]:
    return [(p.columns.texts, p.roles.tolist(), p.kept.tolist()) for p in pages]


@pytest.fixture(scope="module")
def alone(labeler: Labeler) -> list[tuple[list[str], list[int], list[bool]]]:
    return answers([labeler.label(source) for source in pages()])


@pytest.mark.parametrize("blocks", [1, 10, 100, 20_000])
def test_labels_do_not_depend_on_the_batch(
    labeler: Labeler, alone: object, monkeypatch: pytest.MonkeyPatch, blocks: int
) -> None:
    monkeypatch.setattr(labeler_module, "_BATCH_BLOCKS", blocks)
    assert answers(labeler.label_many(pages())) == alone


@pytest.mark.parametrize("seed", range(3))
def test_labels_do_not_depend_on_the_order(labeler: Labeler, alone: object, seed: int) -> None:
    sources = pages()
    order = list(range(len(sources)))
    random.Random(seed).shuffle(order)
    shuffled = labeler.label_many([sources[i] for i in order])
    assert answers([shuffled[order.index(i)] for i in range(len(order))]) == alone


def test_labels_do_not_depend_on_the_thread(labeler: Labeler, alone: object) -> None:
    with ThreadPoolExecutor(8) as pool:
        for _ in range(3):
            assert answers(list(pool.map(labeler.label, pages()))) == alone


@pytest.mark.parametrize(
    "method", sorted({"fork", "spawn"} & {*multiprocessing.get_all_start_methods()})
)
def test_labels_do_not_depend_on_the_process(alone: object, method: str) -> None:
    with multiprocessing.get_context(method).Pool(2) as pool:
        assert answers(pool.map_async(label, pages()).get(timeout=120)) == alone


def test_a_page_is_the_same_wherever_it_stands(labeler: Labeler) -> None:
    many = labeler.label_many([html(1)] * 50)
    for page in many[1:]:
        np.testing.assert_array_equal(page.roles, many[0].roles)
