from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from serving import Settings, at_once, check_problem, serving
from toys import SMALL, html, model_state, random_weights, toy_examples

from boilerplate.model.labeler import Labeler

EXPLAIN = "/v1/explain"


@pytest.fixture(scope="module")
def labeler() -> Labeler:
    return Labeler(model_state(random_weights(toy_examples(range(4)), SMALL)), {})


@pytest.fixture(scope="module")
def client(labeler: Labeler) -> Iterator[Any]:
    with serving(Settings(max_blocks=50), labeler) as client:
        yield client


@pytest.mark.parametrize("of", [None, "caption", "byline", "main_content"])
def test_the_answer_is_the_explanation_as_python_has_it(
    client: Any, labeler: Labeler, of: str | None
) -> None:
    asked = {"source": html(0), "block": 4, "of": of, "top": 1000}
    told = client.post(EXPLAIN, json=asked).json()
    want = labeler.explain(html(0), 4, of).to_dict()
    assert told["block"] == want["block"]
    assert told["of"] == want["of"]
    assert told["probability"] == pytest.approx(want["probability"], abs=1e-4)
    effects = {reason["name"]: reason["effect"] for reason in want["reasons"]}
    found = {reason["name"]: reason["effect"] for reason in told["reasons"]}
    assert found == pytest.approx(effects, abs=1e-3)
    assert len(told["families"]) == len(want["families"])


def test_only_the_strongest_parts_are_told(client: Any) -> None:
    told = client.post(EXPLAIN, json={"source": html(0), "block": 4, "top": 3}).json()
    assert len(told["reasons"]) == 3


@pytest.mark.parametrize(
    ("asked", "status", "detail"),
    [
        ({"source": "one\ntwo", "block": 2}, 404, "the page has 2 blocks"),
        ({"source": "", "block": 0}, 404, "the page has 0 blocks"),
        ({"source": "one", "block": -1}, 422, "block"),
        ({"source": "one"}, 422, "block"),
        ({"source": "one", "block": 0, "of": "sidebar"}, 422, "of"),
        ({"source": "one", "block": 0, "url": "http://localhost/"}, 422, "url"),
        ({"source": "one\n" * 51, "block": 0}, 413, "50 blocks"),
    ],
)
def test_what_cannot_be_explained_is_told(
    client: Any, asked: dict[str, Any], status: int, detail: str
) -> None:
    assert detail in check_problem(client.post(EXPLAIN, json=asked), status)


def test_a_bare_page_is_no_question(client: Any) -> None:
    answer = client.post(EXPLAIN, content="<p>x</p>", headers={"Content-Type": "text/html"})
    check_problem(answer, 415)


def test_many_at_once_are_answered_or_sent_away(client: Any) -> None:
    asked = {"source": html(0), "block": 4}
    answers = at_once([lambda: client.post(EXPLAIN, json=asked) for _ in range(12)])
    good = [answer.json() for answer in answers if answer.status_code == 200]
    assert good
    assert all(answer == good[0] for answer in good)
    for answer in answers:
        if answer.status_code != 200:
            check_problem(answer, 503)
            assert int(answer.headers["Retry-After"]) >= 1


def test_it_is_behind_the_token(labeler: Labeler) -> None:
    asked = {"source": html(0), "block": 4}
    with serving(Settings(token="secret"), labeler) as client:
        check_problem(client.post(EXPLAIN, json=asked), 401)
        headers = {"Authorization": "Bearer secret"}
        assert client.post(EXPLAIN, json=asked, headers=headers).status_code == 200
