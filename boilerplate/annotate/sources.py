"""The pages to be labelled: lines of JSON-lines files, pages of their own, folders of either."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from boilerplate.corpus import jsonl
from boilerplate.corpus.files import read_bytes
from boilerplate.corpus.head import address_of
from boilerplate.corpus.records import LabelledPage, PartsTruth
from boilerplate.corpus.site import site_of
from boilerplate.errors import CorpusError, SourceError
from boilerplate.page.decode import decode, guess_kind
from boilerplate.page.sniff import check_text

_LINES: Final = (".jsonl", ".jsonl.gz")
_PAGES: Final = (".html", ".htm", ".xhtml", ".txt", ".html.gz", ".txt.gz")

UNKNOWN: Final = PartsTruth((), frozenset())
"""What is known of a page that nobody has labelled."""


def read_pages(sources: Iterable[Path]) -> Iterator[LabelledPage]:
    """Yield the pages of files and folders, each id once.

    Raises
    ------
    CorpusError
        If there is no such file, one can't be read, or two pages have the same id.
    """
    seen: set[str] = set()
    for source in sources:
        for page in _read(source):
            if page.id in seen:
                raise CorpusError(f"{source}: there are two pages {page.id!r}")
            seen.add(page.id)
            yield page


def _read(source: Path) -> Iterator[LabelledPage]:
    if source.is_dir():
        for path in sorted(source.rglob("*")):
            if path.name.endswith(_LINES + _PAGES):
                yield from _read(path)
    elif source.name.endswith(_LINES):
        yield from jsonl.read(source, unlabelled=True)
    else:
        yield _page(source)


def _page(path: Path) -> LabelledPage:
    data = read_bytes(path)
    try:
        check_text(data)
    except SourceError as error:
        raise CorpusError(f"{path}: {error}") from None
    source = decode(data)
    kind = guess_kind(source)
    address = address_of(data) if kind == "html" else None
    name = path.as_posix()
    return LabelledPage(name, site_of(address or "") or name, source, kind, UNKNOWN)
