"""Reader of role pages: every visible line of a WCXB or fundus page with its role.

A folder holds JSON files ``{"id", "html", "lines": [[text, role], ...]}``, where ``html`` is
the page's file relative to the folder's parent. The ids end in the id under which the page's
own corpus yields it (``roles:wcxb:0082``), and the site is the same as there.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from boilerplate.corpus import fundus, wcxb
from boilerplate.corpus.files import read_bytes, read_object, role_lines
from boilerplate.corpus.head import address_of, language_of
from boilerplate.corpus.records import LabelledPage, RoleTruth
from boilerplate.corpus.site import site_of
from boilerplate.errors import CorpusError


def read(path: Path) -> Iterator[LabelledPage]:
    """Yield the pages of a folder of role pages, in order of file names.

    Raises
    ------
    CorpusError
        If a file is missing or malformed, or a role is unknown.
    """
    for file in sorted(path.glob("*.json")):
        record = read_object(file)
        name = record.get("html")
        if not isinstance(name, str):
            raise CorpusError(f"{file}: no html file named")
        truth = RoleTruth(role_lines(record.get("lines"), str(file)))
        page = path.parent / name
        html = read_bytes(page)
        page_id, site, page_type = _origin(page, html)
        yield LabelledPage(
            id=f"roles:{page_id}",
            site=site,
            source=html,
            kind="html",
            corpus="roles",
            truth=truth,
            language=language_of(html),
            page_type=page_type,
        )


def _origin(page: Path, html: bytes) -> tuple[str, str, str | None]:
    """Return id, site and page type as the page's own corpus has them."""
    name = page.name.removesuffix(".html.gz")
    ground_truth = page.parent.parent / "ground-truth" / f"{name}.json"
    if ground_truth.exists():
        record = read_object(ground_truth)
        return f"wcxb:{name}", wcxb.site(record) or name, wcxb.page_type(record)
    if page.parent.parent.name == "fundus":
        return fundus.page_id(page), fundus.site(page, html), "article"
    return name, site_of(address_of(html) or "") or name, None
