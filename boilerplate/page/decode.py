"""From bytes to text, and from text to a kind."""

from __future__ import annotations

import codecs
import re
from typing import Final

from resiliparse.parse.encoding import detect_encoding

from boilerplate.page.columns import Kind

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_DOCUMENT_START: Final = re.compile(
    r"(?:<!--(?:(?!-->).)*-->|\s)*"
    r"<(?:!doctype\s+html|html|head|body|\?xml|div|p|table|article|main|section"
    r"|h[1-6]|ul|ol|meta|link|title|script|style)\b",
    re.I | re.S,
)
_TAG: Final = re.compile(
    r"</?(?:html|head|body|div|p|span|a|br|table|t[dhr]|[uo]l|li|h[1-6]|img|section|article"
    r"|nav|header|footer|main|em|strong|b|i|script|style|meta|link|form|button|input)\b[^<>]*>",
    re.I,
)
_LOOKAHEAD: Final = 1 << 16

_NULS: Final = 1 / 3
"""Share of NULs above which ASCII in UTF-16 without a mark is likely."""

_ESCAPE: Final = 0x1B
"""Begins how ISO-2022, in which all bytes are ASCII, says that Japanese follows."""

_DAMAGE: Final = 0.5
"""Undecodable bytes for each character beyond ASCII that a damaged page may have. The wrong
multibyte encoding has several."""


def decode(source: bytes) -> str:
    """Decode a page's bytes by byte-order mark, content, declared charset and detection.

    Bytes that are valid UTF-8 are UTF-8 whatever the page declares: wrong declarations are
    common, valid UTF-8 by accident is not. A few bytes that are not don't change that. What
    can't be decoded becomes U+FFFD; nothing is raised.
    """
    for bom, encoding in _BOMS:
        if source.startswith(bom):
            return source[len(bom) :].decode(encoding, "replace")
    if 0 in source and source.count(0) > _NULS * len(source):
        little = source[1::2].count(0) > source[::2].count(0)
        return source.decode("utf-16-le" if little else "utf-16-be", "replace")
    if _ESCAPE in source and b"\x1b$" in source and detect_encoding(source) == "iso2022_jp":
        return source.decode("iso2022_jp", "replace")
    try:
        return source.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_other(source)


def _decode_other(source: bytes) -> str:
    """Decode bytes that are not valid UTF-8, though they may be damaged UTF-8."""
    declared = detect_encoding(source, from_html_meta=True)
    detected = detect_encoding(source, html5_compatible=False)
    for encoding in ("utf-8", declared, detected):
        if encoding and not encoding.startswith(("utf-16", "utf-32")):
            text = source.decode(encoding, "replace")
            damaged = text.count("\ufffd")
            beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
            if damaged <= _DAMAGE * (beyond_ascii - damaged):
                return text
    return source.decode("cp1252", "replace")


def guess_kind(source: str) -> Kind:
    """Tell HTML from plain text that may mention a tag or two."""
    head = source[:_LOOKAHEAD].lstrip("\ufeff")
    if _DOCUMENT_START.match(head):
        return "html"
    tags = sum(1 for _ in _TAG.finditer(head))
    return "html" if tags >= 3 and tags * 400 > len(head) else "text"
