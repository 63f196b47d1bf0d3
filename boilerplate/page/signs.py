"""Signs of what kind of page this is, from markup that belongs to the page as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import urlsplit

_WHOLE: Final = re.compile(r"<(html|body) ([^>]*)>")
_META: Final = re.compile(r'<meta [^>]*?(?:name|property)="([^"]{1,60})"[^>]*>')
_LINK: Final = re.compile(r'<link [^>]*?rel="(canonical|next|prev|amphtml)"[^>]*>')
_CONTENT: Final = re.compile(r' content="([^"]*)"')
_HREF: Final = re.compile(r' href="([^"]*)"')
_TYPE: Final = re.compile(r'\s*:\s*(?:"([^"]{1,60})"|\[([^\]]{1,200})\])')
_ITEM: Final = re.compile(r"https?://schema\.org/(\w+)")
_WORD: Final = re.compile(r"\w+")
_LETTERS: Final = re.compile("[a-z]+")
_PART: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")

_TELLING_ATTRIBUTES: Final = frozenset(("class", "id", "itemtype", "typeof"))
_TELLING_META: Final = frozenset(
    ("og:type", "generator", "twitter:card", "application-name", "twitter:label1", "twitter:label2")
)
_MOST: Final = 400
"""Signs of a page that are kept."""

_LONGEST: Final = 60
"""Characters of a sign that are kept: what is remembered of signs must not be any longer."""

_ADDRESS_SEEN: Final = 2_000
"""Characters of an address that are looked at: the library remembers the last ones whole."""


def read_signs(markup: str) -> tuple[str, ...]:
    """The signs of a document in normal form, in alphabetical order.

    Names of classes of ``html`` and ``body``, what ``meta`` elements say of the page's type and
    maker, the shape of its own address, and the types of its linked data (JSON-LD, microdata).
    """
    head = markup[: markup.find(">", markup.find("<body")) + 1]
    found: set[str] = set()
    for name, attributes in _WHOLE.findall(head)[:2]:
        found.update(_of_element(name, attributes))
    address = ""
    for meta in _META.finditer(head):
        name, content = meta[1].lower(), _CONTENT.search(meta[0])
        found.add(f"has {name[:30]}")
        if content and name in _TELLING_META:
            value = content[1].lower()
            found.add(f"{name} {value[:30]}")
            found.update(f"{name}. {word}" for word in _LETTERS.findall(value)[:3])
        if content and name == "og:url":
            address = address or content[1]
    for link in _LINK.finditer(head):
        found.add(f"link {link[1]}")
        if link[1] == "canonical" and (href := _HREF.search(link[0])):
            address = href[1] or address
    if address := address.strip():
        found.update(_of_address(address[:_ADDRESS_SEEN]))
    for place in _named_types(markup):
        if kind := _TYPE.match(markup, place):
            names = _WORD.findall(kind[1] or kind[2])
            found.update(f"data {name.lower()[:40]}" for name in names)
    # Splitting finds a fixed string much faster than a regular expression does.
    for after in markup.split('itemtype="')[1:]:
        if kind := _ITEM.match(after):
            found.add(f"item {kind[1].lower()[:40]}")
    return join_signs([{sign[:_LONGEST] for sign in found}])


def join_signs(parts: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """The signs of a page from those of its parts."""
    return tuple(sorted(set().union(*parts))[:_MOST])


def _named_types(markup: str) -> Iterator[int]:
    """Where each ``"@type"`` ends: a single character, and a rare one, is found at once."""
    place = markup.find("@")
    while place >= 0:
        if markup.startswith('"@type"', place - 1):
            yield place + len('@type"')
        place = markup.find("@", place + 1)


def _of_element(name: str, attributes: str) -> set[str]:
    found: set[str] = set()
    pieces = attributes.split('"')
    for key, value in zip(pieces[0::2], pieces[1::2], strict=False):
        if key.strip().rstrip("=") in _TELLING_ATTRIBUTES:
            for word in value.split()[:30]:
                if len(word) < 40:
                    found.add(f"{name} {word.lower()}")
                found.update(f"{name}. {part.lower()}" for part in _PART.findall(word)[:6])
    return found


def _of_address(address: str) -> set[str]:
    """The words of an address's folders, and the shape of its last part."""
    try:
        split = urlsplit(address)
    except ValueError:
        return set()
    parts = [part for part in split.path.split("/") if part]
    found = {f"address depth {min(len(parts), 6)}"}
    found.update(
        f"address asks {pair.partition('=')[0].lower()[:20]}"
        for pair in split.query.split("&")[:4]
        if pair
    )
    if split.netloc:
        found.add(f"address host {split.netloc.partition('.')[0].lower()[:20]}")
    for number, part in enumerate(parts[:6], 1):
        last = number == len(parts)
        if part.isdigit():
            found.add(f"address digits {min(len(part), 5)} {last}")
        if not last or len(part) < 16:
            found.update(f"address {word.lower()}" for word in _PART.findall(part)[:4])
        if last:
            found.add(f"address hyphens {min(part.count('-'), 6)}")
            if "." in part:
                found.add(f"address ends {part.rpartition('.')[2].lower()[:6]}")
            if re.search(r"\d{4,}", part):
                found.add("address has digits")
    return found
