"""Reader of fundus test folders: news pages with body, captions and credits.

A country folder holds ``<Publisher>.json``, which maps the versions of the publisher's layout
(``V1``, ``V1_1``, ``V2``) to what is known of a page each, beside one
``<Publisher>_<date>.html.gz`` a version. Versions and dates rise together, so that the first
version belongs to the first date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from boilerplate.corpus.files import read_bytes, read_object
from boilerplate.corpus.head import address_of, language_of
from boilerplate.corpus.records import LabelledPage, PartsTruth
from boilerplate.corpus.site import site_of
from boilerplate.errors import CorpusError
from boilerplate.labels import Role

_DATED = re.compile(r"(?P<publisher>.+)_\d{4}_\d\d_\d\d\.html\.gz")
_MONOLINGUAL: Final = {"at": "de", "de": "de", "fr": "fr", "ru": "ru", "uk": "en", "us": "en",
                       "au": "en", "tr": "tr", "se": "sv", "dk": "da", "lt": "lt"}  # fmt: skip
"""Countries whose pages here are in one language; elsewhere the page's own claim counts."""


def is_fundus(path: Path) -> bool:
    """Tell whether a folder holds country folders of dated pages."""
    return any(_DATED.fullmatch(file.name) for file in path.glob("*/*.html.gz"))


def read(path: Path) -> Iterator[LabelledPage]:
    """Yield the pages of all country folders in `path`, in order of their ids.

    Raises
    ------
    CorpusError
        If a file is missing or malformed, or versions and pages differ in number.
    """
    for truth_path in sorted(path.glob("*/*.json")):
        publisher = truth_path.stem
        pages = sorted(
            page
            for page in truth_path.parent.glob(f"{publisher}_*.html.gz")
            if (dated := _DATED.fullmatch(page.name)) and dated["publisher"] == publisher
        )
        versions = sorted(read_object(truth_path).items(), key=lambda item: _number(item[0]))
        if len(versions) != len(pages):
            raise CorpusError(f"{truth_path}: {len(versions)} versions, {len(pages)} pages")
        for (version, record), page in zip(versions, pages, strict=True):
            html = read_bytes(page)
            yield LabelledPage(
                id=page_id(page),
                site=site(page, html),
                source=html,
                kind="html",
                corpus="fundus",
                truth=_truth(record, f"{truth_path}, {version}"),
                language=_MONOLINGUAL.get(page.parent.name) or language_of(html),
                page_type="article",
            )


def page_id(page: Path) -> str:
    """Return the id of a page's file, e.g. ``fundus:us/Wired_2024_04_28``."""
    return f"fundus:{page.parent.name}/{page.name.removesuffix('.html.gz')}"


def site(page: Path, html: bytes) -> str:
    """Return the site of a page: from its own address, else its publisher's name."""
    return site_of(address_of(html) or "") or page.name.split("_")[0].lower()


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version))


def _truth(record: Any, where: str) -> PartsTruth:
    try:
        parts = list(_parts(record))
    except (KeyError, TypeError, AttributeError) as error:
        raise CorpusError(f"{where}: not as expected: {error!r}") from None
    kept = tuple((text.strip(), role) for text, role in parts if text and text.strip())
    return PartsTruth(kept, complete=frozenset({Role.TEXT}))


def _parts(record: Any) -> Iterator[tuple[str | None, Role]]:
    """Yield the passages in reading order; pictures come last."""
    yield record["title"], Role.TITLE
    for summary in record["body"]["summary"]:
        yield summary, Role.TITLE
    for section in record["body"]["sections"]:
        for text in (*section["headline"], *section["paragraphs"]):
            yield text, Role.TEXT
    for image in record.get("images") or ():
        yield image.get("caption"), Role.CAPTION
        for author in image.get("authors") or ():
            yield author, Role.CREDIT
