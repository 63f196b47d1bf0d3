r"""The native corpus format: JSON lines, one page a line, ``.jsonl`` or ``.jsonl.gz``.

The page itself, exactly one of

``html``
    its HTML source;
``text``
    its plain text;
``source``
    either; ``kind`` (``"html"`` or ``"text"``) tells which, otherwise it is guessed.

What is known about it, exactly one of

``roles``
    ``[[line, role], ...]``: every visible line, in order, with one of the twelve roles;
``labels``
    ``[[line, label], ...]``: the same with one of the four labels;
``main_content``
    the main content as a string; ``""`` says that there is none;
``parts``
    ``[[passage, role], ...]``: some passages with their roles. The roles named in the list
    ``complete`` (default: none) occur nowhere else on the page.

And, all optional, ``id`` (default ``file.jsonl:line``), ``url``, ``site`` (default: the
registered domain of ``url``, else the id), ``language`` (two letters), ``page_type``
(``"article"``, ``"forum"``, ...), ``trust`` (how far to believe the labels, 0 to 1),
``measured`` (``false`` for roles that are only to be learnt, so that scores of models do not
depend on them) and ``corpus`` (default: the file's name).
Other fields are ignored, empty lines skipped. A complete line::

    {"url": "https://example.org/a", "text": "Home\nA story", "labels":
     [["Home", "player_chrome"], ["A story", "body"]]}

(on one line, of course).
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO, cast

from boilerplate.corpus.files import label_lines, role_lines, role_named
from boilerplate.corpus.records import (
    ContentTruth,
    LabelledPage,
    LabelTruth,
    PartsTruth,
    RoleTruth,
    Truth,
)
from boilerplate.corpus.site import site_of
from boilerplate.errors import CorpusError
from boilerplate.page.columns import Kind
from boilerplate.page.decode import decode, guess_kind

_SOURCES = ("source", "html", "text")
_TRUTHS = ("roles", "labels", "main_content", "parts")


def read(path: Path, *, unlabelled: bool = False) -> Iterator[LabelledPage]:
    """Yield the pages of a file.

    Parameters
    ----------
    unlabelled
        Whether pages of which nothing is known are yielded too, as such with no known parts.

    Raises
    ------
    CorpusError
        If the file can't be read, or a line is wrong: the message names ``file:line``.
    """
    try:
        with _open(path, "rt") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield _page(line, path, number, unlabelled)
    except FileNotFoundError:
        raise CorpusError(f"{path}: no such file") from None
    except (OSError, EOFError, UnicodeDecodeError, zlib.error) as error:
        raise CorpusError(f"{path}: {error}") from error


def write(pages: Iterable[LabelledPage], path: Path) -> int:
    """Write pages to a file, packed where its name ends in ``.gz``; return how many.

    Bytes are decoded, so that a page read back holds ``str``.
    """
    count = 0
    with _open(path, "wt") as file:
        for count, page in enumerate(pages, 1):  # noqa: B007
            file.write(json.dumps(_record(page), ensure_ascii=False) + "\n")
    return count


def _open(path: Path, mode: str) -> TextIO:
    encoding = "utf-8-sig" if mode == "rt" else "utf-8"
    if path.suffix == ".gz":
        return cast(TextIO, gzip.open(path, mode, encoding=encoding))
    return cast(TextIO, path.open(mode, encoding=encoding))


def _page(line: str, path: Path, number: int, unlabelled: bool) -> LabelledPage:
    where = f"{path}:{number}"
    try:
        record = json.loads(line)
    except ValueError as error:
        raise CorpusError(f"{where}: not JSON: {error}") from None
    if not isinstance(record, dict):
        raise CorpusError(f"{where}: expected a JSON object")
    page_id = _string(record, "id", where) or f"{path.name}:{number}"
    url = _string(record, "url", where) or ""
    if unlabelled and all(record.get(name) is None for name in _TRUTHS):
        record["parts"] = []
    source, kind = _source(record, where)
    return LabelledPage(
        id=page_id,
        site=_string(record, "site", where) or site_of(url) or page_id,
        source=source,
        kind=kind,
        truth=_truth(record, where),
        language=_string(record, "language", where),
        page_type=_string(record, "page_type", where),
        trust=_trust(record, where),
        corpus=_string(record, "corpus", where) or path.name.partition(".")[0],
    )


def _source(record: dict[str, Any], where: str) -> tuple[str, Kind]:
    name = _only_one(record, _SOURCES, where)
    source = _string(record, name, where) or ""
    kind = _string(record, "kind", where) or ("auto" if name == "source" else name)
    if kind == "auto":
        return source, guess_kind(source)
    if kind not in ("html", "text") or name not in ("source", kind):
        raise CorpusError(f"{where}: kind {kind!r} does not go with {name!r}")
    return source, cast(Kind, kind)


def _truth(record: dict[str, Any], where: str) -> Truth:
    name = _only_one(record, _TRUTHS, where)
    known = record[name]
    if name == "main_content":
        return ContentTruth(_string(record, name, where) or "")
    if name == "roles":
        measured = record.get("measured", True)
        if not isinstance(measured, bool):
            raise CorpusError(f"{where}: measured is neither true nor false")
        return RoleTruth(role_lines(known, where), measured)
    if name == "labels":
        return LabelTruth(label_lines(known, where))
    complete = record.get("complete", [])
    if not isinstance(complete, list):
        raise CorpusError(f"{where}: complete is not a list of roles")
    roles = frozenset(role_named(role, where) for role in complete)
    return PartsTruth(role_lines(known, where), roles)


def _only_one(record: dict[str, Any], names: tuple[str, ...], where: str) -> str:
    found = [name for name in names if record.get(name) is not None]
    if len(found) != 1:
        listed = f"{', '.join(names[:-1])} and {names[-1]}"
        has = "none" if not found else " and ".join(found)
        raise CorpusError(f"{where}: needs exactly one of {listed}, has {has}")
    return found[0]


def _string(record: dict[str, Any], name: str, where: str) -> str | None:
    value = record.get(name)
    if value is not None and not isinstance(value, str):
        raise CorpusError(f"{where}: {name} is not a string")
    return value


def _trust(record: dict[str, Any], where: str) -> float:
    value = record.get("trust", 1.0)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
        raise CorpusError(f"{where}: trust is not a number from 0 to 1")
    return float(value)


def _record(page: LabelledPage) -> dict[str, Any]:
    source = decode(page.source) if isinstance(page.source, bytes) else page.source
    record: dict[str, Any] = {"id": page.id, "site": page.site, "corpus": page.corpus}
    record[page.kind] = source
    optional = {"language": page.language, "page_type": page.page_type}
    record.update((name, value) for name, value in optional.items() if value is not None)
    if page.trust != 1.0:
        record["trust"] = page.trust
    match page.truth:
        case ContentTruth(text):
            record["main_content"] = text
        case RoleTruth(lines, measured):
            record["roles"] = [[text, role.value] for text, role in lines]
            if not measured:
                record["measured"] = False
        case LabelTruth(labelled):
            record["labels"] = [[text, label.value] for text, label in labelled]
        case PartsTruth(parts, complete):
            record["parts"] = [[text, role.value] for text, role in parts]
            record["complete"] = sorted(role.value for role in complete)
    return record
