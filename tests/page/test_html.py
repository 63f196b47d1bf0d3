from __future__ import annotations

import numpy as np
import pytest

from boilerplate.page import SECTIONS, PageColumns
from boilerplate.page.html import split_html

SVG = '<svg viewBox="0 0 9 9"><title>Icon</title><path d="M0 0"/></svg>'


def texts(source: str) -> list[str]:
    return split_html(source).texts


def sections(columns: PageColumns, block: int) -> list[tuple[int, int]]:
    starts, ends = columns.section_starts[block], columns.section_ends[block]
    return list(zip(starts.tolist(), ends.tolist(), strict=True))


def path(columns: PageColumns, block: int) -> list[str]:
    around = columns.path_tags[columns.path_offsets[block] : columns.path_offsets[block + 1]]
    return [columns.tags[i] for i in around.tolist()]


BLOCKS = (
    "address article aside blockquote button center details dir div dl dt dd fieldset figcaption"
    " figure footer form h1 h2 h3 h4 h5 h6 header hgroup label legend li main menu nav ol p pre"
    " search section summary ul textarea"
)
INLINE = (
    "a abbr b bdi cite code data del em font i ins kbd mark q s samp small span strong sub sup"
    " time tt u var big nobr custom-element object ruby output picture video audio canvas"
)


@pytest.mark.parametrize("tag", BLOCKS.split())
def test_block_level_elements_end_a_run_at_both_edges(tag: str) -> None:
    assert texts(f"<div>one<{tag}>two</{tag}>three</div>") == ["one", "two", "three"]


@pytest.mark.parametrize("tag", INLINE.split())
def test_inline_markup_neither_parts_a_word_nor_joins_two(tag: str) -> None:
    assert texts(f"<p>o<{tag}>n</{tag}>e <{tag}>two</{tag}> three</p>") == ["one two three"]


@pytest.mark.parametrize("tag", ["br", "hr", "br/"])
def test_breaks_end_a_run(tag: str) -> None:
    assert texts(f"<div>one<{tag}>two<{tag}><{tag}>three</div>") == ["one", "two", "three"]


@pytest.mark.parametrize("tag", ["img alt=x", "wbr", "input value=x", "embed", "source", "track"])
def test_other_void_elements_do_not(tag: str) -> None:
    assert texts(f"<p>o<{tag}>ne</p>") == ["one"]


def test_each_cell_caption_and_heading_of_a_table_is_a_block() -> None:
    table = """<table><caption>Tides</caption><colgroup><col></colgroup>
    <thead><tr><th>Time<th>Height</thead><tr><td>noon<td>3 <b>m</b></table>after"""
    assert texts(table) == ["Tides", "Time", "Height", "noon", "3 m", "after"]


def test_tables_in_tables_and_text_astray_in_one() -> None:
    table = "<table>astray<tr><td>a<table><tr><td>b<table><td>c</table></table>d</table>"
    assert texts(table) == ["astray", "a", "b", "c", "d"]


def test_each_choice_of_a_form_is_a_block() -> None:
    form = """<form>Your <label>Size</label><select><optgroup label=x><option>S<option>M
    </optgroup></select><button>Buy</button><textarea>one  two\n\nthree</textarea></form>"""
    assert texts(form) == ["Your", "Size", "S", "M", "Buy", "one  two\n\nthree"]


def test_items_of_nested_lists_are_blocks() -> None:
    assert texts("<ul><li>a<ul><li>b<li>c</ul>d<li>e</ul>") == ["a", "b", "c", "d", "e"]


def test_links_side_by_side_stay_two_words() -> None:
    assert texts("<p><a href=/>Home</a><a href=/n>News</a></p>") == ["Home News"]


def test_entities_are_what_they_stand_for() -> None:
    source = (
        "<p>&lt;b&gt; &amp;amp; &amp;lt; &copy; &#8212;&#x41; &eacute; &quot;&apos; &noent; &</p>"
    )
    assert texts(source) == ["<b> &amp; &lt; © —A é \"' &noent; &"]


def test_white_space_is_shown_as_browsers_show_it() -> None:
    assert texts("<p> one\n\t two &nbsp; three <b> four </b></p>") == ["one two three four"]
    assert texts("<p>&nbsp;</p><p>\u200b \u200b</p><p>\ufeff one\u200b </p>") == ["one"]


def test_lines_in_pre_stay_lines() -> None:
    source = "<pre>\n  \ndef f():  \n\n    <b>return</b> 1 &lt; 2\n \n</pre><p>a\nb</p>"
    assert texts(source) == ["def f():\n\n    return 1 < 2", "a b"]


