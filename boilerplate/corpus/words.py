"""Words as alignment counts them."""

from __future__ import annotations

import re

# Scripts written without spaces, where every character counts as a word: Thai, Lao, Myanmar,
# Khmer, kana, Han.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30fa\u30fc-\u30ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")


def words(text: str) -> list[str]:
    """Split a text into lower-case words; characters of unspaced scripts stand alone.

    Examples
    --------
    >>> words("Don't panic, 東京!")
    ['don', 't', 'panic', '東', '京']
    """
    return _WORD.findall(text.lower())
