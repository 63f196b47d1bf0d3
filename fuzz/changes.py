"""Changes of a page that must not change what its other blocks are for.

Each takes a labelled page and its source, and gives the changed source with the blocks that it
has touched. HTML is changed in its normal form, in which every tag is closed and every attribute
quoted; the page that a change is given must have been made from that.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import SequenceMatcher
from html import escape
from itertools import pairwise
from typing import Final, Literal
from zlib import crc32

from resiliparse.parse.html import HTMLTree

from boilerplate.corpus.render import render
from boilerplate.document import Block, Page
from boilerplate.labels import Label, Role

Kind = Literal["text", "html"]
Changed = tuple[str, Kind, frozenset[int]]
Change = Callable[[Page, str], Changed]

_NAMES: Final = re.compile(r' (class|id)="([^"]*)"')
_WRAPPED: Final = "p h1 h2 h3 h4 h5 h6 ul ol dl table figure section article form aside blockquote"
_OPEN: Final = re.compile(rf"<(?:{'|'.join(_WRAPPED.split())})(?=[ >])")
_CLOSE: Final = re.compile(rf"</(?:{'|'.join(_WRAPPED.split())})>")
_UNTOUCHED: Final = re.compile(r"<(script|style|svg|template|head)\b.*?</\1>", re.S)
_BODY: Final = re.compile(r"<body[^>]*>")

_BANNER: Final = (
    "We value your privacy",
    "We and our partners store cookies on your device to measure how this site is used and to "
    "show you advertisements. You can change your choice at any time.",
    "Accept all",
    "Manage preferences",
)
_PLAY: Final = (
    *("Live-Radio hören", "Écouter la radio en direct", "Escuchar la radio en vivo"),
    *("Ouvir rádio ao vivo", "Lyssna på direktradio", "Слушать радио", "ライブラジオを聴く"),
)
_LISTEN: Final = re.compile(r"play live(?: radio)?|listen live|listen now", re.I)
_NOTHING: Final[frozenset[int]] = frozenset()


def normal(source: str) -> str:
    """HTML as the parser writes it."""
    document = HTMLTree.parse(source.encode("utf-8", "replace").decode("utf-8")).document
    return "" if document is None else str(document.html)


def rename_classes(page: Page, source: str) -> Changed:
    """Give every class and id a name that says nothing, the same wherever it stands."""

    def renamed(match: re.Match[str]) -> str:
        names = " ".join(f"x{crc32(name.encode()):x}" for name in match[2].split())
        return f' {match[1]}="{names}"'

    return _NAMES.sub(renamed, source), "html", _NOTHING


def drop_classes(page: Page, source: str) -> Changed:
    """Leave out all classes and ids."""
    return _NAMES.sub("", source), "html", _NOTHING


def wrap(page: Page, source: str) -> Changed:
    """Put two ``div`` around every paragraph, heading, list, table and section."""

    def wrapped(markup: str) -> str:
        return _CLOSE.sub(
            lambda m: f"{m[0]}</div></div>", _OPEN.sub(lambda m: f"<div><div>{m[0]}", markup)
        )

    kept = [*_UNTOUCHED.finditer(source)]
    places = [0, *(place for m in kept for place in m.span()), len(source)]
    pieces = [source[low:high] for low, high in pairwise(places)]
    pieces[0::2] = map(wrapped, pieces[0::2])
    return "".join(pieces), "html", _NOTHING


def to_text(page: Page, source: str) -> Changed:
    """Write HTML as text as a browser saves it: blank lines around paragraphs, lists, sections."""
    return render(page.columns, "spaced")[0], "text", _NOTHING


def to_lines(page: Page, source: str) -> Changed:
    """Write the blocks of HTML as lines with a blank line between all of them."""
    return "\n\n".join(page.columns.texts), "text", _NOTHING


def change_case(page: Page, source: str) -> Changed:
    """Write the furniture in capitals: players, menus, buttons and small print."""
    furniture = (Label.PLAYER_CHROME, Label.FOOTER)
    return _replaced(
        page, source, {b.index: b.text.upper() for b in page.blocks if b.label in furniture}
    )


def swap_captions(page: Page, source: str) -> Changed:
    """Put the captions, and the credits, into the opposite order."""
    texts: dict[int, str] = {}
    for role in (Role.CAPTION, Role.CREDIT):
        found = [block for block in page.blocks if block.role is role]
        texts |= {a.index: b.text for a, b in zip(found, reversed(found), strict=True)}
    return _replaced(page, source, texts)


def insert_banner(page: Page, source: str) -> Changed:
    """Begin the page with a cookie banner."""
    title, text, *buttons = _BANNER
    if page.kind == "text":
        return "\n".join([title, text, *buttons, "", source]), "text", _NOTHING
    banner = (
        f'<div class="cookie-banner" role="dialog"><h2>{title}</h2><p>{text}</p>'
        + "".join(f"<button>{button}</button>" for button in buttons)
        + "</div>"
    )
    return _BODY.sub(lambda m: m[0] + banner, source, count=1), "html", _NOTHING


def translate_play(page: Page, source: str) -> Changed:
    """Write "Play Live Radio" and the like in other languages."""
    texts = {
        block.index: _LISTEN.sub(_PLAY[block.index % len(_PLAY)], block.text)
        for block in page.blocks
        if _LISTEN.search(block.text)
    }
    return _replaced(page, source, texts)


CHANGES: Final[dict[str, tuple[Change, tuple[Kind, ...]]]] = {
    "class names changed": (rename_classes, ("html",)),
    "classes dropped": (drop_classes, ("html",)),
    "wrapped in extra divs": (wrap, ("html",)),
    "HTML turned to text": (to_text, ("html",)),
    "HTML turned to lines apart": (to_lines, ("html",)),
    "furniture in capitals": (change_case, ("html", "text")),
    "captions swapped": (swap_captions, ("html", "text")),
    "cookie banner inserted": (insert_banner, ("html", "text")),
    '"Play Live Radio" translated': (translate_play, ("html", "text")),
}
"""The changes by their names, and the kinds of page that they are for."""


def untouched(before: Page, after: Page, touched: frozenset[int]) -> list[tuple[Block, Block]]:
    """The blocks that a change has left as they were, before and after it."""
    matcher = SequenceMatcher(None, before.columns.texts, after.columns.texts, autojunk=False)
    return [
        (before.blocks[run.a + i], after.blocks[run.b + i])
        for run in matcher.get_matching_blocks()
        for i in range(run.size)
        if run.a + i not in touched
    ]


def _replaced(page: Page, source: str, texts: dict[int, str]) -> Changed:
    """The source with other texts for some blocks; of HTML, for those that are one piece of it."""
    changed = {i: text for i, text in texts.items() if text != page.columns.texts[i]}
    kept: list[str] = []
    position = 0
    done: set[int] = set()
    for block in page.blocks:
        if block.index not in changed:
            continue
        if page.kind == "text":
            start, old, new = block.start, block.text, changed[block.index]
        else:
            old = f">{escape(block.text, quote=False)}<"
            new = f">{escape(changed[block.index], quote=False)}<"
            start = source.find(old, position)
            if start < 0:
                continue
        kept += source[position:start], new
        position = start + len(old)
        done.add(block.index)
    kept.append(source[position:])
    return "".join(kept), page.kind, frozenset(done)
