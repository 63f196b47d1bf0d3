from __future__ import annotations

from typing import get_args

import numpy as np
import pytest

from boilerplate.corpus.align import align
from boilerplate.corpus.records import ContentTruth, LabelledPage
from boilerplate.corpus.render import Style, render, transfer
from boilerplate.page import split

PROSE = "The river rose over its banks on Monday and reached the old mill by noon. " * 2
HTML = f"""<body>
<nav><ul><li><a href=/>Home</a></li>
<li><a href=/s>Sport</a><ul><li>Cricket</li></ul></li></ul></nav>
<h1>Rain floods the valley</h1>
<p>Valley Post<br>1 Mill Lane<br>Brookfield</p>
<p>{PROSE}</p>
<table><tr><td>Noon</td><td>3 m</td></tr></table>
<pre>level = 3

print(level)</pre>
</body>"""


def test_lines_have_no_blank_ones() -> None:
    columns = split(HTML, "html")
    text, blocks = render(columns, "lines")
    assert "" not in text.split("\n")
    assert text.split("\n")[:3] == ["Home", "Sport", "Cricket"]
    assert blocks[:3].tolist() == [0, 1, 2]


def test_spaced_text_has_air_around_paragraphs_only() -> None:
    text, _ = render(split(HTML, "html"), "spaced")
    assert text.split("\n") == [
        "Home",
        "Sport",
        "Cricket",
        "",
        "Rain floods the valley",
        "",
        "Valley Post",
        "1 Mill Lane",
        "Brookfield",
        "",
        PROSE.strip(),
        "",
        "Noon",
        "3 m",
        "",
        "level = 3",
        "print(level)",
    ]


def test_wrapped_lines_know_their_block() -> None:
    columns = split(HTML, "html")
    text, blocks = render(columns, "wrapped", width=40)
    lines = [line for line in text.split("\n") if line]
    assert len(lines) == len(blocks)
    assert max(map(len, lines)) <= 40
    prose = next(k for k, t in enumerate(columns.texts) if t.startswith("The river"))
    assert (
        " ".join(line for line, k in zip(lines, blocks, strict=True) if k == prose)
        == (columns.texts[prose])
    )


@pytest.mark.parametrize("style", get_args(Style))
def test_what_is_known_goes_with_the_lines(style: Style) -> None:
    page = LabelledPage("a:1", "a.org", HTML, "html", ContentTruth(PROSE), page_type="article")
    aligned = align(page, split(HTML, "html"))
    text, blocks = render(aligned.columns, style, np.random.default_rng(0))
    carried = transfer(aligned, blocks, split(text, "text"))
    assert carried.columns.kind == "text"
    assert carried.reference == PROSE
    is_prose = [t in PROSE for t in carried.columns.texts]
    assert carried.content.tolist() == [float(prose) for prose in is_prose]
    assert carried.allowed.shape == (len(blocks), aligned.allowed.shape[1])


def test_transfer_wants_the_rendered_text() -> None:
    page = LabelledPage("a:1", "a.org", HTML, "html", ContentTruth(PROSE))
    aligned = align(page, split(HTML, "html"))
    _, blocks = render(aligned.columns, "lines")
    with pytest.raises(ValueError, match="blocks found"):
        transfer(aligned, blocks, split("Something else", "text"))


def test_blocks_that_look_alike_are_still_two() -> None:
    text, _ = render(split("<p>a<br>b</p><p>c<br>d</p>", "html"), "spaced")
    assert text == "a\nb\n\nc\nd"


def test_rng_gives_groups_or_all_blocks_air_on_some_pages() -> None:
    html = "<div><div>a</div><div>b</div></div><div><div>c</div><div>d</div></div>"
    columns = split(html, "html")
    seen = {render(columns, "spaced", np.random.default_rng(seed))[0] for seed in range(20)}
    assert seen == {"a\nb\nc\nd", "a\nb\n\nc\nd", "a\n\nb\n\nc\n\nd"}


def test_an_empty_page_renders_empty() -> None:
    text, blocks = render(split("", "html"), "spaced")
    assert text == ""
    assert blocks.shape == (0,)