@pytest.mark.parametrize(
    "unseen",
    [
        "<!-- one <p>two</p> > < -- -->",
        "<!-->",
        "<!---->",
        "<!--=== x ===-->",
        "<!-- x --!>",
        "<![CDATA[one]]>",
        "<?php echo 1 ?>",
        '<?xml:namespace prefix = o ns = "urn:x" />',
        "<script>if (a<b && c>d) '<p>one</p>'</script>",
        '<script type="application/json">{"a": "<!--"}</script>',
        "<script><!--\nwrite('<script src=x></script>');\n//--></script>",
        "<script><!-- a --> b <!-- <script> --></script>",
        "<script><!-- a --> '<script>'</script>",
        "<script><!--> '<script>'</script>",
        "<style>p > a::before { content: '<p>' }</style>",
        SVG,
        f"<svg><g>{SVG}</g><!-- <svg> --><svg-x></svg-x><style>a>b</style></svg>",
        "<svg><foreignObject><p>one</p><style>a>b <svg></style></foreignObject></svg>",
        "<template><p>one</p><template>two</template></template>",
        "<template><template-card>one</template-card><script>'<template>'</script></template>",
        "<iframe><p>one</p></iframe>",
        "<iframe src=x>one<iframe></iframe>",
        "<noembed>one</noembed>",
        "<noframes><p>one</noframes>",
        f"<template><p>one</p>{SVG}</template>",
        f"<noscript>one{SVG}<template>two</template></noscript>",
        "<noscript>one <noscript>two</noscript><!-- </noscript> --></noscript>",
    ],
)
def test_what_is_never_shown_is_not_text(unseen: str) -> None:
    columns = split_html(f"<body><div>be{unseen}fore</div><p>and {unseen} after</p>")
    assert columns.texts == ["before", "and after"]
    assert columns.depth.tolist() == [1, 1]


def test_an_element_whose_name_only_begins_alike_is_shown() -> None:
    assert texts("<p>o<style-guide>n</style-guide>e <script-x>two</script-x></p>") == ["one two"]


def test_the_head_is_not_shown() -> None:
    head = "<head><title>Title &lt;body&gt;</title><meta content='<body>'></head>"
    assert texts(f"<html>{head}<body title='a>b'><p>one</p></body></html>") == ["one"]


def test_xmp_and_plaintext_are_shown_as_they_stand() -> None:
    assert texts("<xmp><b>x</b> &amp;\n1 > 0</xmp>y") == ["<b>x</b> &amp;\n1 > 0", "y"]
    assert texts("<p>x</p><plaintext>1 > 0 <b>\n</plaintext>") == ["x", "1 > 0 <b>\n</plaintext>"]


def test_noscript_counts_where_the_page_shows_next_to_nothing_else() -> None:
    post = "<p>" + "The river rose in the night and the bridge is closed. " * 8 + "</p>"
    bare = f"<body><div>Loading</div><noscript>{post}{post}</noscript></body>"
    assert texts(bare) == ["Loading", post[3:-5].strip(), post[3:-5].strip()]
    full = f"<body>{post * 4}<noscript>{post * 40}</noscript></body>"
    assert texts(full) == [post[3:-5].strip()] * 4


def test_a_short_noscript_does_not_count() -> None:
    assert texts("<p>A small page.</p><noscript>Turn it on.</noscript>") == ["A small page."]


def test_a_frame_left_open_in_noscript_does_not_swallow_the_page() -> None:
    frame = '<noscript><iframe src="//x.example/ns.html"></noscript>'
    assert texts(f"<body>{frame}<p>one</p><p>two</p>{frame}</body>") == ["one", "two"]


@pytest.mark.parametrize(
    "attribute",
    [
        "hidden",
        "hidden=until-found",
        "hidden='false'",
        "aria-hidden=true",
        'style="color: red; display : None"',
        "style='visibility:hidden'",
    ],
)
def test_hidden_blocks_are_kept_and_marked(attribute: str) -> None:
    columns = split_html(f"<p>a</p><div {attribute}><p>b</p><p>c</p></div><p {attribute}>d</p>e")
    assert columns.texts == ["a", "b", "c", "d", "e"]
    assert columns.hidden.tolist() == [0, 1, 1, 1, 0]


@pytest.mark.parametrize(
    "attribute",
    [
        "class='a hidden'",
        "id=display",
        "style='overflow:hidden'",
        "title=' hidden='",
        "aria-hidden=false",
        "data-hidden=true",
    ],
)
def test_what_only_sounds_hidden_is_not(attribute: str) -> None:
    assert split_html(f"<p {attribute}>a</p>").hidden.tolist() == [0]


