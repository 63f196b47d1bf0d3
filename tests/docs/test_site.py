"""The documentation builds as a site, without a warning and without the network."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("mkdocs", reason="the extra 'docs' is not installed")
pytest.importorskip("material", reason="the extra 'docs' is not installed")
pytest.importorskip("mkdocstrings", reason="the extra 'docs' is not installed")

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(out)],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return out


def test_the_reference_tells_of_every_public_name(site: Path) -> None:
    import boilerplate

    reference = (site / "reference" / "python" / "index.html").read_text("utf-8")
    for name in boilerplate.__all__:
        assert name == "__version__" or re.search(rf'id="[\w.]*\b{name}"', reference), name


def test_the_reference_tells_of_every_command_and_shows_its_examples(site: Path) -> None:
    from boilerplate.cli import app

    text = (site / "reference" / "cli" / "index.html").read_text("utf-8")
    for command in app.registered_commands:
        assert command.callback is not None
        assert f'id="boilerplate-{command.callback.__name__}"' in text
    assert "[bold]" not in text
    assert "boilerplate train pages.jsonl" in re.sub(r"<[^>]+>", "", text)


def test_pages_ask_for_nothing_from_elsewhere(site: Path) -> None:
    loaded = re.compile(
        r'<(?:script|img|iframe|source)[^>]*\bsrc="?(?:https?:)?//|'
        r'<link[^>]*rel="(?:stylesheet|preconnect|icon)"[^>]*href="?(?:https?:)?//'
    )
    pages = list(site.rglob("*.html"))
    assert len(pages) > 20
    assert not [page.name for page in pages if loaded.search(page.read_text("utf-8"))]


def test_files_of_the_project_that_pages_lead_to_are_there(site: Path) -> None:
    for name in ("CONTRIBUTING", "SECURITY", "CHANGELOG", "examples/commoncrawl"):
        assert (site / "project" / name / "index.html").is_file()
    assert (site / "project" / "examples" / "spark_label.py").is_file()
