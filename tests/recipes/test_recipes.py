"""The recipes of docs/recipes/ do what they say."""

from __future__ import annotations

import asyncio
import importlib.util
import re
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
RECIPES = ROOT / "docs" / "recipes"
NEWS = (ROOT / "examples" / "harbour-news.html").read_text("utf-8")
HEADLINE = "Night shift ends at Kestrel Point light after 140 years"
CODE = re.findall(r"```python\n(.*?)```", (RECIPES / "index.md").read_text("utf-8"), re.S)

pytestmark = pytest.mark.skipif(
    not list((ROOT / "models").glob("*.joblib")), reason="no model in models/"
)


def recipe(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, RECIPES / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_scrapy_pipeline_adds_the_text_to_items() -> None:
    pipeline = recipe("scrapy_pipeline").BoilerplatePipeline()
    item = pipeline.process_item({"url": "https://harbour.example/", "html": NEWS})
    assert item["title"] == HEADLINE
    assert "wrote the wind, the glass" in item["text"]
    assert "Sign in" not in item["text"]
    assert item["url"] == "https://harbour.example/"


def test_the_pipeline_is_made_by_scrapy_itself() -> None:
    scrapy = pytest.importorskip("scrapy")
    from scrapy.utils.test import get_crawler

    crawler = get_crawler(scrapy.Spider, {"BOILERPLATE_KEEP": ["caption"]})
    pipeline = recipe("scrapy_pipeline").BoilerplatePipeline.from_crawler(crawler)

    class Story(scrapy.Item):
        html, text, title, byline = (scrapy.Field() for _ in range(4))

    item = pipeline.process_item(Story(html=NEWS))
    assert "Ruth Penhale winds the clockwork" in item["text"]
    assert "wrote the wind" not in item["text"]


class Document:
    def __init__(self, page_content: str, metadata: dict[str, Any]) -> None:
        self.page_content = page_content
        self.metadata = metadata


def check_transformer(document: type[Any]) -> None:
    transformer = recipe("langchain_transformer").BoilerplateTransformer()
    documents = [
        document(page_content=NEWS, metadata={"source": "a"}),
        document(page_content="", metadata={}),
    ]
    (cleaned,) = transformer.transform_documents(documents)
    assert isinstance(cleaned, document)
    assert "wrote the wind, the glass" in cleaned.page_content
    assert "Sign in" not in cleaned.page_content
    assert cleaned.metadata["source"] == "a"
    assert cleaned.metadata["title"] == HEADLINE
    with ThreadPoolExecutor(1) as pool:  # browsers leave an event loop running in this thread
        (again,) = pool.submit(asyncio.run, transformer.atransform_documents(documents)).result()
    assert again.page_content == cleaned.page_content


def test_a_transformer_cleans_documents() -> None:
    check_transformer(Document)


def test_a_transformer_cleans_those_of_langchain() -> None:
    check_transformer(pytest.importorskip("langchain_core.documents").Document)


def test_a_client_comes_back_when_the_service_is_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    from serving import Gate, Settings, serving

    client = recipe("http_client")
    gate = Gate()
    waits: list[int] = []
    with serving(Settings(max_wait=0), gate) as service:
        gate.open.clear()
        body = {"source": "title| first"}
        first = threading.Thread(target=lambda: service.post("/v1/label", json=body))
        first.start()
        while service.get("/readyz").status_code == 200:
            pass

        def sleep(seconds: int) -> None:
            waits.append(seconds)
            gate.open.set()
            first.join()

        monkeypatch.setattr(client, "time", SimpleNamespace(sleep=sleep))
        found = client.label(b"title| second", str(service.base_url).rstrip("/"))
    assert found["title"] == "second"
    assert waits == [1]


@pytest.mark.parametrize("code", CODE)
def test_the_code_of_the_page_runs(code: str) -> None:
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True)
