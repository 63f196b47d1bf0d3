from __future__ import annotations

from typing import Any

import pytest
from serving import Settings, create_app


@pytest.fixture(scope="module")
def document() -> Any:
    return create_app(Settings()).openapi()


def test_the_examples_of_the_document_are_answered_as_it_says(document: Any, serve: Any) -> None:
    client = serve()
    for path in ("/v1/label", "/v1/extract"):
        content = document["paths"][path]["post"]["requestBody"]["content"]
        for media_type in ("text/html", "text/plain"):
            headers = {"Content-Type": media_type}
            body = content[media_type]["example"].encode()
            assert client.post(path, content=body, headers=headers).status_code in (200, 500)


def test_every_reference_leads_somewhere(document: Any) -> None:
    def walk(node: Any) -> None:
        if isinstance(node, dict):
            if "$ref" in node:
                target = document
                for name in node["$ref"].removeprefix("#/").split("/"):
                    target = target[name]
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(document)


def test_schemathesis_finds_nothing() -> None:
    schemathesis = pytest.importorskip("schemathesis")
    from hypothesis import HealthCheck, given, settings

    app = create_app(Settings())
    schema = schemathesis.openapi.from_asgi("/openapi.json", app)
    for result in schema.get_all_operations():
        operation = result.ok()

        @given(case=operation.as_strategy())
        @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
        def check(case: Any) -> None:
            case.call_and_validate()

        check()
