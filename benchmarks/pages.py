"""Pages to measure speed on: files of a folder, or pages made of the examples' own pieces."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from resiliparse.parse.html import HTMLTree, NodeType

ROOT: Final = Path(__file__).parents[1]
EXAMPLES: Final = ROOT / "examples"
ANNOTATIONS: Final = ROOT / "annotations"

_PIECE: Final = 600
"""Characters of markup up to which an element of an example page is used whole."""

_GROUP: Final = 20
"""Pieces in a section of a page made of them."""

_CLOSE: Final = "</div></section>\n"

_TYPICAL_BYTES: Final = 60_000
"""Median size of pages made to stand for the web; their sizes spread by a factor of three."""


def corpus() -> Path | None:
    """The folder of the corpora, where it can be found."""
    path = Path(os.environ.get("BOILERPLATE_CORPUS") or ROOT.parent / "shared" / "corpus")
    return path if path.is_dir() else None


def with_annotations(folder: Path) -> list[Path]:
    """Corpora to learn from: a folder, with the annotations where it is that of :func:`corpus`."""
    usual = corpus()
    return [folder, ANNOTATIONS] if usual and folder.resolve() == usual.resolve() else [folder]


def default_folder() -> Path | None:
    """The HTML files of WCXB's published development split, where they can be found."""
    path = (corpus() or ROOT) / "wcxb" / "dev" / "html"
    return path if path.is_dir() else None


def read_pages(folder: Path | None, limit: int | None = None) -> Iterator[bytes]:
    """The pages to measure on, one by one.

    Parameters
    ----------
    folder
        Where to look for ``.html`` and ``.html.gz`` files, at any depth. None makes pages of
        the examples' pieces, the same ones each time.
    limit
        Number of pages, spread evenly over the folder's files; by default all, or 200 made
        ones.

    Raises
    ------
    FileNotFoundError
        If the folder holds no such file.
    """
    if folder is None:
        for number in range(limit or 200):
            rng = np.random.default_rng(number)
            yield html_page(int(_TYPICAL_BYTES * 3 ** rng.normal()), number).encode()
        return
    files = sorted(p for p in folder.rglob("*") if p.name.endswith((".html", ".html.gz")))
    if not files:
        raise FileNotFoundError(f"{folder}: no .html or .html.gz files")
    count = min(limit or len(files), len(files))
    for number in range(count):
        file = files[number * len(files) // count]
        data = file.read_bytes()
        yield gzip.decompress(data) if file.suffix == ".gz" else data


def html_page(size: int, seed: int) -> str:
    """An HTML page of about `size` bytes, made of the examples' elements in random order."""
    head = '<!doctype html>\n<html lang="en">\n<head><title>Pieces</title></head>\n<body>\n'
    out, length = [head], len(head)
    for number, piece in enumerate(_drawn(_html_pieces(), seed)):
        if length + len(piece) > size and number:
            break
        if number % _GROUP == 0:
            out.append(_CLOSE * bool(number) + '<section class="part"><div class="group">\n')
        out.append(piece + "\n")
        length += len(out[-1].encode())
    return "".join([*out, _CLOSE, "</body>\n</html>\n"])


def text_page(size: int, seed: int) -> str:
    """A plain text page of about `size` bytes, made of the examples' lines in random order."""
    out: list[str] = []
    length = 0
    for number, piece in enumerate(_drawn(_text_pieces(), seed)):
        if length + len(piece) > size and number:
            break
        out.append(piece)
        length += len(piece.encode()) + 2
    return "\n\n".join(out)


def _drawn(pieces: Sequence[str], seed: int) -> Iterator[str]:
    """Pieces without end: all of them in one random order, then in another."""
    rng = np.random.default_rng(seed)
    while True:
        for i in rng.permutation(len(pieces)).tolist():
            yield pieces[i]


@cache
def _html_pieces() -> tuple[str, ...]:
    sources = [file.read_text("utf-8") for file in sorted(EXAMPLES.glob("*.html"))]
    trees = [HTMLTree.parse(html) for html in sources]
    return tuple(piece for tree in trees for piece in _elements(tree.body))


def _elements(node: Any) -> Iterator[str]:
    """The outermost elements inside a node that are small enough to be a piece."""
    for child in node.child_nodes:
        if child.type != NodeType.ELEMENT:
            continue
        if len(child.html) <= _PIECE:
            yield child.html
        else:
            yield from _elements(child)


@cache
def _text_pieces() -> tuple[str, ...]:
    """Groups of lines that stand together in the examples that are plain text."""
    lines = (EXAMPLES / "pages.jsonl").read_text("utf-8").splitlines()
    sources = [file.read_text("utf-8") for file in sorted(EXAMPLES.glob("*.txt"))]
    sources += [record["text"] for record in map(json.loads, lines) if "text" in record]
    groups = (group.strip("\n") for text in sources for group in text.split("\n\n"))
    return tuple(group for group in groups if group.strip())
