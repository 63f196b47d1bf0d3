from __future__ import annotations

import json
from pathlib import Path

import pytest


def test_main_content_is_the_default(boilerplate, page: Path) -> None:
    result = boilerplate("extract", str(page))
    assert result.stdout == "Bridge closes\nThe bridge closes on Monday.\n"
    assert result.exit_code == 0


def test_keep_asks_for_other_text(boilerplate, page: Path) -> None:
    result = boilerplate("extract", "--keep", "body,caption", str(page))
    assert result.stdout == "Bridge closes\nThe bridge closes on Monday.\nThe mill bridge.\n"


def test_pages_are_parted_by_an_empty_line(boilerplate, page: Path) -> None:
    result = boilerplate("extract", "--keep", "title", str(page), str(page))
    assert result.stdout == "Bridge closes\n\nBridge closes\n"


def test_nothing_to_keep_is_empty_output(boilerplate, page: Path, tmp_path: Path) -> None:
    assert boilerplate("extract", "--keep", "comment", str(page)).stdout == ""
    out = tmp_path / "out.txt"
    assert boilerplate("extract", "--keep", "comment", str(page), "-o", str(out)).exit_code == 0
    assert out.read_text() == ""


def test_the_model_is_passed_on(boilerplate, page: Path) -> None:
    boilerplate("extract", "--model", "mine-1.0.0", str(page))
    boilerplate("extract", str(page))
    assert boilerplate.loaded == ["mine-1.0.0", None]


def test_unsure_blocks_can_be_left_out(boilerplate, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("text| The bridge closes.\ntext| An unsure line.\nlegal| © River Radio\n")
    result = boilerplate("extract", "--min-probability", "0.7", str(page))
    assert "bridge" in result.stdout
    assert "unsure" not in result.stdout
    assert (
        boilerplate("extract", "--keep", "text", "--min-probability", "0.9", str(page)).stdout == ""
    )


def test_what_to_favour_is_one_of_three(boilerplate, page: Path) -> None:
    for favor in ("precision", "balanced", "recall"):
        result = boilerplate("extract", "--favor", favor, str(page))
        assert result.exit_code == 0
        assert "The bridge closes on Monday." in result.stdout
    assert boilerplate("extract", "--favor", "speed", str(page)).exit_code == 2
    assert boilerplate("extract", "--min-probability", "1.5", str(page)).exit_code == 2


def test_without_a_page_the_standard_input_is_read(boilerplate, page: Path) -> None:
    result = boilerplate("extract", stdin=page.read_bytes())
    assert result.stdout == "Bridge closes\nThe bridge closes on Monday.\n"


def test_precision_and_recall_are_short_for_what_to_favour(boilerplate, page: Path) -> None:
    for short, long in (("--precision", "precision"), ("--recall", "recall")):
        found = boilerplate("extract", short, str(page))
        assert found.exit_code == 0
        assert found.stdout == boilerplate("extract", "--favor", long, str(page)).stdout
    assert boilerplate("extract", "--precision", "--recall", str(page)).exit_code == 2


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(
        "navigation| Home\n"
        "title| Bridge <closes>\n"
        'byline| By "Ada" Brook\n'
        "text| 1. It closes on Monday.\n"
        "caption| The mill bridge.\n"
        "comment| At last!\n"
    )
    return path


def test_text_can_have_its_metadata_before_it(boilerplate, article: Path) -> None:
    result = boilerplate("extract", "--with-metadata", str(article))
    assert result.stdout == (
        '---\ntitle: "Bridge <closes>"\nbyline: "By \\"Ada\\" Brook"\n---\n'
        "Bridge <closes>\n1. It closes on Monday.\n"
    )


def test_markdown_marks_headlines_and_captions(boilerplate, article: Path) -> None:
    options = ["--output-format", "markdown", "--keep", "title,text,caption"]
    result = boilerplate("extract", *options, str(article))
    assert result.stdout == (
        "# Bridge \\<closes\\>\n\n1\\. It closes on Monday.\n\n*The mill bridge.*\n"
    )


def test_json_is_a_line_a_page(boilerplate, article: Path, page: Path) -> None:
    result = boilerplate("extract", "-f", "json", "--with-metadata", str(article), str(page))
    first, second = map(json.loads, result.stdout.splitlines())
    assert first == {
        "page": str(article),
        "title": "Bridge <closes>",
        "byline": 'By "Ada" Brook',
        "text": "Bridge <closes>\n1. It closes on Monday.",
    }
    assert second["byline"] is None
    alone = json.loads(boilerplate("extract", "-f", "json", str(page)).stdout)
    assert alone == {"text": "Bridge closes\nThe bridge closes on Monday."}


def test_html_is_one_document_with_nothing_unescaped(boilerplate, article: Path) -> None:
    options = ["--format", "html", "--with-metadata", "--keep", "title,text,caption"]
    written = boilerplate("extract", *options, str(article), str(article)).stdout
    assert written.count("<!doctype html>") == 1
    assert written.count("<article>") == written.count("</article>") == 2
    assert "<h1>Bridge &lt;closes&gt;</h1>\n<p>1. It closes on Monday.</p>" in written
    assert "<figcaption>The mill bridge.</figcaption>" in written
    assert '<meta itemprop="byline" content="By &quot;Ada&quot; Brook">' in written


def test_readers_comments_can_be_left_out(boilerplate, article: Path) -> None:
    wanted = ["extract", "--keep", "text,comment", str(article)]
    assert boilerplate(*wanted).stdout == "1. It closes on Monday.\nAt last!\n"
    assert boilerplate(*wanted, "--no-comments").stdout == "1. It closes on Monday.\n"
