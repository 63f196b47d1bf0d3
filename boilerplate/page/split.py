"""The door to the splitters: any source in, columns out."""

from __future__ import annotations

from typing import Literal

from boilerplate.page.columns import PageColumns
from boilerplate.page.decode import decode, guess_kind
from boilerplate.page.html import split_html
from boilerplate.page.text import split_text


def split(source: str | bytes, kind: Literal["auto", "text", "html"] = "auto") -> PageColumns:
    """Split a page into its line blocks.

    Parameters
    ----------
    source
        The page. Bytes are decoded by byte-order mark, declared charset and detection.
    kind
        ``"html"``, ``"text"``, or ``"auto"`` to look at the source.

    Returns
    -------
    PageColumns
        One entry a block, in document order; empty for a page without visible text.

    Raises
    ------
    ValueError
        If `kind` is none of the three.
    TypeError
        If `source` is neither ``str`` nor bytes.
    """
    if isinstance(source, (bytes, bytearray, memoryview)):
        text = decode(bytes(source))
    elif isinstance(source, str):
        text = source
    else:
        raise TypeError(f"a page is str or bytes, not {type(source).__name__}")
    if kind not in ("auto", "text", "html"):
        raise ValueError(f"kind is 'auto', 'text' or 'html', not {kind!r}")
    found = guess_kind(text) if kind == "auto" else kind
    return split_html(text) if found == "html" else split_text(text)
