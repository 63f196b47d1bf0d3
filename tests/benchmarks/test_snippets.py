from __future__ import annotations

import math

import pytest

from benchmarks.snippets import share_found


@pytest.mark.parametrize(
    "snippet",
    ["the mill wheel", "The MILL—wheel!", "mill\n\nwheel", "the", "«mill wheel»"],
)
def test_a_snippet_occurs_whatever_its_case_and_punctuation(snippet: str) -> None:
    assert share_found([[snippet]], ["Then the mill wheel turned."]) == 1


@pytest.mark.parametrize(
    "snippet",
    [
        "the wheel",  # a word stands between
        "wheel mill",  # the other way round
        "the mill wheel turned twice",  # goes on
        "urned",  # part of a word
    ],
)
def test_a_snippet_does_not_occur_in_parts(snippet: str) -> None:
    assert share_found([[snippet]], ["Then the mill wheel turned."]) == 0


def test_the_share_counts_snippets_of_all_pages() -> None:
    assert share_found([["one", "two", "three"], ["four"]], ["one two", "nothing"]) == 0.5


def test_snippets_without_words_do_not_count() -> None:
    assert share_found([["➔", "one"]], ["one"]) == 1
    assert math.isnan(share_found([["➔"], []], ["one", "two"]))
