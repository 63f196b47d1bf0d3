from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boilerplate.page import split
from boilerplate.page.decode import decode, guess_kind

GERMAN = "Die Brücke schließt am Montag früh, sagte die Bürgermeisterin. "
RUSSIAN = "Мост закрывается в понедельник утром, сообщил глава города. "
JAPANESE = "橋は月曜日の朝に閉まると市長が述べた。"
CHINESE = "市长说大桥将于星期一早上关闭,请乘客改乘公共汽车。"
KOREAN = "시장은 다리가 월요일 아침에 닫힌다고 말했다. "
POLISH = "Most zostanie zamknięty w poniedziałek rano, powiedział burmistrz Łodzi. "

BOMS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}


def page(text: str, charset: str | None = None) -> str:
    declared = f'<meta charset="{charset}">' if charset else ""
    return f"<html><head>{declared}<title>x</title></head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize("encoding", BOMS)
@pytest.mark.parametrize("text", ["", "a", GERMAN + JAPANESE, page(RUSSIAN, "windows-1251")])
def test_a_byte_order_mark_decides_and_is_dropped(encoding: str, text: str) -> None:
    assert decode(BOMS[encoding] + text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [page("The bridge"), page(GERMAN), "“Plain” text about a bridge"])
def test_utf16_without_a_mark(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("iso-8859-1", GERMAN),
        ("latin1", "“Curly quotes” – and € – are windows-1252 in what calls itself latin-1"),
        ("windows-1251", RUSSIAN),
        ("koi8-r", RUSSIAN),
        ("shift_jis", JAPANESE),
        ("euc-jp", JAPANESE),
        ("iso-2022-jp", JAPANESE),
        ("gb2312", CHINESE),
        ("gb18030", CHINESE),
        ("big5", "市長說大橋將於星期一早上關閉。"),
        ("euc-kr", KOREAN),
        ("iso-8859-2", POLISH),
    ],
)
def test_a_declared_charset_is_followed(charset: str, text: str) -> None:
    encoding = "windows-1252" if charset == "latin1" else charset
    source = page(text, charset)
    assert decode(source.encode(encoding)) == source
    source = source.replace(
        f'<meta charset="{charset}">',
        f"<META HTTP-EQUIV=Content-Type CONTENT='text/html; charset={charset}'>",
    )
    assert decode(source.encode(encoding)) == source


@pytest.mark.parametrize("lie", ["iso-8859-1", "windows-1251", "shift_jis", "gb2312", "utf-16"])
def test_valid_utf8_is_utf8_whatever_the_page_declares(lie: str) -> None:
    source = page(GERMAN + JAPANESE, lie)
    assert decode(source.encode()) == source


def test_a_replacement_character_in_valid_utf8_is_no_damage() -> None:
    assert decode(page("caf\ufffd").encode()) == page("caf\ufffd")


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1251", None])
@pytest.mark.parametrize("damage", [b"\xff", b"\xe9", b"\xc3", b"\xf0\x9f\x98"])
def test_a_few_broken_bytes_do_not_make_utf8_anything_else(
    charset: str | None, damage: bytes
) -> None:
    found = decode(page(GERMAN * 3, charset).encode() + b"<p>" + damage + b"</p>")
    assert GERMAN * 3 in found
    assert found.endswith("<p>\ufffd</p>")


def test_utf8_cut_in_the_middle_of_a_character() -> None:
    assert decode((GERMAN + "ü").encode()[:-1]) == GERMAN + "\ufffd"


def test_a_broken_byte_in_a_declared_charset_does_not_spoil_the_rest() -> None:
    damaged = page(JAPANESE * 3, "shift_jis").encode("shift_jis") + b"<p>\xff</p>"
    assert JAPANESE * 3 in decode(damaged)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("windows-1252", GERMAN),
        ("windows-1251", RUSSIAN),
        ("koi8-r", RUSSIAN),
        ("shift_jis", JAPANESE),
        ("euc-jp", JAPANESE),
        ("iso-2022-jp", JAPANESE),
        ("gb18030", CHINESE),
        ("euc-kr", KOREAN),
        ("iso-8859-2", POLISH),
    ],
)
def test_undeclared_legacy_encodings_are_detected(encoding: str, text: str) -> None:
    assert decode((text * 5).encode(encoding)) == text * 5
    assert decode(page(text * 5).encode(encoding)) == page(text * 5)


def test_a_declared_charset_that_does_not_exist_is_no_charset() -> None:
    source = page(RUSSIAN * 5, "klingon-8")
    assert decode(source.encode("windows-1251")) == source


def test_utf16_declared_in_ascii_is_not_believed() -> None:
    source = page(GERMAN, "utf-16")
    assert decode(source.encode("windows-1252")) == source


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=400), st.sampled_from(["", "utf-8", "gb18030", "shift_jis", "utf-16"]))
def test_no_bytes_raise(garbage: bytes, charset: str) -> None:
    assert isinstance(decode(page("x", charset).encode() + garbage), str)
    assert isinstance(decode(garbage), str)


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_split_takes_bytes_of_any_sort(kind: type) -> None:
    columns = split(kind(page(GERMAN).encode()))
    assert columns.kind == "html"
    assert columns.texts == [GERMAN.strip()]


def test_split_refuses_what_is_no_page() -> None:
    with pytest.raises(TypeError, match="not NoneType"):
        split(None)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="'pdf'"):
        split("x", "pdf")  # type: ignore[arg-type]


def test_a_given_kind_is_not_questioned() -> None:
    assert split("<p>one</p>", "text").texts == ["<p>one</p>"]
    assert split("one\ntwo", "html").texts == ["one two"]


@pytest.mark.parametrize(
    "source",
    [
        "<!DOCTYPE html><title>x</title>",
        "<!doctype HTML PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN'>\n<html>",
        "\ufeff\n\n <html lang=en><body>one",
        "<!-- saved from\n a browser -->\n<!-- twice --> <HTML>",
        '<?xml version="1.0" encoding="utf-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml">',
        "<body>one",
        "<div class=card>one</div>",
        "<p>one",
        "<h1>One</h1>\ntwo",
        "<header><a href=/>Home</a></header><main><p>one</p></main>",
        "Home <a href=/>here</a><br>one <b>two</b>",
    ],
)
def test_html_is_told(source: str) -> None:
    assert guess_kind(source) == "html"


@pytest.mark.parametrize(
    "source",
    [
        "",
        "\ufeff",
        "Play Live Radio\n0:00 / 3:41\n",
        "if a < b and b > c: print('<p>')",
        "Use <div> for boxes and <span> inside a line, they say.\n" + "More about boxes. " * 100,
        "Dear <name>, your <order> is ready",
        "<3 this song",
        "<!-- TODO --> not a page",
        "x <- c(1, 2)\n" * 50,
        "<pre-release> notes\n<divided> we stand",
    ],
)
def test_plain_text_is_told_though_it_mentions_tags(source: str) -> None:
    assert guess_kind(source) == "text"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<!--a-->" * 5000, "one"),
        ("<!--" * 10_000, ""),
        (" \n" * 20_000, "<"),
        ("<a " * 20_000, ""),
    ],
)
def test_telling_ends_soon_whatever_stands_first(before: str, after: str) -> None:
    assert guess_kind(before + after) == "text"


def test_comments_of_any_number_may_stand_before_the_page() -> None:
    assert guess_kind("<!-- a -- > b -->\n" * 2000 + "<html>") == "html"
