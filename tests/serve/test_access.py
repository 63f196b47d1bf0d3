from __future__ import annotations

from typing import Any

import pytest
from serving import LABEL, SOURCE, check_problem


@pytest.fixture
def guarded(serve: Any) -> Any:
    return serve(token="s3cret-é")


@pytest.mark.parametrize("header", [None, "Bearer wrong", "Basic czNjcmV0", "Bearer", "s3cret"])
def test_without_the_token_nothing_is_told(guarded: Any, gate: Any, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header}
    for method, path in [("POST", LABEL), ("GET", "/v1/model"), ("GET", "/metrics")]:
        answer = guarded.request(method, path, headers=headers)
        assert "token" in check_problem(answer, 401)
        assert answer.headers["www-authenticate"] == "Bearer"
    assert gate.batches == []


def test_with_the_token_all_is(guarded: Any) -> None:
    headers = {"Authorization": b"Bearer " + "s3cret-é".encode()}
    assert guarded.post(LABEL, json={"source": SOURCE}, headers=headers).status_code == 200
    assert guarded.get("/metrics", headers=headers).status_code == 200


def test_health_and_the_page_need_no_token(guarded: Any) -> None:
    for path in ("/", "/healthz", "/readyz", "/page/main.js", "/openapi.json"):
        assert guarded.get(path).status_code == 200


def test_the_token_is_in_the_api_s_document_and_not_its_value(guarded: Any) -> None:
    document = guarded.get("/openapi.json")
    assert document.json()["components"]["securitySchemes"]
    assert "s3cret" not in document.text
