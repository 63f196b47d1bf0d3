from __future__ import annotations

import pytest

from boilerplate.corpus.words import words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Don't PANIC", ["don", "t", "panic"]),
        ("東京へ 2024年", ["東", "京", "へ", "2024", "年"]),
        ("iPhone用", ["iphone", "用"]),
        ("서울 날씨", ["서울", "날씨"]),
        ("/ × •", []),
        ("", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_thai_characters_count_one_each() -> None:
    assert words("ข่าว") == list("ข่าว")
