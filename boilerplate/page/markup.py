"""HTML source into a flat run of texts and tags, by way of a parser.

The parser (lexbor, through resiliparse) mends whatever the source says and writes the tree
out again. In that normal form every tag is closed and ``<`` and ``>`` occur in tags alone, so
that two string operations cut it into tokens; no node is ever visited from Python.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from resiliparse.parse.html import HTMLTree

from boilerplate.page.crowded import thinned

_UNSEEN: Final = re.compile(
    r"<(?:!--[^-]*-->"  # most comments, all of it; of all else, the beginning
    r"|(!--|\?|/?(?:svg|template|noscript)(?=[ >])"
    r"|(?:script|style|iframe|noembed|noframes|xmp|plaintext)(?=[ >])))"
)
_NESTING: Final = ("svg", "template", "noscript")
_CLOSING: Final = {"!--": "-->", "?": ">"} | {
    name: f"</{name}>" for name in "script style iframe noembed noframes xmp plaintext".split()
}
_SHOWN_AS_IS: Final = ("xmp", "plaintext")
_SCRIPT_MARK: Final = re.compile(r"<!--(?!-?>)|-->|</?script(?=[\s/>])", re.I)
_BRACKET_IN_TAG: Final = re.compile("<[^<>]*<[^>]*>")
_SURROGATES: Final = re.compile("[\ud800-\udfff]")

_RISKS: Final = re.compile(r"<(?:noscript|/?[tT][eE][mM][pP][lL][aA][tT][eE](?=[\s/>]))")
_TEMPLATE: Final = re.compile(r"(</?)template(?=[\s/>])", re.I)
_MANY_TEMPLATES: Final = 2000
"""The parser writes templates out by recursion: tens of thousands in one another end it."""


def bearable(source: str) -> str:
    """The source without what the parser takes wrongly or for ever."""
    noscripts, templates = [], 0
    for risk in _RISKS.finditer(source):
        if risk[0] == "<noscript":
            noscripts.append(risk.start())
        else:
            templates += 1
    source = _close_frames(source, noscripts)
    if templates > _MANY_TEMPLATES:
        source = _TEMPLATE.sub(r"\1noframes", source)  # not shown either, and never nested
    return thinned(source)


def parse(source: str) -> str:
    """Parse `source`, a bearable one, and write it out in normal form."""
    try:
        tree = HTMLTree.parse(source)
    except UnicodeEncodeError:
        tree = HTMLTree.parse(_SURROGATES.sub("\ufffd", source))
    document = tree.document
    return "" if document is None else str(document.html)


def _close_frames(source: str, noscripts: list[int]) -> str:
    """Close each ``iframe`` that a ``noscript`` leaves open.

    The parser, which sees a page as without scripts, would take the rest of it for the inside
    of the frame, where browsers take the inside of ``noscript`` for text.
    """
    pieces: list[str] = []
    position = 0
    for start, following in pairwise([*noscripts, len(source)]):
        end = source.find("</noscript>", start, following)
        frame = source.rfind("<iframe", start, end) if end >= 0 else -1
        if frame >= 0 and source.find("</iframe", frame, end) < 0:
            pieces += source[position:end], "</iframe>"
            position = end
    return "".join([*pieces, source[position:]]) if pieces else source


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
    for start, end, instead in _unseen(markup, noscript):
        kept += markup[position:start], instead
        position = end
    kept.append(markup[position:])
    visible = "".join(kept)
    begin = visible.find("<body")
    if begin < 0:
        return ""
    end = visible.rfind("</body>")  # missing where the end is dropped, as by an open script
    return visible[visible.find(">", begin) + 1 : end if end >= 0 else len(visible)]


def _unseen(markup: str, noscript: bool) -> Iterator[tuple[int, int, str]]:
    """Start and end of what is not shown as it stands, and what is shown instead."""
    position = 0
    while match := _UNSEEN.search(markup, position):
        name: str | None = match[1]
        start, position = match.span()
        if _inside_tag(markup, start):
            position = start + 1
        elif name is None:
            yield start, position, ""
        elif name in _NESTING:
            if not (noscript and name == "noscript"):
                position = _nest_end(markup, position, name)
                yield start, position, ""
        elif name[0] != "/":
            end, position = _end(markup, position, name)
            instead = ""
            if name in _SHOWN_AS_IS:
                instead = f"<pre>{_escape(markup[markup.find('>', start) + 1 : end])}</pre>"
            yield start, position, instead


def _nest_end(markup: str, position: int, name: str) -> int:
    """Where an element ends that may hold others of its name."""
    closing = f"</{name}>"
    end = markup.find(closing, position)
    if end >= 0 and not _UNSEEN.search(markup, position, end):
        return end + len(closing)
    depth = 1
    while match := _UNSEEN.search(markup, position):
        inner: str | None = match[1]
        start, position = match.span()
        if _inside_tag(markup, start):
            position = start + 1
        elif inner == name:
            depth += 1
        elif inner == closing[1:-1]:
            depth -= 1
            if not depth:
                return position + 1
        elif inner and inner not in _NESTING and inner[0] != "/":
            position = _end(markup, position, inner)[1]
    return len(markup)


def _inside_tag(markup: str, position: int) -> bool:
    """Whether `position` is part of a tag: names of tags and attributes may hold brackets."""
    if markup[position - 1] == ">":
        return False
    return markup.rfind("<", 0, position) > markup.rfind(">", 0, position)


def _end(markup: str, position: int, name: str) -> tuple[int, int]:
    """Where a comment, an instruction or an element of raw text ends: its inside, and all of it."""
    closing = _CLOSING[name]
    if name == "plaintext":  # nothing closes it, so that it may hold its own closing tag
        end = markup.rfind(closing, position)
    else:
        end = markup.find(closing, position)
        if name == "script" and markup.find("<!--", position, end) >= 0:
            end = _script_end(markup, position)
    return (end, end + len(closing)) if end >= 0 else (len(markup), len(markup))


def _script_end(markup: str, position: int) -> int:
    """Where a script ends that is wrapped in a comment, inside which scripts may be written."""
    wrapped = written = False
    for mark in _SCRIPT_MARK.finditer(markup, position):
        if mark[0] == "<!--":
            wrapped = True
        elif mark[0] == "-->":
            wrapped = written = False
        elif mark[0][1] != "/":
            written = wrapped
        elif written:
            written = False
        else:
            return mark.start()
    return -1


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """Undo the few escapes that occur in the text of a normal form."""
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
    if len(pieces) != 2 * markup.count("<") + 1:
        # Attribute names may hold brackets: <a <b="">. Nothing else can.
        mended = _BRACKET_IN_TAG.sub(lambda m: "<" + m[0][1:].replace("<", ""), markup)
        pieces = mended.replace(">", "<").split("<")
    return pieces[0::2], pieces[1::2]
