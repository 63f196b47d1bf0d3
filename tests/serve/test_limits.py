from __future__ import annotations

import socket
import threading
from typing import Any

from serving import LABEL, SOURCE, at_once, check_problem, eventually

TEXT = {"Content-Type": "text/plain"}


def test_too_large_a_body_is_413_however_it_comes(serve: Any) -> None:
    client = serve(max_bytes=1000)

    def chunks() -> Any:
        for _ in range(100):
            yield b"title| long\n" * 10

    assert "1,000" in check_problem(client.post(LABEL, content=b"x" * 1001, headers=TEXT), 413)
    assert "1,000" in check_problem(client.post(LABEL, content=chunks(), headers=TEXT), 413)
    assert client.post(LABEL, content=b"title| short", headers=TEXT).status_code == 200


def test_a_very_large_body_is_answered_while_it_is_sent(serve: Any) -> None:
    client = serve(max_bytes=1000)
    check_problem(client.post(LABEL, content=b"x" * 20_000_000, headers=TEXT), 413)


def test_too_many_blocks_are_413_before_they_are_labelled(serve: Any, gate: Any) -> None:
    client = serve(max_blocks=10)
    for source in ("text| line\n" * 11, "text| line\n" * 100_000):
        assert "10 blocks" in check_problem(client.post(LABEL, json={"source": source}), 413)
    assert gate.batches == []
    assert client.post(LABEL, json={"source": "text| line\n" * 10}).status_code == 200


def test_markup_is_not_counted_as_blocks(serve: Any) -> None:
    client = serve(max_blocks=2)
    source = "text| <b>a</b> <i>b</i> <u>c</u>"
    assert client.post(LABEL, json={"source": source, "kind": "html"}).status_code == 200


def test_what_would_wait_too_long_is_503_with_a_time_to_come_back(serve: Any, gate: Any) -> None:
    client = serve(max_wait=0)  # only one that finds nobody before it
    gate.open.clear()
    answers: list[Any] = []
    waiting = threading.Thread(
        target=lambda: answers.append(client.post(LABEL, json={"source": SOURCE}))
    )
    waiting.start()
    eventually(lambda: client.get("/readyz").status_code == 503)
    refused = client.post(LABEL, json={"source": SOURCE})
    assert "try again" in check_problem(refused, 503)
    assert int(refused.headers["retry-after"]) >= 1
    assert client.get("/healthz").status_code == 200
    gate.open.set()
    waiting.join(20)
    assert [answer.status_code for answer in answers] == [200]
    assert client.get("/readyz").status_code == 200
    assert client.post(LABEL, json={"source": SOURCE}).status_code == 200


def test_of_too_many_at_once_the_rest_is_answered(serve: Any, gate: Any) -> None:
    client = serve(max_wait=0.2)
    gate.open.clear()
    answers: list[Any] = []
    crowd = threading.Thread(
        target=lambda: answers.extend(
            at_once([lambda: client.post(LABEL, json={"source": SOURCE})] * 100)
        )
    )
    crowd.start()
    eventually(lambda: client.get("/readyz").status_code == 503)
    eventually(lambda: 'status="503"' in client.get("/metrics").text)
    gate.open.set()
    crowd.join(20)
    assert {answer.status_code for answer in answers} == {200, 503}
    assert sum(map(len, gate.batches)) == [a.status_code for a in answers].count(200)
    assert client.get("/readyz").status_code == 200


def test_a_batch_is_taken_whole_where_there_is_room(serve: Any) -> None:
    client = serve(max_wait=0)
    pages = [{"source": SOURCE}] * 64
    assert client.post("/v1/label/batch", json={"pages": pages}).status_code == 200


def test_a_page_that_takes_too_long_is_503(serve: Any, gate: Any) -> None:
    client = serve(timeout=0.2)
    gate.open.clear()
    answer = client.post(LABEL, json={"source": SOURCE})
    assert "too long" in check_problem(answer, 503)
    assert "retry-after" in answer.headers
    gate.open.set()
    eventually(lambda: client.post(LABEL, json={"source": SOURCE}).status_code == 200)


def test_what_nobody_waits_for_any_more_is_not_labelled(serve: Any, gate: Any) -> None:
    client = serve(timeout=0.2, batch_pages=1)
    gate.open.clear()
    at_once([lambda: client.post(LABEL, json={"source": SOURCE})] * 4)
    gate.open.set()
    eventually(lambda: client.post(LABEL, json={"source": "title| after"}).status_code == 200)
    assert len([batch for batch in gate.batches if SOURCE in batch]) == 1


def test_a_body_that_does_not_arrive_is_408(serve: Any) -> None:
    client = serve(timeout=0.3)
    with socket.create_connection((client.base_url.host, client.base_url.port)) as half:
        half.sendall(
            b"POST /v1/label HTTP/1.1\r\nHost: here\r\nContent-Type: text/plain\r\n"
            b"Content-Length: 100\r\n\r\ntitle| half"
        )
        half.settimeout(20)
        assert half.recv(100).startswith(b"HTTP/1.1 408 ")


def test_bodies_are_not_held_without_bound(serve: Any) -> None:
    client = serve(max_memory=1000)
    answer = client.post(LABEL, content=b"title| long\n" * 100, headers=TEXT)
    assert "too much" in check_problem(answer, 503)
    assert client.post(LABEL, content=b"title| short", headers=TEXT).status_code == 200


def test_what_arrives_together_is_labelled_together(serve: Any, gate: Any) -> None:
    client = serve(batch_pages=4)
    gate.open.clear()

    def one() -> Any:
        return client.post(LABEL, json={"source": SOURCE})

    answers: list[Any] = []
    first = threading.Thread(target=lambda: answers.append(one()))
    first.start()
    eventually(lambda: len(gate.batches) == 1)
    rest = threading.Thread(target=lambda: answers.extend(at_once([one] * 6)))
    rest.start()
    eventually(lambda: "boilerplate_pages_waiting 7.0" in client.get("/metrics").text)
    gate.open.set()
    first.join(20)
    rest.join(20)
    assert [answer.status_code for answer in answers] == [200] * 7
    assert [len(batch) for batch in gate.batches] == [1, 4, 2]


def test_a_lone_page_is_not_kept_waiting(serve: Any) -> None:
    client = serve(batch_wait=0.001)
    assert client.post(LABEL, json={"source": SOURCE}).status_code == 200
