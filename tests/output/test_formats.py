from __future__ import annotations

import csv
import io
import json
from html.parser import HTMLParser

import pytest
from fakes import page_of

from boilerplate.document import Page, roles_named
from boilerplate.output import FORMATS, Entry, Format, table

HOSTILE = 'a\tb\\c "<script>alert(1)</script>" & \x1b[31mred\x07'


def written(format: Format, *entries: Entry) -> str:
    return "".join(FORMATS[format](entries))


def test_jsonl_is_a_line_a_block_with_these_fields_in_this_order(station: Page) -> None:
    lines = written("jsonl", Entry(station)).splitlines()
    assert len(lines) == len(station)
    block = json.loads(lines[2])
    assert list(block) == ["index", "text", "label", "role", "probability", "start", "end"]
    assert block["text"] == "Mill bridge closes for repairs"
    assert (block["label"], block["role"], block["probability"]) == ("body", "title", 0.91)


def test_jsonl_of_several_pages_leads_with_the_page(station: Page) -> None:
    lines = written("jsonl", Entry(station, "a.txt"), Entry(station, "b.txt")).splitlines()
    assert len(lines) == 2 * len(station)
    assert next(iter(json.loads(lines[0]))) == "page"
    assert [json.loads(line)["page"] for line in (lines[0], lines[-1])] == ["a.txt", "b.txt"]


def test_jsonl_keeps_letters_readable() -> None:
    assert "Überfahrt 川" in written("jsonl", Entry(page_of([("Überfahrt 川", "title")])))


def test_json_is_the_page_as_one_object(station: Page) -> None:
    assert json.loads(written("json", Entry(station))) == station.to_dict()


def test_json_of_several_pages_is_an_array(station: Page) -> None:
    pages = json.loads(written("json", Entry(station, "a.txt"), Entry(station, "b.txt")))
    assert [page["page"] for page in pages] == ["a.txt", "b.txt"]
    one_left = json.loads(written("json", Entry(station, "b.txt")))
    assert [page["page"] for page in one_left] == ["b.txt"]


def test_tsv_has_a_line_of_names_and_one_a_block(station: Page) -> None:
    rows = list(csv.DictReader(io.StringIO(written("tsv", Entry(station))), delimiter="\t"))
    assert len(rows) == len(station)
    assert rows[0]["text"] == "Play Live Radio"
    assert rows[0]["label"] == "player_chrome"


def test_tsv_names_the_columns_once_for_several_pages(station: Page) -> None:
    lines = written("tsv", Entry(station, "a.txt"), Entry(station, "b.txt")).splitlines()
    assert len(lines) == 1 + 2 * len(station)
    assert lines[0].split("\t")[:2] == ["page", "index"]


def test_tsv_escapes_what_would_break_a_line() -> None:
    text = "one\ttwo\nthree\\n"
    line = written("tsv", Entry(page_of([(text, "text")]))).splitlines()[1]
    assert line.split("\t")[1] == r"one\ttwo\nthree\\n"


class Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.classes: list[str] = []
        self.data = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.classes.append(dict(attrs).get("class") or "")
        assert not {"src", "href"} & dict(attrs).keys()

    def handle_data(self, data: str) -> None:
        self.data += data


def test_html_shows_every_block_in_its_colour_and_loads_nothing(station: Page) -> None:
    view = written("html", Entry(station))
    seen = Seen()
    seen.feed(view)
    assert seen.classes.count("block body kept") == 4
    assert seen.classes.count("block body") == 3
    assert seen.classes.count("block footer") == 1
    assert all(block.text in seen.data for block in station)
    assert "prefers-color-scheme: dark" in view
    assert "http" not in view
    assert "url(" not in view


def test_html_escapes_texts_and_names() -> None:
    entries = [Entry(page_of([(HOSTILE, "text")]), "<b>&.html") for _ in range(2)]
    view = written("html", *entries)
    seen = Seen()
    seen.feed(view)
    assert "script" not in seen.tags
    assert "b" not in seen.tags
    assert seen.data.count('"<script>alert(1)</script>" &') == 2
    assert view.count("<!doctype html>") == view.count("</html>") == 1


def test_markdown_reads_as_the_page(station: Page) -> None:
    station.probabilities[2] = 0
    station.probabilities[2, 0] = 1
    assert written("markdown", Entry(station)).split("\n\n") == [
        "Local news",
        "# Mill bridge closes for repairs",
        "By Ada Brook",
        "Published May 3",
        "*The mill bridge, seen from the weir. (Ada Brook / River Radio)*",
        "The bridge closes on Monday.",
        "Buses will go round.",
        "Ada Brook",
        "*A bus at the stop.*\n",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# one", r"\# one"),
        ("#one", "#one"),
        ("- one", r"\- one"),
        ("1. one", r"1\. one"),
        ("1999 was", "1999 was"),
        ("a * b_c <i>", r"a \* b\_c \<i\>"),
        ("[x](y)", r"\[x\](y)"),
    ],
)
def test_markdown_takes_no_orders_from_texts(text: str, expected: str) -> None:
    assert written("markdown", Entry(page_of([(text, "text")]))) == expected + "\n"


def test_table_crops_to_the_width_and_has_no_codes_without_colour(station: Page) -> None:
    long = page_of([("word " * 100, "text"), ("© River Radio", "legal")])
    text = "".join(table.render([Entry(long)], width=70))
    assert all(len(line) <= 70 for line in text.splitlines())
    assert "…" in text
    assert "legal" in text
    assert "\x1b" not in text


def test_table_lets_no_control_characters_of_a_page_through() -> None:
    page = page_of([(HOSTILE, "text")])
    plain = "".join(table.render([Entry(page, "\x1b[2Jname"), Entry(page, "b")], width=120))
    assert "\x1b" not in plain
    assert "\x07" not in plain
    coloured = "".join(table.render([Entry(page)], width=120, colour=True))
    assert "\x1b[31mred" not in coloured


def test_table_is_coloured_on_request(station: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[32mbody" in "".join(table.render([Entry(station)], colour=True))


@pytest.mark.parametrize("format", list(FORMATS))
def test_only_kept_roles_are_shown(format: Format, station: Page) -> None:
    text = written(format, Entry(station, keep=roles_named(["legal"])))
    assert "© River Radio" in text
    if format != "json":  # which also tells about the page as a whole
        assert "Buses will go round." not in text
    else:
        assert [block["role"] for block in json.loads(text)["blocks"]] == ["legal"]


@pytest.mark.parametrize("format", list(FORMATS))
def test_an_empty_page_can_be_written(format: Format) -> None:
    assert "Traceback" not in written(format, Entry(page_of([])))


@pytest.mark.parametrize("format", list(FORMATS))
def test_pages_are_written_as_they_come(format: Format, station: Page) -> None:
    asked: list[str] = []

    def entries() -> object:
        for name in ("a.txt", "b.txt"):
            asked.append(name)
            yield Entry(station, name)

    pieces = iter(FORMATS[format](entries()))  # type: ignore[arg-type]
    next(pieces)
    assert asked == ["a.txt"]