def test_a_dialog_is_hidden_until_it_is_open() -> None:
    columns = split_html("<dialog>a</dialog><dialog open>b</dialog>c")
    assert columns.hidden.tolist() == [1, 0, 0]


def test_links_and_their_characters() -> None:
    columns = split_html(
        "<p>no link</p><p>a <a href=x>link</a>, <a href=y><b>an</b>other</a></p>"
        "<a href=z><div>in one</div></a><p>none</p>"
    )
    assert columns.texts == ["no link", "a link, another", "in one", "none"]
    assert columns.links.tolist() == [0, 2, 1, 0]
    assert columns.link_chars.tolist() == [0, 11, 6, 0]


def test_a_link_around_blocks_counts_in_the_first_of_them() -> None:
    columns = split_html("<a href=x><h2>one</h2><p>two</p></a><a href=y><img></a><p>three</p>")
    assert columns.texts == ["one", "two", "three"]
    assert columns.links.tolist() == [1, 0, 0]
    assert columns.link_chars.tolist() == [3, 3, 0]


def test_link_characters_are_never_more_than_the_text() -> None:
    columns = split_html("<a href=x>a   &amp;   b</a><p>c")
    assert columns.texts == ["a & b", "c"]
    assert columns.link_chars.tolist() == [5, 0]


def test_pictures_and_fields_between_blocks_are_counted() -> None:
    columns = split_html("<img><p>a</p><video></video><p>b<img><input>c</p><select><option>d<img>")
    assert columns.texts == ["a", "bc", "d"]
    assert columns.media.tolist() == [1, 1, 1]
    assert columns.inputs.tolist() == [0, 0, 2]


def test_tag_paths_lead_outwards_with_attributes() -> None:
    columns = split_html(
        "<main id=m><ul class='menu wide'><li><a href=x>a</a></li><li>b</li></ul></main>c"
    )
    assert path(columns, 0) == ['a href="x"', "li", 'ul class="menu wide"', 'main id="m"']
    assert path(columns, 1) == ["li", 'ul class="menu wide"', 'main id="m"']
    assert path(columns, 2) == []
    assert columns.depth.tolist() == [4, 3, 0]


def test_elements_that_hold_a_block_alone_are_its_own() -> None:
    columns = split_html("<div><section><p>a</p></section><p>b</p></div>")
    assert path(columns, 0) == ["p", "section", "div"]
    assert columns.path_own.tolist() == [True, True, False, True, False]


def test_sections_are_the_distinct_ranges_of_the_elements_around() -> None:
    columns = split_html(
        "<div><ul><li>a<li>b</ul><p>c</p></div><div><p>d</p><p>e</p></div>"
        + "<p>A much longer paragraph makes up most of the words here.</p>"
    )
    assert sections(columns, 0) == [(0, 2), (0, 3), (0, 3), (0, 3), (0, 3)]
    assert sections(columns, 3) == [(3, 5)] * SECTIONS
    assert sections(columns, 5) == [(5, 6)] * SECTIONS


def test_the_widest_section_has_not_the_bulk_of_the_page() -> None:
    inner = "<div><p>one</p><p>two</p></div>"
    page = f"<main><section>{inner}<p>{'a' * 20}</p></section><p>{'b' * 90}</p></main>"
    assert sections(split_html(page), 0) == [(0, 2), (0, 3), (0, 4), (0, 4), (0, 3)]
    page = page.replace("a" * 20, "a" * 200)
    assert sections(split_html(page), 0) == [(0, 2), (0, 3), (0, 4), (0, 4), (0, 2)]


def test_offsets_count_over_the_joined_texts() -> None:
    columns = split_html("<p>one</p><pre>two\nthree</pre><p>é\U0001f600</p>")
    joined = "\n".join(columns.texts)
    spans = zip(columns.starts.tolist(), columns.ends.tolist(), strict=True)
    assert [joined[start:end] for start, end in spans] == columns.texts


@pytest.mark.parametrize("source", ["", " ", "<!doctype html>", "<html></html>", "<p></p>", SVG])
def test_a_page_that_shows_nothing_has_no_blocks(source: str) -> None:
    columns = split_html(source)
    assert columns.kind == "html"
    assert len(columns) == 0
    assert columns.path_offsets.tolist() == [0]
    assert columns.section_starts.shape == (0, SECTIONS)


def test_blank_lines_are_unknown() -> None:
    assert np.isnan(split_html("<p>a</p>\n\n<p>b</p>").blank_before).all()
