"""The language and the script of a page, for scores by them."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import Final

from resiliparse.parse.lang import detect_fast

from boilerplate.corpus.align import AlignedPage

_PROSE: Final = 60
"""Characters from which a block tells of the language; menus and names do not."""

_SOME: Final = 300
"""Characters of prose from which detection is believed where the page claims nothing."""

_ENOUGH: Final = 1000
"""Characters of prose from which it is believed against what the page claims."""

_NEAR: Final = 300
"""Distance from a language's profile up to which a text is in that language."""

_SAME: Final = {"nb": "no", "nn": "no"}


def language_of(page: AlignedPage) -> str:
    """The two-letter code of a page's language.

    What the page claims counts, unless enough prose says otherwise: templates are often left
    in the language they came in. ``"other"`` is a language that its prose is not in and that
    detection does not know either; ``"unknown"`` a page that neither claims nor shows any.
    """
    prose = "\n".join(text for text in page.columns.texts if len(text) >= _PROSE)
    claimed = _SAME.get(page.language or "", page.language)
    if len(prose) < (_SOME if claimed is None else _ENOUGH):
        return claimed or "unknown"
    found, distance = detect_fast(prose)
    found = _SAME.get(found, str(found))
    if claimed in (None, found) or distance <= _NEAR:
        return found
    return "other"


def script_of(page: AlignedPage) -> str:
    """The script of most letters of a page, e.g. ``"latin"``; kana makes a page Japanese."""
    letters = Counter(char for text in page.columns.texts for char in text if char.isalpha())
    scripts: Counter[str] = Counter()
    for char, count in letters.items():
        scripts[unicodedata.name(char, "unknown").split()[0].lower()] += count
    if not scripts:
        return "none"
    if scripts["hiragana"] + scripts["katakana"] > scripts.total() / 10:
        return "japanese"
    return scripts.most_common(1)[0][0]
