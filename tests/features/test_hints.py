from __future__ import annotations

import numpy as np

from boilerplate.features import NAMES, featurise
from boilerplate.page import split

PAGE = """<head><title>Mill bridge closes for repairs | River Radio</title>
<meta property="og:description" content="Buses will go round until June.">
<meta name="author" content="Ada Brook">
<script type="application/ld+json">{"articleBody": "The bridge closes on Monday."}</script></head>
<body><a>Home</a><h1>Mill bridge closes for repairs</h1><p>By Ada Brook</p>
<p>The bridge closes on Monday.</p><p>Buses will go round.</p><p>Radio</p><p>— / —</p></body>"""


def hint(name: str, *sources: str) -> list[float]:
    """A hint feature of all blocks of the last of some pages."""
    features = featurise([split(source, "html") for source in sources])
    column = features.dense[:, NAMES.index(f"hints.{name}")]
    return np.round(column[features.page_offsets[-2] :].astype(float), 4).tolist()


def test_a_block_that_the_title_repeats_is_wholly_in_it() -> None:
    assert hint("share_in_title", PAGE)[:2] == [0, 1]
    assert hint("share_in_description", PAGE)[4] == 1
    assert hint("share_in_data", PAGE)[3] == 1


def test_shares_are_of_pairs_of_words() -> None:
    assert hint("share_in_author", PAGE)[2] == 0.5
    assert hint("share_in_data", PAGE)[1] == 0.25


def test_a_block_of_one_word_is_compared_as_a_word() -> None:
    assert hint("share_in_title", PAGE)[5] == 1


def test_a_block_without_words_is_in_nothing() -> None:
    assert hint("share_in_title", PAGE)[6] == 0


def test_how_much_of_the_title_a_block_is() -> None:
    assert hint("share_of_title", PAGE)[1] == np.round(4 / 6, 4)
    assert hint("share_of_title", PAGE)[0] == 0


def test_hints_of_one_page_say_nothing_of_another() -> None:
    other = "<title>Home</title><p>Mill bridge closes for repairs</p><p>home</p>"
    assert hint("share_in_title", PAGE, other) == [0, 1]
    assert hint("share_in_title", other, PAGE) == hint("share_in_title", PAGE)


def test_what_a_page_does_not_say_is_missing() -> None:
    assert np.isnan(hint("share_in_title", PAGE, "<p>Mill bridge closes</p>")).all()
    assert np.isnan(hint("share_in_author", PAGE, "<title>x</title><p>Ada Brook</p>")).all()
