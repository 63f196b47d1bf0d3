"""What a page's own markup says about its language and address."""

from __future__ import annotations

import re

_LANGUAGE = re.compile(rb"""<html\b[^>]*?\slang\s*=\s*["']?([a-z]{2})\b""", re.IGNORECASE)
_TAG = re.compile(rb"<(?:link|meta)\b[^>]*>", re.IGNORECASE)
_NAMES_PAGE = re.compile(rb"""=\s*["']?(?:canonical|og:url)\b""", re.IGNORECASE)
_ADDRESS = re.compile(rb"""\b(?:href|content)\s*=\s*["']?(https?://[^"'\s>]+)""", re.IGNORECASE)


def language_of(html: bytes) -> str | None:
    """Return the two-letter language that ``<html lang>`` claims, if it does."""
    found = _LANGUAGE.search(html)
    return found[1].decode("ascii").lower() if found else None


def address_of(html: bytes) -> str | None:
    """Return the address that a page gives as its own (canonical link or ``og:url``)."""
    for tag in _TAG.finditer(html):
        if _NAMES_PAGE.search(tag[0]) and (address := _ADDRESS.search(tag[0])):
            return address[1].decode("utf-8", "replace")
    return None
