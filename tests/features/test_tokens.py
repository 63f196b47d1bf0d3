from __future__ import annotations

import os
import subprocess
import sys

import pytest

from boilerplate.features import featurise
from boilerplate.features.bag import Bag
from boilerplate.features.markup import tag_tokens
from boilerplate.page import split


def items(bag: Bag, block: int = 0) -> list[int]:
    return bag.items[bag.offsets[block] : bag.offsets[block + 1]].tolist()


def words(text: str, block: int = 0) -> list[int]:
    return items(featurise([split(text, "text")]).bags["words"], block)


def characters(text: str) -> list[int]:
    return items(featurise([split(text, "text")]).bags["characters"])


def test_a_lines_words_do_not_depend_on_case_or_the_lines_around() -> None:
    assert words("Play Live Radio") == words("play LIVE radio")
    assert words("x y z\nPlay Live Radio\nz", 1) == words("Play Live Radio")


def test_lines_with_a_word_in_common_share_tokens() -> None:
    common = set(words("Listen live")) & set(words("To listen again, click here"))
    assert common
    assert not set(words("Listen live")) & set(words("Opening hours"))


def test_order_and_place_of_words_tell() -> None:
    assert sorted(words("sign in")) != sorted(words("in sign"))
    assert sorted(words("one two three")) != sorted(words("one three two"))


def test_short_lines_have_a_token_as_a_whole() -> None:
    # Words, pairs, the first, the last and the whole: a longer line has all but the whole.
    assert len(words("a b c")) == 3 + 2 + 2 + 1
    assert len(words("a b c d e f g h")) == 8 + 7 + 2 + 1
    assert len(words("a b c d e f g h i")) == 9 + 8 + 2


def test_a_line_without_words_has_no_word_tokens_but_a_shape() -> None:
    assert words("— / —") == []
    assert characters("/") != []
    assert characters("—— //") != characters("—— ((")


def test_numbers_are_alike() -> None:
    assert words("3 comments") == words("7 comments")
    assert characters("0:00 / 3:41") == characters("1:23 / 4:56")


def test_very_long_lines_have_bounded_bags() -> None:
    assert len(words("word " * 10_000)) < 120
    assert len(characters("word " * 10_000)) < 60


@pytest.mark.parametrize("text", ["x", "ab", "abc", "漢", "\U0001f600", "\ud800", "."])
def test_lines_too_short_for_four_characters_have_a_shape(text: str) -> None:
    assert len(characters(text)) >= 1


def tokens(tag: str) -> set[int]:
    return set(tag_tokens([tag]).items.tolist())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('div class="share-bar"', 'div class="share_buttons"'),
        ('ul class="mainMenu"', 'ul id="menu"'),
        ('nav class="site-navigation wide"', 'nav class="wide"'),
        ('div class="postFooter"', 'div class="footer"'),
        ('div class="HTMLBody"', 'div class="body"'),
        ('p class="Caption"', 'p class="caption"'),
        ('span itemprop="datePublished"', 'time itemprop="datePublished"'),
        ('div role="navigation"', 'ul role="navigation"'),
        ('a href="#top"', 'a href="#main"'),
        ('a href="mailto:a@x.example"', 'a href="mailto:b@y.example"'),
        ('a href="https://x.example"', 'a href="https://y.example/z"'),
        ('a href="/news/1"', 'a href="/sport"'),
    ],
)
def test_tags_alike_share_tokens(one: str, other: str) -> None:
    names = tokens(one.split()[0]) | tokens(other.split()[0])
    assert (tokens(one) & tokens(other)) - names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('a href="/x"', 'a href="#x"'),
        ('a href="mailto:x"', 'a href="tel:x"'),
        ('a href="x.html"', 'a href="/x.html"'),
        ('div class="menu"', 'div id="menu"'),
        ("p", "div"),
        ('input type="submit"', 'input type="text"'),
    ],
)
def test_tags_that_differ_have_different_tokens(one: str, other: str) -> None:
    assert tokens(one) != tokens(other)


def test_attributes_that_tell_nothing_are_left_out() -> None:
    assert tokens('div style="color:red" data-x="y" onclick="z"') == tokens("div")


def test_long_attributes_are_cut() -> None:
    many = " ".join(f"c{i}x" for i in range(1000))
    assert len(tokens(f'div class="{many}"')) < 60


@pytest.mark.parametrize("tag", ["", " ", 'p class="', 'p class="\ud800 é漢"', 'p ="'])
def test_odd_tags_have_tokens(tag: str) -> None:
    assert all(token >= 0 for token in tokens(tag))


def test_tokens_stand_in_the_same_order_in_every_process() -> None:
    tag = 'div class="one-two three fourFive six_7" id="main-menu" role="navigation banner"'
    code = (
        "from boilerplate.features.markup import tag_tokens;"
        f"print(tag_tokens([{tag!r}]).items.tolist())"
    )

    def run(seed: str) -> str:
        env = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert len({run(seed) for seed in "123456"}) == 1


def test_tags_are_a_blocks_own_or_further_out() -> None:
    page = split('<div class="box"><p class="lead">one</p><p>two</p></div>', "html")
    features = featurise([split("text", "text"), page])

    def names(bag: str, block: int) -> list[str]:
        return [page.tags[i] for i in items(features.paths[bag], block)]

    assert names("own_tags", 0) == names("path_tags", 0) == []
    assert names("own_tags", 1) == ['p class="lead"']
    assert names("own_tags", 2) == ["p"]
    assert names("path_tags", 1) == names("path_tags", 2) == ['div class="box"']
    assert [len(set(items(features.tags, i))) for i in range(3)] == [
        len(tokens(tag)) for tag in page.tags
    ]
