from __future__ import annotations

import json
import re
from typing import Any

import pytest
from fakes import FakeLabeler
from serving import LABEL, SOURCE, at_once, check_problem


def test_json_is_labelled(client: Any) -> None:
    page = client.post(LABEL, json={"source": SOURCE}).json()
    assert page["kind"] == "text"
    assert page["title"] == "Bridge closes"
    assert page["main_content"] == "Bridge closes\nIt closes on Monday."
    assert [block["role"] for block in page["blocks"]] == ["player", "title", "text", "legal"]


def test_the_answer_is_the_page_as_python_has_it(client: Any) -> None:
    page = client.post(LABEL, json={"source": SOURCE}, params={"probabilities": True}).json()
    expected = FakeLabeler().label(SOURCE).to_dict()
    for found, block in zip(page["blocks"], expected["blocks"], strict=True):
        assert found.pop("probability") == pytest.approx(block.pop("probability"), abs=2e-6)
    assert page == expected


def test_probabilities_of_all_roles_are_left_out_unless_asked_for(client: Any) -> None:
    block = client.post(LABEL, json={"source": SOURCE}).json()["blocks"][0]
    assert "probabilities" not in block


@pytest.mark.parametrize(("media_type", "kind"), [("text/html", "html"), ("text/plain", "text")])
def test_a_body_may_be_the_page_itself(client: Any, media_type: str, kind: str) -> None:
    headers = {"Content-Type": f"{media_type}; charset=utf-8"}
    page = client.post(LABEL, content=SOURCE.encode(), headers=headers).json()
    assert page["kind"] == kind
    assert page["blocks"][3]["text"] == "© Radio"


def test_a_charset_in_the_header_counts(client: Any) -> None:
    headers = {"Content-Type": "text/plain; charset=shift_jis"}
    page = client.post(
        LABEL, content="title| 橋が閉まる".encode("shift_jis"), headers=headers
    ).json()
    assert page["title"] == "橋が閉まる"


def test_a_wrong_charset_in_the_header_does_not(client: Any) -> None:
    headers = {"Content-Type": "text/plain; charset=ascii"}
    page = client.post(LABEL, content="title| Überfahrt".encode(), headers=headers).json()
    assert page["title"] == "Überfahrt"


def test_an_empty_page_has_no_blocks(client: Any) -> None:
    page = client.post(LABEL, json={"source": ""}).json()
    assert (page["blocks"], page["main_content"], page["title"]) == ([], "", None)


def test_half_a_character_is_answered_in_valid_json(client: Any) -> None:
    answer = client.post(
        LABEL,
        content=b'{"source": "title| a \\ud83d b"}',
        headers={"Content-Type": "application/json"},
    )
    assert answer.status_code in (200, 422)
    json.loads(answer.content)


def test_batches_come_back_in_order(client: Any) -> None:
    pages = [{"source": f"title| Number {number}"} for number in range(40)]
    answer = client.post("/v1/label/batch", json={"pages": pages}).json()
    assert [page["title"] for page in answer["pages"]] == [f"Number {n}" for n in range(40)]


def test_hundreds_of_pages_pass_while_memory_is_given_back(client: Any) -> None:
    pages = [{"source": f"title| Number {number}"} for number in range(60)]
    for _ in range(8):
        answer = client.post("/v1/label/batch", json={"pages": pages}).json()
        assert len(answer["pages"]) == 60


def test_extract_gives_the_text_that_matters(client: Any) -> None:
    found = client.post("/v1/extract", json={"source": SOURCE}).json()
    assert found["text"] == "Bridge closes\nIt closes on Monday."
    assert found["title"] == "Bridge closes"


def test_extract_gives_what_is_asked_for(client: Any) -> None:
    wanted = {"keep": ["footer", "player"]}
    found = client.post("/v1/extract", json={"source": SOURCE}, params=wanted).json()
    assert found["text"] == "Play Live Radio\n© Radio"


def test_extract_gives_bare_text_to_who_accepts_that(client: Any) -> None:
    answer = client.post("/v1/extract", json={"source": SOURCE}, headers={"Accept": "text/plain"})
    assert answer.text == "Bridge closes\nIt closes on Monday."
    assert answer.headers["content-type"].startswith("text/plain")


def test_the_model_has_a_card(client: Any) -> None:
    assert client.get("/v1/model").json() == FakeLabeler.manifest


@pytest.mark.parametrize(
    ("body", "named"),
    [
        (b"{", "JSON"),
        (b"[]", "object"),
        (b"{}", "source"),
        (b'{"source": 1}', "source"),
        (b'{"source": "a", "kind": "pdf"}', "kind"),
        (b'{"source": "a", "url": "http://example.org"}', "url"),
    ],
)
def test_a_wrong_body_is_told_what_is_wrong(client: Any, body: bytes, named: str) -> None:
    answer = client.post(LABEL, content=body, headers={"Content-Type": "application/json"})
    assert named in check_problem(answer, 422)


def test_a_wrong_name_to_keep_is_told_the_right_ones(client: Any) -> None:
    answer = client.post("/v1/extract", json={"source": SOURCE}, params={"keep": "sidebar"})
    assert "keep" in check_problem(answer, 422)


def test_a_binary_file_is_no_page(client: Any) -> None:
    answer = client.post(LABEL, content=b"%PDF-1.7 ...", headers={"Content-Type": "text/html"})
    assert check_problem(answer, 422) == "not a text or HTML page"


@pytest.mark.parametrize("headers", [{}, {"Content-Type": "image/png"}])
def test_other_media_types_are_refused(client: Any, headers: dict[str, str]) -> None:
    check_problem(client.post(LABEL, content=b"Play", headers=headers), 415)


def test_packed_bodies_are_refused(client: Any) -> None:
    headers = {"Content-Type": "text/plain", "Content-Encoding": "gzip"}
    check_problem(client.post(LABEL, content=b"Play", headers=headers), 415)


def test_unknown_addresses_and_methods_are_problems_too(client: Any) -> None:
    check_problem(client.get("/v2/label"), 404)
    answer = client.delete(LABEL)
    check_problem(answer, 405)
    assert answer.headers["allow"] == "POST"


def test_a_page_that_can_not_be_labelled_costs_no_other_its_answer(client: Any, gate: Any) -> None:
    gate.open.clear()
    sources = ["title| one", "impossible", "title| two"]
    calls = [lambda s=s: client.post(LABEL, json={"source": s}) for s in sources]  # type: ignore[misc]
    gate.open.set()
    first, broken, second = at_once(calls)
    assert (first.json()["title"], second.json()["title"]) == ("one", "two")
    detail = check_problem(broken, 500)
    assert "impossible" not in detail
    assert "labelled" not in detail


def test_every_answer_keeps_browsers_safe(client: Any) -> None:
    for answer in (client.get("/"), client.get("/nothing"), client.post(LABEL, content=b"x")):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "access-control-allow-origin" not in answer.headers


def test_the_page_asks_nobody_else_for_anything(client: Any) -> None:
    seen = client.get("/").text
    for name in re.findall(r'(?:src|href)="([^"#]+)"', seen):
        assert name.startswith("/page/")
        loaded = client.get(name)
        assert loaded.status_code == 200
        assert not re.findall(
            r"(?:https?:)?//(?!www\.w3\.org/2000/svg)[a-z0-9.]+\.[a-z]{2,}", loaded.text
        )


def test_the_example_of_the_page_is_that_of_the_project(client: Any, root: Any) -> None:
    example = (root / "examples" / "river-radio.txt").read_text("utf-8")
    assert client.get("/page/example.txt").content.decode() == example
