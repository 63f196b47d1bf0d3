"""From bytes to text, and from text to a kind."""

from __future__ import annotations

import codecs
import re
from typing import Final

from resiliparse.parse.encoding import bytes_to_str, detect_encoding

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
    r"(?:<!--.*?-->|\s)*<(?:!doctype\s+html|html|head|body|\?xml|div|p|table|article|main|section"
    r"|h[1-6]|ul|ol|meta|link|title|script|style)\b",
    re.I | re.S,
)
_TAG: Final = re.compile(
    r"</?(?:html|head|body|div|p|span|a|br|table|t[dhr]|[uo]l|li|h[1-6]|img|section|article"
    r"|nav|header|footer|main|em|strong|b|i|script|style|meta|link|form|button|input)\b[^<>]*>",
    re.I,
)
_LOOKAHEAD: Final = 1 << 16


def decode(source: bytes) -> str:
    """Decode a page's bytes by byte-order mark, content, declared charset and detection.

    Bytes that are valid UTF-8 are UTF-8 whatever the page declares: wrong declarations are
    common, valid UTF-8 by accident is not. Undecodable bytes become U+FFFD; nothing is raised.
    """
    for bom, encoding in _BOMS:
        if source.startswith(bom):
            return source[len(bom) :].decode(encoding, "replace")
    try:
        text = source.decode("utf-8")
    except UnicodeDecodeError:
        detected = detect_encoding(source, from_html_meta=True)
        return str(bytes_to_str(source, detected or "utf-8", errors="replace"))
    # ASCII with a NUL beside most letters is UTF-16 without a mark.
    if text.count("\0") * 3 > len(text):
        encoding = "utf-16-le" if source[1:2] == b"\0" else "utf-16-be"
        return source.decode(encoding, "replace")
    return text


def guess_kind(source: str) -> Kind:
    """Tell HTML from plain text that may mention a tag or two."""
    head = source[:_LOOKAHEAD].lstrip("\ufeff")
    if _DOCUMENT_START.match(head):
        return "html"
    tags = sum(1 for _ in _TAG.finditer(head))
    return "html" if tags >= 3 and tags * 400 > len(head) else "text"
