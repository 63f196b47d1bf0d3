"""Pages put together at random, whose visible text is known from how they were made."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from resiliparse.parse.html import HTMLTree, NodeType

from boilerplate.page import PageColumns
from boilerplate.page.html import split_html

INLINE = ("b", "i", "span", "em", "code", "custom-x", "font", "u")
BLOCK = ("div", "section", "ul", "li", "article", "nav", "blockquote", "main", "h2", "figure")
UNSEEN = ("script", "style", "svg", "template", "iframe", "noframes")
ATTRIBUTES = ("", " class=a", ' title="x > y"', " data-x='<p>'", " <b", " style='color:red'")

WORDS = st.text(st.sampled_from("ab<>&\"'é漢 \n\u00a0\U0001f600;-=/!"), max_size=8)


@dataclass(frozen=True)
class Node:
    """An element; `tag` is empty for text and starts with ``!`` for what is not shown."""

    tag: str
    attributes: str = ""
    text: str = ""
    inside: tuple[Node, ...] = ()


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def source(node: Node) -> str:
    if not node.tag:
        return escaped(node.text)
    if node.tag == "br":
        return "<br>"
    if node.tag == "!--":
        return f"<!--{node.text.replace('-', '').replace('>', '')}-->"
    tag = node.tag.lstrip("!")
    inside = "".join(map(source, node.inside)) if not node.tag.startswith("!") else node.text
    return f"<{tag}{node.attributes}>{inside}</{tag}>"


def runs(node: Node) -> list[str]:
    """What the node shows: texts, parted where a run of text ends."""
    if not node.tag:
        return [node.text]
    if node.tag == "br":
        return ["", ""]
    if node.tag.startswith("!"):
        return [""]
    found = [""]
    for child in node.inside:
        first, *others = runs(child)
        found[-1] += first
        found += others
    return ["", *found, ""] if node.tag in BLOCK else found


TEXT = WORDS.map(lambda text: Node("", text=text))
LEAF = st.one_of(
    TEXT,
    TEXT,
    st.just(Node("br")),
    WORDS.map(lambda text: Node("!--", text=text)),
    st.builds(
        lambda tag, text: Node(f"!{tag}", text=escaped(text).replace("!", "")),
        st.sampled_from(UNSEEN),
        WORDS,
    ),
)


def element(inside: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    children = st.lists(inside, max_size=4).map(tuple)
    attributes = st.sampled_from(ATTRIBUTES)
    return st.builds(Node, st.sampled_from(INLINE + BLOCK), attributes, st.just(""), children)


def nested_as_written(node: Node, around: tuple[str, ...] = ()) -> bool:
    """Whether parsers take the tree as it stands: formatting holds no blocks, ``li`` no ``li``."""
    formatting = any(tag in INLINE for tag in around)
    if node.tag in BLOCK and (formatting or (node.tag in ("li", "h2") and node.tag in around)):
        return False
    if node.tag in INLINE and node.tag in around:
        return False
    return all(nested_as_written(child, (*around, node.tag)) for child in node.inside)


TREES = (
    st.lists(st.recursive(LEAF, element, max_leaves=20), min_size=1, max_size=6)
    .map(lambda nodes: Node("div", inside=tuple(nodes)))
    .filter(nested_as_written)
)


@settings(deadline=None, max_examples=300)
@given(TREES)
def test_blocks_are_the_runs_of_visible_text(tree: Node) -> None:
    expected = [" ".join(run.split()) for run in runs(tree)]
    columns = split_html(f"<!doctype html><body>{source(tree)}</body>")
    assert columns.texts == [run for run in expected if run]
    check(columns)


JUNK = st.lists(
    st.one_of(
        st.builds(
            "<{}{}{}>".format,
            st.sampled_from(["", "/"]),
            st.sampled_from(
                "a b p div table tr td li ul select option textarea script style svg template"
                " iframe noframes noembed xmp math mi title body html head frameset form button"
                " caption br img svg-x script-x font dialog details".split()
            ),
            st.sampled_from(
                ["", "/", " a=b", " <b", " <!--", " <script", " <svg", ' x="', " y='>'", " hidden"]
            ),
        ),
        st.sampled_from(
            ["one", "two ", "&amp;", "&lt;p&gt;", "<", ">", "<!--", "-->", "<!-- <svg> -->", "--!>",
             "\0", "\x1e", '"', "</", "<?x?>", "<![CDATA[", "]]>", "\ud800", "\u200b", "\n", "&"]
        ),
        st.text(max_size=4),
    ),
    max_size=25,
).map("".join)  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(JUNK)
def test_junk_is_split_into_what_its_document_shows(junk: str) -> None:
    junk += "."  # the parser leaves a comment of its own making where a page ends in "<!"
    columns = split_html(junk)
    check(columns)
    if "<math" not in junk:  # whose inside the parser does not write out as it has read it
        assert squeezed("".join(columns.texts)) == squeezed(shown_by_the_document(junk))


def squeezed(text: str) -> str:
    return "".join(text.split()).translate(str.maketrans("", "", "\x1e\u200b\0\u00ad\ufeff"))


def shown_by_the_document(page: str) -> str:
    """The text of all nodes that are shown, node by node."""
    page = page.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    body = HTMLTree.parse(page).body
    found: list[str] = []
    waiting = [] if body is None else [body]
    while waiting:
        node = waiting.pop()
        if node.type == NodeType.TEXT:
            found.append(node.text)
        elif node.type == NodeType.ELEMENT and node.tag not in (*UNSEEN, "noembed"):
            waiting.extend(reversed(list(node.child_nodes)))
    return "".join(found)


def check(columns: PageColumns) -> None:
    """What holds for the columns of any page."""
    n = len(columns)
    assert all(text and text == text.strip("\n") and text.strip() for text in columns.texts)
    joined = "\n".join(columns.texts)
    spans = zip(columns.starts.tolist(), columns.ends.tolist(), strict=True)
    assert [joined[start:end] for start, end in spans] == columns.texts
    lengths = np.fromiter(map(len, columns.texts), np.int64, n)
    assert ((columns.link_chars >= 0) & (columns.link_chars <= lengths)).all()
    assert ((columns.hidden == 0) | (columns.hidden == 1)).all()
    assert (columns.links >= 0).all()
    assert (columns.depth >= np.diff(columns.path_offsets)).all()
    index = np.arange(n)[:, None]
    assert ((columns.section_starts >= 0) & (columns.section_starts <= index)).all()
    assert ((columns.section_ends > index) & (columns.section_ends <= n)).all()
    assert columns.path_offsets[-1] == len(columns.path_tags) == len(columns.path_own)
    assert set(columns.path_tags.tolist()) == set(range(len(columns.tags)))
    assert len(set(columns.tags)) == len(columns.tags)
