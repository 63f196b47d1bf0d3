"""HTML source into a flat run of texts and tags, by way of a parser.

The parser (lexbor, through resiliparse) mends whatever the source says and writes the tree
out again. In that normal form every tag is closed and ``<`` and ``>`` occur in tags alone, so
that two string operations cut it into tokens; no node is ever visited from Python.
"""

from __future__ import annotations

import re
from typing import Final

from resiliparse.parse.html import HTMLTree

_UNSEEN: Final = re.compile(
    r"<(?:!--|script|style|svg|template|iframe|noembed|noframes|xmp|plaintext|noscript)"
)
_RAW: Final = ("xmp", "plaintext")
_NESTING: Final = ("svg", "template")
_BRACKET_IN_TAG: Final = re.compile("<[^<>]*<[^>]*>")
_SURROGATES: Final = re.compile("[\ud800-\udfff]")


def normal_form(source: str) -> str:
    """Parse `source` and write the inside of its ``body`` out in normal form."""
    if _SURROGATES.search(source):
        source = _SURROGATES.sub("\ufffd", source)
    document = HTMLTree.parse(source).document
    return "" if document is None else str(document.html)


def visible_markup(markup: str, *, noscript: bool) -> str:
    """The inside of ``body`` without comments, scripts and what else is never shown.

    Parameters
    ----------
    markup
        A document in normal form.
    noscript
        Whether to keep what stands inside ``noscript``.
    """
    kept: list[str] = []
    position = 0
    search = _UNSEEN.search
    while match := search(markup, position):
        name = match[0][1:]
        start = match.start()
        after = markup[match.end() : match.end() + 1]
        if name != "!--" and after not in (" ", ">"):  # an element such as <style-guide>
            kept.append(markup[position : match.end()])
            position = match.end()
            continue
        kept.append(markup[position:start])
        if name == "noscript" and noscript:
            kept.append("<noscript")
            position = match.end()
            continue
        closing = "-->" if name == "!--" else f"</{name}>"
        end = _end(markup, match.end(), name, closing)
        if name in _RAW:  # shown as it stands, so its brackets need escaping
            inside = markup[markup.find(">", start) + 1 : end]
            kept.append(f"<pre>{_escape(inside)}</pre>")
        position = min(len(markup), end + len(closing))
    kept.append(markup[position:])
    visible = "".join(kept)
    if visible.count("<") != visible.count(">"):
        # Attribute names may hold brackets: <a <b="">. Nothing else can.
        visible = _BRACKET_IN_TAG.sub(lambda m: "<" + m[0][1:].replace("<", ""), visible)
    begin = visible.find("<body")
    if begin < 0:
        return ""
    return visible[visible.find(">", begin) + 1 : visible.rfind("</body>")]


def _end(markup: str, position: int, name: str, closing: str) -> int:
    """Where the `closing` of an element begins, past any nested elements of its name."""
    end = markup.find(closing, position)
    if name in _NESTING:
        opening = f"<{name}"
        depth = markup.count(opening, position, end if end >= 0 else None)
        while depth > 0 and end >= 0:
            start, end = end + 1, markup.find(closing, end + 1)
            depth += markup.count(opening, start, end if end >= 0 else None) - 1
    return end if end >= 0 else len(markup)


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """Undo the few escapes that occur in the text of a normal form."""
    if "&" not in text:
        return text
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", "\u00a0")
    return text.replace("&amp;", "&")


def tokens(markup: str) -> tuple[list[str], list[str]]:
    """Cut visible markup into its texts and, between them, its tags without brackets.

    Returns
    -------
    texts, tags
        ``texts[i]`` stands between ``tags[i - 1]`` and ``tags[i]``: one text more than tags.
    """
    pieces = markup.replace(">", "<").split("<")
    return pieces[0::2], pieces[1::2]
