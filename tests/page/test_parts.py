"""Pages that are read in parts come out as if they had been read at once."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boilerplate.page import PageColumns
from boilerplate.page.html import split_html

EXAMPLES = Path(__file__).parents[2] / "examples"
AT_ONCE = 1 << 40


def differing(one: PageColumns, other: PageColumns) -> list[str]:
    """Names of the columns that are not the same."""

    def same(a: Any, b: Any) -> bool:
        return (
            np.array_equal(a, b, equal_nan=a.dtype.kind == "f") if hasattr(a, "dtype") else a == b
        )

    return [f.name for f in fields(one) if not same(getattr(one, f.name), getattr(other, f.name))]


@pytest.mark.parametrize("size", [700, 5_000, 20_000])
@pytest.mark.parametrize("example", sorted(EXAMPLES.glob("*.html")), ids=lambda path: path.stem)
def test_a_long_page(example: Path, size: int) -> None:
    head, body, tail = re.split(r"(<body[^>]*>.*</body>)", example.read_text("utf-8"), flags=re.S)
    source = head + body.replace("</body>", "") * (1 + 4 * size // len(body)) + "</body>" + tail
    assert not differing(split_html(source, part=AT_ONCE), split_html(source, part=size))


@pytest.mark.parametrize(
    "piece",
    [
        "<table><tr><td>a<td><b>b</b><tr><td><table><tr><td>c</table></table>",
        "<ul><li>a<li><a href=x>b</a><ul><li>c</ul></ul>",
        "<p>a <b>b <i>c<p>d</i> e</b> f",
        "<p>unclosed<div class=x><p>a",
        "<!-- <p>not shown <div> --><p>a",
        "<script>'<p>not shown'</script><style>p{}</style><svg><title><p>x</title></svg><p>a",
        "<select><option>a<option>b</select><textarea><p>x</textarea><div title='<p>'>c</div>",
        "<template><div>not shown</div></template><div hidden><p>a</div>",
        "<pre>\n a\n  b</pre><dl><dt>a<dd>b</dl>",
    ],
)
def test_places_that_are_hard_to_cut(piece: str) -> None:
    source = f"<!doctype html><title>t</title><body class=q><div id=main>{piece * 60}</div><p>end"
    for size in (20, 90, 400):
        assert not differing(split_html(source, part=AT_ONCE), split_html(source, part=size))


WORDS = re.compile(r"w\d+")
MARKUP = st.sampled_from(
    "<p> <div> <ul> <li> <table> <tr> <td> <h2> <section> <a> <b> <i> <span> </p> </div> </ul> "
    "</li> </table> </tr> </td> </section> </a> </b> </i> </span> <br> <form> </form> <!--<p>-->"
    " <select> <option> </select> <svg> </svg> </body> <pre> </pre> &amp;".split()
)


@settings(max_examples=150, deadline=None)
@given(st.lists(MARKUP, max_size=60), st.sampled_from([1, 10, 40, 120]))
def test_no_text_is_lost_or_doubled_wherever_broken_markup_is_cut(
    tags: list[str], size: int
) -> None:
    source = "".join(f"{tag} w{number} " for number, tag in enumerate(tags))

    def words(part: int) -> Counter[str]:
        return Counter(WORDS.findall("\n".join(split_html(source, part=part).texts)))

    assert words(size) == words(AT_ONCE)
