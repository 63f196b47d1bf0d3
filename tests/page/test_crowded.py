from __future__ import annotations

import pytest

from boilerplate.page.crowded import thinned
from boilerplate.page.html import split_html

MANY = 40_000


@pytest.mark.parametrize(
    "attributes",
    [
        " a#=b",
        ' a#="<>"',
        " a#='x>'",
        "/a#",
        'a#="b"',
        " a#=b =c#",
        ' a#="b"="c# d#=">"',
        " <a#",
        " a# = b",
        ' a#=="c d#=">"',
    ],
)
@pytest.mark.parametrize("start", ["<p", '<p x"y', "<p<1", "<p title='"])
def test_countless_attributes_are_cut_and_the_rest_is_kept(start: str, attributes: str) -> None:
    end = "'" if start.endswith("'") else ""
    inside = "".join(attributes.replace("#", str(i)) for i in range(MANY))
    found = thinned(f"<p>one</p>{start}{end}{inside}>two</p><p>three</p>")
    assert found.startswith("<p>one</p>")
    assert found.endswith("<p>three</p>")
    assert len(found) < 200_000
    assert split_html(found).texts[-1] == "three"


@pytest.mark.parametrize(
    "source",
    [
        "",
        "plain words " * 20_000,
        "<p>" + "words and words " * 20_000 + "a < b" + " and words" * 20_000 + "</p>",
        '<p title="' + "many words " * 20_000 + '">a</p>',
        "<script>" + "if (a > b) c = 'd';" * 20_000 + "</script>",
        "<a href=x class='b c'>a</a>" * 20_000,
        "<p/" + "/a" * 1000 + ">b",
    ],
)
def test_what_pages_have_is_left_alone(source: str) -> None:
    assert thinned(source) == source


def test_countless_names_of_tags_become_one() -> None:
    found = thinned("".join(f"<x{i}>a</x{i}>" for i in range(100_000)) + "<p>b</p>")
    assert found.count("<x0>") == 1
    assert found.endswith("<x>a</x><p>b</p>")
