from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boilerplate.features.characters import HEAD, TAIL, Characters, Class


def words(*texts: str) -> list[list[str]]:
    """The words of each text, as their characters."""
    characters = Characters.of(texts)
    found: list[list[str]] = [[] for _ in texts]
    w = characters.words
    for block, start, length in zip(w.block, w.start, w.length, strict=True):
        found[block].append("".join(map(chr, characters.codes[start : start + length].tolist())))
    return found


def hashes(text: str) -> list[int]:
    return Characters.of([text]).words.hash.tolist()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Play Live Radio", ["Play", "Live", "Radio"]),
        ("0:00 / 3:41", ["0", "00", "3", "41"]),
        ("don't e-mail x_y", ["don", "t", "e", "mail", "x", "y"]),
        ("été Straße cafe\u0301", ["été", "Straße", "cafe\u0301"]),
        ("Привет мир", ["Привет", "мир"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("漢字かな abc カナ", ["漢", "字", "か", "な", "abc", "カ", "ナ"]),
        ("A漢B", ["A", "漢", "B"]),
        ("서울 시장", ["서울", "시장"]),
        ("\U00020000\U00020001", ["\U00020000", "\U00020001"]),
        ("\U0001f600 — … \ud800", []),
        ("", []),
        ("a", ["a"]),
    ],
)
def test_words_are_runs_of_letters_and_digits(text: str, expected: list[str]) -> None:
    assert words(text) == [expected]
    assert words("x", text, "y") == [["x"], expected, ["y"]]


def test_words_hash_alike_whatever_their_case_and_wherever_they_stand() -> None:
    assert hashes("Radio RADIO radio") == hashes("radio") * 3
    assert hashes("ÉTÉ Été ΣΊΓΜΑ МИР") == hashes("été été σίγμα мир")
    assert hashes("one two") == hashes("one") + hashes("two")
    assert hashes("(two)") == hashes("x two")[1:]


def test_words_hash_alike_wherever_their_block_stands() -> None:
    many = Characters.of(["some words of a long page"] * 9000 + ["radio tower"])
    assert many.words.hash[-2:].tolist() == hashes("radio tower")
    assert len(set(many.words.hash[:-2].tolist())) == 6


def test_long_words_hash_by_their_length_and_by_how_they_begin() -> None:
    begin = "abcdefghijklmnopqrstuvwxyzabcdefgh"
    assert hashes(f"x {begin}yz")[1:] == hashes(f"{begin.upper()}yz")
    assert len({tuple(hashes(w)) for w in (begin, begin + "y", begin + "z", f"z{begin}")}) == 4


def test_words_are_counted_by_block() -> None:
    assert Characters.of(["one two", "…", "three"]).words.counts.tolist() == [2, 0, 1]


def test_digits_hash_alike() -> None:
    assert hashes("1999") == hashes("2024") == hashes("٢٠٢٤")
    assert hashes("1999") != hashes("199")


def test_different_words_hash_differently() -> None:
    some = "a b ab ba aa aaa abc acb cab a0 0a on no radio audio".split()
    assert len({hashes(word)[0] for word in some}) == len(some)
    assert hashes("a" * 33) != hashes("a" * 34)


def test_of_a_long_block_the_beginning_and_the_end_are_seen() -> None:
    middle = "m" * 5000
    characters = Characters.of(["A" * HEAD + middle + "Z" * TAIL, "next"])
    seen = "".join(map(chr, characters.codes.tolist()))
    assert seen == "A" * HEAD + "\n" + "Z" * TAIL + "\nnext\n"
    assert characters.offsets.tolist() == [0, HEAD + TAIL + 2, HEAD + TAIL + 7]


def test_a_block_of_just_the_length_is_seen_whole() -> None:
    text = "x" * (HEAD + TAIL)
    assert words(text) == [[text]]


@pytest.mark.parametrize(
    ("characters", "kind"),
    [
        ("aéßя", Class.LOWER),
        ("AÉЯ", Class.UPPER),
        ("अ한א", Class.UNCASED),
        ("漢かカไ\U00020000", Class.UNSPACED),
        ("09٣", Class.DIGIT),
        (" \t\u00a0\u3000", Class.SPACE),
        (".!?…。", Class.STOP),
        (",;:，", Class.PAUSE),
        ("\"'“”«»", Class.QUOTE),
        ("()[]（）", Class.BRACKET),
        ("|/•·–—-→*", Class.DIVIDER),
        ("©®@#", Class.SIGN),
        ("€$£¥", Class.CURRENCY),
        ("\U0001f600\ud800\uffff", Class.OTHER),
    ],
)
def test_classes_of_characters(characters: str, kind: int) -> None:
    assert Characters.of([characters]).classes[:-1].tolist() == [kind] * len(characters)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.text(st.characters(), max_size=30) | st.text("aB1 漢.\ud800\n"), max_size=8))
def test_words_lie_in_their_blocks_and_counts_add_up(texts: list[str]) -> None:
    characters = Characters.of(texts)
    w = characters.words
    assert (w.start >= characters.offsets[:-1][w.block]).all()
    assert (w.start + w.length < characters.offsets[1:][w.block]).all()
    assert (w.length > 0).all()
    assert (np.diff(w.block) >= 0).all()
    assert (w.start[1:] >= (w.start + w.length)[:-1]).all()
    np.testing.assert_array_equal(
        characters.class_counts.sum(axis=1), [len(text) + 1 for text in texts]
    )
