from __future__ import annotations

import csv
import gzip
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from toys import QUICK

from boilerplate.training import train
from boilerplate.training.fit import Settings

ROOT = Path(__file__).parents[2]

# The benchmarks are scripts of the checkout: they are not installed with the package.
sys.path.append(str(ROOT))

FERRY = """<!doctype html><html lang="en"><head><title>Ferry</title>
<link rel="canonical" href="https://quay-post.example/ferry"></head><body>
<nav><ul><li><a href="/">Quay Post</a></li><li><a href="/tides">Tides</a></li></ul></nav>
<h1>The ferry gets a bell again</h1>
<p>The old bell of the ferry was found in a barn last week and rings from Sunday on.</p>
<figure><img src="bell.jpg"><figcaption>The bell, before it was cleaned.</figcaption></figure>
<footer>© Quay Post</footer></body></html>"""


@pytest.fixture(scope="session")
def quick() -> Settings:
    """A network so small that it is fitted at once."""
    return QUICK


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that knows next to nothing."""
    file = tmp_path_factory.mktemp("model") / "quick-0.0.1.joblib"
    train(ROOT / "examples" / "pages.jsonl", out=file, settings=QUICK)
    return file


@pytest.fixture(scope="session")
def small_corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example pages laid out as the four corpora."""
    root = tmp_path_factory.mktemp("corpus")
    lines = (ROOT / "examples" / "pages.jsonl").read_text("utf-8").splitlines()
    for number, page in enumerate(map(json.loads, lines)):
        if "roles" in page and "html" in page:
            _write_wcxb(root, page, f"{number:04}")
        elif "roles" in page:
            record = {key: page[key] for key in ("id", "site", "language")}
            _write_json(root / "stations" / f"{page['id']}.json", record | {"lines": page["roles"]})
    _write_fundus(root)
    return root


@pytest.fixture(scope="session")
def rows_of() -> Callable[[Path], dict[str, dict[str, dict[str, str]]]]:
    """Read a result in CSV as table, row, column, value."""

    def read(file: Path) -> dict[str, dict[str, dict[str, str]]]:
        tables: dict[str, dict[str, dict[str, str]]] = {}
        with file.open(encoding="utf-8", newline="") as lines:
            for cell in csv.DictReader(lines):
                row = tables.setdefault(cell["table"], {}).setdefault(cell["row"], {})
                row[cell["column"]] = cell["value"]
        return tables

    return read


def _write_wcxb(root: Path, page: dict[str, Any], name: str) -> None:
    kept = [line for line, role in page["roles"] if role in ("title", "text")]
    dropped = [line for line, role in page["roles"] if role not in ("title", "text")]
    truth = {
        "url": page["url"],
        "_internal": {"page_type": {"primary": page["page_type"]}},
        "ground_truth": {
            "main_content": "\n\n".join(kept),
            "with": kept[-1:],
            "without": dropped[-1:],
        },
    }
    _write_json(root / "wcxb" / "dev" / "ground-truth" / f"{name}.json", truth)
    _write_gz(root / "wcxb" / "dev" / "html" / f"{name}.html.gz", page["html"])
    html = f"wcxb/dev/html/{name}.html.gz"
    _write_json(root / "roles" / f"{name}.json", {"id": name, "html": html, "lines": page["roles"]})


def _write_fundus(root: Path) -> None:
    text = "The old bell of the ferry was found in a barn last week and rings from Sunday on."
    section = {"headline": [], "paragraphs": [text]}
    truth = {
        "title": "The ferry gets a bell again",
        "body": {"summary": [], "sections": [section]},
    }
    _write_json(root / "fundus" / "uk" / "QuayPost.json", {"V1": truth})
    _write_gz(root / "fundus" / "uk" / "QuayPost_2026_05_01.html.gz", FERRY)
    lines = [
        ["Quay Post", "navigation"],
        ["Tides", "navigation"],
        ["The ferry gets a bell again", "title"],
        [text, "text"],
        ["The bell, before it was cleaned.", "caption"],
        ["© Quay Post", "legal"],
    ]
    html = "fundus/uk/QuayPost_2026_05_01.html.gz"
    _write_json(root / "roles" / "ferry.json", {"id": "ferry", "html": html, "lines": lines})


def _write_json(file: Path, value: object) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(value), "utf-8")


def _write_gz(file: Path, html: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(gzip.compress(html.encode()))
