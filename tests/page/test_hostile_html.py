from __future__ import annotations

import numpy as np
import pytest

from boilerplate.page.html import split_html

NESTED = (
    "div b span table a font li p ul svg math template select option noscript form button"
    " h1 ruby object iframe frameset template-x q?"
)


def texts(source: str) -> list[str]:
    return split_html(source).texts


@pytest.mark.parametrize("tag", [*NESTED.split(), "td><table", "svg><desc", "template><div"])
@pytest.mark.parametrize("depth", [10_000, 100_000])
def test_elements_nested_without_end(tag: str, depth: int) -> None:
    columns = split_html("<p>before</p>" + f"<{tag}>" * depth + "inside")
    assert columns.texts[0] == "before"
    assert len(columns) <= 2


def test_what_stands_deep_and_what_follows_is_kept() -> None:
    deep = "<div>" * 50_000 + "deep" + "</div>" * 50_000
    columns = split_html(f"{deep}<p>after</p>")
    assert columns.texts == ["deep", "after"]
    assert columns.depth[1] == 1
    assert columns.depth[0] > 50


def test_many_templates_are_not_shown_either() -> None:
    assert texts("<p>a</p>" + "<Template><p>x</p></TEMPLATE >" * 5000 + "<p>b</p>") == ["a", "b"]


@pytest.mark.parametrize("tail", ["<p>b", "<p>b</", "<p>b<", "<p>b<i", "<p>b<i x='", "<p>b&", ""])
def test_pages_cut_short_keep_what_came_before(tail: str) -> None:
    assert texts(f"<p>a</p>{tail}")[0] == "a"


@pytest.mark.parametrize(
    "opened", ["<!--", "<script>", "<style>", "<svg>", "<template>", "<iframe>", "<noscript>"]
)
def test_what_is_never_closed_takes_the_rest_but_not_the_beginning(opened: str) -> None:
    assert texts(f"<body><p>a</p><div>b{opened}<g>c") == ["a", "b"]


def test_a_script_that_ends_with_the_page() -> None:
    assert texts("<p>one<script>a<!--<script>b") == ["one"]
    assert texts("<p>one<script>a<!--<script>b</script>c") == ["one"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>a <b <i>b</b> c</p>d", ["a b c", "d"]),
        ("<a <b href=x>link</a> text<p>after", ["link text", "after"]),
        ("<p <!-- note --> class=x>a</p><p>b</p>", ["class=x>a", "b"]),
        ("<p <script>a</p><p>b</p>", ["a", "b"]),
        ("<p <svg <template>a</p><p>b</p>", ["a", "b"]),
        ("<b<script>a</b<script><p>b</p>", ["a", "b"]),
        ("<p title='<script>'>a</p><p title='-->'>b</p>", ["a", "b"]),
        ('<p title="&lt;!--">a</p><p>b</p>', ["a", "b"]),
        ("<p <?php echo 1 ?>>a</p><p>b</p>", [">a", "b"]),
        ("<p =x>a</p></p <q>b", ["a", "b"]),
        ("<p>1 < 2 > 0 << 3</p>b", ["1 < 2 > 0 << 3", "b"]),
        ("</p></div></svg></b>a</body></html>b", ["ab"]),
    ],
)
def test_brackets_in_tags_do_not_cut_a_page_in_two(source: str, expected: list[str]) -> None:
    assert texts(source) == expected


@pytest.mark.parametrize("odd", ["\0", "\ud800", "\udfff\ud83d", "\x1e", "\ufdd0", "\x7f", "\x0c"])
def test_odd_characters_anywhere(odd: str) -> None:
    found = texts(
        f"<p>{odd}a{odd}</p><p title={odd} {odd}>{odd} b</p><p><!--{odd}--><i {odd}>c</i>"
    )
    assert [text.strip(f"{odd}\ufffd ") for text in found] == ["a", "b", "c"]


def test_framesets_have_no_text() -> None:
    assert texts("<frameset><frame src=x></frameset><noframes><p>a</p></noframes>") == []


def test_a_page_of_many_blocks() -> None:
    columns = split_html("<ul>" + "<li><a href=x>item</a>" * 50_000 + "</ul>")
    assert len(columns) == 50_000
    assert columns.link_chars.sum() == 4 * 50_000


def test_a_megabyte_without_a_tag_is_one_block() -> None:
    assert texts("word " * 250_000) == [("word " * 250_000).strip()]


@pytest.mark.parametrize(
    "piece",
    ["<!--", "<!-- a -->", "<script>", "<script><!--<script>", "<svg ", "</svg>", "&", "<", "<a ",
     "<b <i>", "<noscript>", "</noscript>", "<noscript><iframe>", "<?x", "<![CDATA[", "\0<"],
)  # fmt: skip
def test_repeating_anything_ends(piece: str) -> None:
    columns = split_html("<p>a</p>" + piece * 20_000)
    assert columns.texts[0].startswith("a")
    assert np.isfinite(columns.depth).all()
