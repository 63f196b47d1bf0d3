"""HTML source into a flat run of texts and tags, by way of a parser.

The parser (lexbor, through resiliparse) mends whatever the source says and writes the tree
out again. In that normal form every tag is closed and ``<`` and ``>`` occur in tags alone, so
that two string operations cut it into tokens; no node is ever visited from Python.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from resiliparse.parse.html import HTMLTree

_UNSEEN: Final = re.compile(
    r"<(!--|\?|/?(?:svg|template|noscript)(?=[ >])"
    r"|(?:script|style|iframe|noembed|noframes|xmp|plaintext)(?=[ >]))"
)
_NESTING: Final = ("svg", "template", "noscript")
_SHOWN_AS_IS: Final = ("xmp", "plaintext")
_SCRIPT_MARK: Final = re.compile(r"<!--(?!-?>)|-->|</?script(?=[\s/>])", re.I)
_BRACKET_IN_TAG: Final = re.compile("<[^<>]*<[^>]*>")
_SURROGATES: Final = re.compile("[\ud800-\udfff]")

_TEMPLATE: Final = re.compile(r"(</?)template(?=[\s/>])", re.I)
_MANY_TEMPLATES: Final = 2000
"""The parser writes templates out by recursion: tens of thousands in one another end it."""


def normal_form(source: str) -> str:
    """Parse `source` and write it out in normal form."""
    try:
        source.encode()
    except UnicodeEncodeError:
        source = _SURROGATES.sub("\ufffd", source)
    if len(_TEMPLATE.findall(source)) > _MANY_TEMPLATES:
        source = _TEMPLATE.sub(r"\1noframes", source)  # not shown either, and never nested
    if "<noscript" in source and "<iframe" in source:
        source = _close_frames(source)
    document = HTMLTree.parse(source).document
    return "" if document is None else str(document.html)


def _close_frames(source: str) -> str:
    """Close each ``iframe`` that a ``noscript`` leaves open.

    The parser, which sees a page as without scripts, would take the rest of it for the inside
    of the frame, where browsers take the inside of ``noscript`` for text.
    """
    pieces = source.split("</noscript>")
    for i, piece in enumerate(pieces[:-1]):
        frame = piece.rfind("<iframe")
        if frame > piece.rfind("<noscript") >= 0 and piece.find("</iframe", frame) < 0:
            pieces[i] += "</iframe>"
    return "</noscript>".join(pieces)


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
    if visible.count("<") != visible.count(">"):
        # Attribute names may hold brackets: <a <b="">. Nothing else can.
        visible = _BRACKET_IN_TAG.sub(lambda m: "<" + m[0][1:].replace("<", ""), visible)
    begin = visible.find("<body")
    if begin < 0:
        return ""
    end = visible.rfind("</body>")  # missing where the end is dropped, as by an open script
    return visible[visible.find(">", begin) + 1 : end if end >= 0 else len(visible)]


def _unseen(markup: str, noscript: bool) -> Iterator[tuple[int, int, str]]:
    """Start and end of what is not shown as it stands, and what is shown instead."""
    position = outermost = depth = 0
    nest = ""
    while match := _UNSEEN.search(markup, position):
        name, start, position = match[1], match.start(), match.end()
        if (noscript and name.endswith("noscript")) or _inside_tag(markup, start):
            continue
        if name in _NESTING:
            if not depth:
                nest, outermost = name, start
            depth += name == nest
        elif name[0] == "/":
            if depth and name[1:] == nest:
                depth -= 1
                position += 1
                if not depth:
                    yield outermost, position, ""
        else:
            end, position = _end(markup, position, name)
            if not depth:
                instead = ""
                if name in _SHOWN_AS_IS:
                    inside = markup[markup.find(">", start) + 1 : end]
                    instead = f"<pre>{_escape(inside)}</pre>"
                yield start, position, instead
    if depth:
        yield outermost, len(markup), ""


def _inside_tag(markup: str, position: int) -> bool:
    """Whether `position` is part of a tag: names of tags and attributes may hold brackets."""
    return markup.rfind("<", 0, position) > markup.rfind(">", 0, position)


def _end(markup: str, position: int, name: str) -> tuple[int, int]:
    """Where a comment, an instruction or an element of raw text ends: its inside, and all of it."""
    closing = {"!--": "-->", "?": ">"}.get(name, f"</{name}>")
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
