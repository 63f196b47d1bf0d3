"""Pages made to be hard. Each is made for a size `n`, a million where they are measured."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

_WORDS = "The ferry across the Alder is back after a week of repairs. "


def _nested(tag: str) -> Callable[[int], str]:
    name = tag.split()[0].split(">")[0]
    inner = tag.rsplit("<", 1)[-1] if "><" in tag else ""
    closing = f"</{inner}></{name}>" if inner else f"</{name}>"
    return lambda n: f"<p>before</p>{f'<{tag}>' * (n // 10)}inside{closing * (n // 10)}<p>after</p>"


def _repeated(piece: str, of: int = 1, before: str = "<p>a</p>") -> Callable[[int], str]:
    return lambda n: before + piece * (n // of)


def _numbered(piece: str, before: str = "", after: str = "") -> Callable[[int], str]:
    return lambda n: before + "".join(piece.replace("#", str(i)) for i in range(n)) + after


def _encoded(text: str, encoding: str, of: int = 10) -> Callable[[int], bytes]:
    return lambda n: (text * (n // of)).encode(encoding)


def _entity_bomb(n: int) -> str:
    bombs = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 30))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "aaaaaaaaaa">{bombs}]><p>&a29;</p>'


def _noise(n: int) -> bytes:
    return bytes((i * i * 2654435761 >> 7) & 255 for i in range(n))


PATHOLOGIES: Final[dict[str, Callable[[int], str | bytes]]] = {
    "100,000 nested div": _nested("div"),
    "100,000 nested b": _nested("b"),
    "100,000 nested a": _nested("a"),
    "100,000 nested span": _nested("span"),
    "100,000 nested ul and li": _nested("ul><li"),
    "100,000 nested template": _nested("template"),
    "100,000 nested svg": _nested("svg"),
    "100,000 nested table": _nested("table"),
    "100,000 nested font with attributes": _nested("font color=red size=2"),
    "10,000 tables in tables": lambda n: (
        "<table><tr><td>a" * (n // 100) + "</td></tr></table>b" * (n // 100)
    ),
    "a million siblings": _repeated("<p>a</p>"),
    "a million empty siblings": _repeated("<div></div>"),
    "a million list items never closed": _repeated("<li>a"),
    "a million br": _repeated("a<br>"),
    "a million links in a line": _repeated("<a href=/x>link</a> "),
    "a page of only links": _repeated("<li><a href=/x>Home page</a></li>"),
    "a million attributes": _numbered(" a#=b", "<p", ">a"),
    "a million attributes with brackets": _numbered(' a#="<>"', '<p x"y', ">a"),
    "a million equal attributes": lambda n: "<p" + " a=b" * n + ">a",
    "a million classes": lambda n: "<p class='" + "c " * n + "'>a",
    "a million distinct tags": _numbered("<x#>a</x#>", "<p>a</p>" * 3),
    "a million distinct classes": _numbered("<p class=c#>a</p>"),
    "a tag name of 10 MB": lambda n: f"<p>a</p><p>b</p><{'x' * (10 * n)}>c",
    "an attribute of 50 MB": lambda n: f"<p title='{'x ' * (25 * n)}'>a",
    "a million entities": _repeated("&amp;&lt;&gt;&nbsp;", of=4),
    "ten million bare ampersands": lambda n: "<p>" + "&" * (10 * n),
    "a million numeric entities": _repeated("&#x41;&#65;&#0;&#x10ffff;", of=4),
    "an XML entity bomb": _entity_bomb,
    "200 MB of text in a line": lambda n: _WORDS * (200 * n // len(_WORDS)),
    "200 MB of bytes in a line": lambda n: _WORDS.encode() * (200 * n // len(_WORDS)),
    "50 MB of HTML in a paragraph": lambda n: f"<p>{_WORDS * (50 * n // len(_WORDS))}</p>",
    "50 MB without a space": lambda n: "x" * (50 * n),
    "50 MB of Chinese": lambda n: "渡船" * (8 * n),
    "a million lines": _repeated("a line of text\n", before=""),
    "a million distinct lines": _numbered("#\n"),
    "ten million empty lines": lambda n: "a" + "\n" * (10 * n) + "b",
    "100,000 comments never closed": _repeated("<!--", of=10),
    "100,000 comments": _repeated("<!-- a -->b", of=10),
    "100,000 scripts never closed": _repeated("<script>", of=10),
    "100,000 scripts in comments": _repeated("<script><!--<script>", of=10),
    "100,000 plaintext": _repeated("<plaintext>", of=10),
    "100,000 CDATA": _repeated("<svg><![CDATA[", of=10),
    "100,000 noscript and iframe": _repeated("<noscript><iframe>", of=10),
    "a million bare brackets": _repeated("<"),
    "200,000 brackets in tags": _repeated("<b <i>", of=5),
    "200,000 quotes never closed": _repeated("<a b='c>", of=5, before="<p>a</p><p>b</p>"),
    "formatting opened again in 20,000 paragraphs": _repeated(
        "<p>b", of=50, before="<p>" + "<b><i><u><a href=x>" * 50
    ),
    "100,000 misnested elements": _repeated("<b><p><i></b></p></i>a", of=10),
    "100,000 forms in forms": _repeated("<form><input><select><option>a", of=10),
    "a frameset": lambda n: "<html>" + "<frameset>" * (n // 10) + "<frame src=x>" * (n // 10),
    "10 MB of linked data": _repeated(
        '{"headline":"', before='<body><script type="application/ld+json">'
    ),
    "100,000 scripts of linked data": _repeated(
        '<script type="application/ld+json">{"headline":"a"}</script><p>a', of=10
    ),
    "a million meta elements": _repeated("<meta name=author content=x>", before="<html>"),
    "200,000 meta in a tag": _repeated("<meta ", of=5, before="<html><head>"),
    "mixed charsets": lambda n: (
        "Häuser am Fluß\n".encode("latin-1") * (n // 10) + "Häuser am Fluß\n".encode() * (n // 10)
    ),
    "a lying charset": lambda n: (
        b"<meta charset=utf-16><p>" + "naïve café ".encode("latin-1") * (n // 10)
    ),
    "UTF-16 without a mark": _encoded("<p>" + _WORDS, "utf-16-le"),
    "UTF-16 cut in a character": lambda n: (_WORDS * (n // 10)).encode("utf-16")[:-1],
    "UTF-32": _encoded(_WORDS, "utf-32"),
    "a million lone surrogates": lambda n: "\ud800" * n,
    "surrogates in HTML": _repeated("<p title='\udfff'>\ud800a</p>", of=10),
    "right to left": _repeated("\u200fשלום\u200e عالم\u202eabc\u202c\n", of=10, before=""),
    "zero width": lambda n: "\u200b\u200d\u2060\ufeff" * n + "a\u200bb\n" * (n // 10),
    "a million combining marks": lambda n: "a" + "\u0301" * n,
    "10 MB of NUL": lambda n: b"\0" * (10 * n),
    "10 MB of 0xff": lambda n: b"\xff" * (10 * n),
    "10 MB of noise": lambda n: _noise(10 * n),
    "10 MB of ISO-2022": lambda n: b"\x1b$B" * (3 * n),
}
