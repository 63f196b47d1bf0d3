"""Any corpus in: finds out the format and reads it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from boilerplate.corpus import fundus, jsonl, role_runs, roles, stations, wcxb
from boilerplate.corpus.files import read_object
from boilerplate.corpus.records import LabelledPage
from boilerplate.errors import CorpusError

_JSONL = (".jsonl", ".jsonl.gz")


def read_corpora(paths: Iterable[str | os.PathLike[str]]) -> Iterator[LabelledPage]:
    """Read several corpora, with the roles that annotations among them give their pages.

    Parameters
    ----------
    paths
        As for :func:`read_corpus`; a file ``*.roles.jsonl``, given itself or in its folder, has
        roles for pages of the others (see :mod:`boilerplate.corpus.role_runs`). Of such a folder
        the ``.jsonl`` files beside it are read too.

    Raises
    ------
    CorpusError
        As :func:`read_corpus` does.
    """
    corpora: list[Path] = []
    runs: dict[str, role_runs.Runs] = {}
    for path in map(Path, paths):
        files = sorted(path.iterdir()) if path.is_dir() else [path]
        given = [file for file in files if file.name.endswith(role_runs.SUFFIX)]
        for file in given:
            runs |= role_runs.read(file)
        beside = [file for file in files if file.name.endswith(_JSONL) and file not in given]
        corpora += beside if given else [path]
    pages = chain.from_iterable(map(read_corpus, corpora))
    return role_runs.annotated(pages, runs)


def read_corpus(path: str | os.PathLike[str]) -> Iterator[LabelledPage]:
    """Read the labelled pages of a corpus, one after another.

    Parameters
    ----------
    path
        A ``.jsonl`` or ``.jsonl.gz`` file (see :mod:`boilerplate.corpus.jsonl`); a folder in
        the layout of WCXB, fundus, role pages or station pages; or a folder that holds
        several of these.

    Returns
    -------
    iterator of LabelledPage
        In a fixed order.

    Raises
    ------
    CorpusError
        If there is nothing at `path` or its format is none of these; while iterating, if a
        file is malformed.
    """
    start = Path(path)
    if not start.exists():
        raise CorpusError(f"{start}: no such file or folder")
    pages = _read(start)
    try:
        first = next(pages)
    except StopIteration:
        raise CorpusError(
            f"{start}: no labelled pages found; expected a .jsonl or .jsonl.gz file, "
            "or a folder of WCXB, fundus, role or station pages"
        ) from None
    return chain([first], pages)


def _read(path: Path) -> Iterator[LabelledPage]:
    if path.name.endswith(role_runs.SUFFIX):
        raise CorpusError(f"{path}: has roles for pages of another corpus; name that one too")
    if path.name.endswith(_JSONL):
        yield from jsonl.read(path)
    elif not path.is_dir():
        return
    elif wcxb.is_wcxb(path):
        yield from wcxb.read(path)
    elif fundus.is_fundus(path):
        yield from fundus.read(path)
    elif record := _sample(path):
        if "html" in record:
            yield from roles.read(path)
        elif "lines" in record:
            yield from stations.read(path)
    else:
        for child in sorted(path.iterdir()):
            if child.is_dir() or child.name.endswith(_JSONL):
                yield from _read(child)


def _sample(path: Path) -> dict[str, object]:
    """Return the first JSON object that lies in a folder of role or station pages."""
    first = min(path.glob("*.json"), default=None)
    record = read_object(first) if first else {}
    return record if "lines" in record else {}
