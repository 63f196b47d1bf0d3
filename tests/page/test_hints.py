from __future__ import annotations

import pytest

from boilerplate.page import split


def hints(source: str) -> dict[str, str]:
    names = ("title", "description", "author", "data", "pictures")
    return dict(zip(names, split(source, "html").hints, strict=True))


def test_title_description_and_author() -> None:
    page = """<title lang=en>Salt &amp; tide</title>
    <meta name="description" content='It&apos;s "in"'><META NAME=author CONTENT=Ada>"""
    found = hints(page)
    assert found["title"] == "Salt & tide"
    assert found["description"] == 'It\'s "in"'
    assert found["author"] == "Ada"


def test_other_vocabularies_add_to_them() -> None:
    page = """<title>a</title><meta property="og:title" content="b"><meta content="c"
    name="twitter:title"><meta itemprop="author" content="d"><meta name="dc.creator" content="e">"""
    assert hints(page)["title"].split() == ["a", "b", "c"]
    assert hints(page)["author"].split() == ["d", "e"]


def test_other_metadata_is_left_alone() -> None:
    page = '<meta name="title-x" content="a"><meta name="viewport" content="b"><meta content="c">'
    assert set(hints(page).values()) == {""}


def test_strings_of_linked_data() -> None:
    page = r"""<body><script type="application/ld+json">{"@type": "NewsArticle", "headline" :
    "The \"old\" mill \u00e9", "author": [{"name": "Ada"}], "url": "x", "articleBody": "1\n2"}
    </script><p>one</p><script>{"name": "no data"}</script>
    <script type='application/ld+json'>{"description": "two</script>"""
    data = hints(page)["data"]
    assert [piece.strip() for piece in data.split(" \n ")] == ['The "old" mill é', "Ada", "1\n2"]


def test_linked_data_is_read_up_to_a_length() -> None:
    page = '<script type="application/ld+json">{"text": "%s"}</script>' % ("x" * 100_000)
    assert 1000 < len(hints(page)["data"]) < 100_000


def test_what_stands_for_pictures() -> None:
    page = "<p>a<img src=x alt='The &quot;mill&quot;'><img alt=''><img><b alt=no>b</b><img alt=two>"
    assert hints(page)["pictures"].split(" \n ") == ['The "mill"', "two"]


def test_pages_without_any() -> None:
    assert set(hints("<p>one</p>").values()) == {""}
    assert set(split("Title\n\none", "text").hints) == {""}


@pytest.mark.parametrize(
    "piece",
    ["application/ld+json ", "<script type=application/ld+json>", '"name":"', "<meta name=title ",
     "<title>", "<meta name=author content=x>"],
)  # fmt: skip
def test_repeating_anything_ends(piece: str) -> None:
    assert set(hints(piece * 50_000 + "<p>a</p>")) >= {"title", "data"}
