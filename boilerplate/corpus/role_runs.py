"""Roles for pages that lie in another corpus, without their text.

A file ``*.roles.jsonl`` has one page a line: ``{"id", "runs": [[role, length], ...]}``, where
`id` is the page's in its own corpus and the lengths are visible characters without white
space, so that they hold however a page is cut into blocks. What such roles teach is learnt,
but nothing is measured against them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np

from boilerplate.corpus.files import read_bytes, role_named
from boilerplate.corpus.records import LabelledPage, RoleTruth
from boilerplate.errors import CorpusError
from boilerplate.labels import ROLES, Role
from boilerplate.page.split import split

SUFFIX: Final = ".roles.jsonl"

Runs = tuple[tuple[Role, int], ...]
"""Roles in reading order, each with its number of visible characters."""


def read(path: Path) -> dict[str, Runs]:
    """Read the roles of pages by their ids.

    Raises
    ------
    CorpusError
        If the file can't be read, or a line is wrong: the message names ``file:line``.
    """
    found: dict[str, Runs] = {}
    for number, line in enumerate(read_bytes(path).decode("utf-8").splitlines(), 1):
        where = f"{path}:{number}"
        try:
            record = json.loads(line)
            runs = tuple((role_named(role, where), int(size)) for role, size in record["runs"])
            found[str(record["id"])] = runs
        except (ValueError, KeyError, TypeError) as error:
            raise CorpusError(f"{where}: not a page's runs of roles: {error}") from None
    return found


def write(runs: Mapping[str, Runs], path: Path) -> None:
    """Write the roles of pages to a file."""
    with path.open("w", encoding="utf-8") as file:
        for page_id, found in runs.items():
            record = {"id": page_id, "runs": [[role.value, size] for role, size in found]}
            file.write(json.dumps(record, separators=(",", ":")) + "\n")


def annotated(pages: Iterable[LabelledPage], runs: Mapping[str, Runs]) -> Iterator[LabelledPage]:
    """Yield all pages, each whose roles are given twice: as it is and with its roles.

    Raises
    ------
    CorpusError
        If the roles are those of another version of a page.
    """
    for page in pages:
        yield page
        if found := runs.get(page.id):
            texts = split(page.source, page.kind).texts
            truth = RoleTruth(
                tuple(zip(texts, roles_of_texts(texts, found, page.id), strict=True)),
                measured=False,
            )
            yield replace(page, id=f"roles:{page.id}", truth=truth, trust=1.0)


def roles_of_texts(texts: Iterable[str], runs: Runs, name: str) -> list[Role]:
    """The role that most of each text has.

    Raises
    ------
    CorpusError
        If `runs` are longer or shorter than the texts together.
    """
    sizes = [len("".join(text.split())) for text in texts]
    ends = np.cumsum([size for _, size in runs])
    total = int(ends[-1]) if len(ends) else 0
    if sum(sizes) != total:
        raise CorpusError(f"{name}: {sum(sizes)} visible characters, roles are given for {total}")
    each = np.repeat([ROLES.index(role) for role, _ in runs], [size for _, size in runs])
    bounds = pairwise(np.cumsum([0, *sizes]).tolist())
    return [ROLES[int(np.bincount(each[start:end]).argmax())] for start, end in bounds]
