"""From what a user names (files, folders, patterns, addresses) to the files that are read."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

import fsspec

from boilerplate.errors import MissingExtraError, SourceError

InputKind = Literal["pages", "jsonl", "parquet", "warc", "zip", "tar"]

_AT_ONCE: Final = 32
"""Sources that are looked up together: a server takes its time for each."""

_PACKED: Final = (".gz", ".zst", ".bz2", ".xz")
_KINDS: Final[dict[str, InputKind]] = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".warc": "warc",
    ".wet": "warc",
    ".zip": "zip",
    ".tar": "tar",
    ".tgz": "tar",
}
_PAGE_SUFFIXES: Final = ("", ".html", ".htm", ".xhtml", ".shtml", ".php", ".txt", ".text", ".md")


class File(NamedTuple):
    """A file that is read, and by what one sees that it has changed."""

    path: str
    size: int
    changed: str


@dataclass(frozen=True)
class Input:
    """What is read, and labelled again, as a whole: a file of many pages, or some of one each."""

    kind: InputKind
    files: tuple[File, ...]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)


def suffix(path: str) -> str:
    """The ending of a file's name, in small letters and without that of a compression."""
    name = path.replace("\\", "/").rsplit("/", 1)[-1].lower()
    for packed in _PACKED:
        name = name.removesuffix(packed)
    return os.path.splitext(name)[1]


def may_be_page(path: str) -> bool:
    """Whether a file that nobody has named may be a page, going by its name."""
    name = path.rsplit("/", 1)[-1]
    return not name.startswith(".") and suffix(name) in _PAGE_SUFFIXES


def find(sources: Iterable[str], *, besides: Path) -> list[File]:
    """Find the files that sources mean, each once, in the order of the sources.

    Parameters
    ----------
    sources
        Files, folders, patterns, addresses, or ``-`` for a list of these, one a line, on the
        standard input.
    besides
        A folder whose files are not meant.

    Raises
    ------
    SourceError
        If there is no such file, or a pattern fits none.
    MissingExtraError
        If an address needs a package that is not installed.
    """
    files: dict[str, File] = {}
    look = partial(_found, besides=os.path.abspath(besides))
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        for found in threads.map(look, filter(None, _listed(sources))):
            for file in found:
                files.setdefault(file.path, file)
    return list(files.values())


def group(files: Iterable[File], pages: int) -> list[Input]:
    """Make inputs of files: of each with many pages, and of up to `pages` others in a row."""
    inputs: list[Input] = []
    for file in files:
        kind = _KINDS.get(suffix(file.path), "pages")
        last = inputs[-1] if inputs else None
        if last and kind == last.kind == "pages" and len(last.files) < pages:
            inputs[-1] = Input("pages", (*last.files, file))
        else:
            inputs.append(Input(kind, (file,)))
    return inputs


def _listed(sources: Iterable[str]) -> Iterator[str]:
    for source in sources:
        if source == "-":
            yield from (line.rstrip("\r\n") for line in sys.stdin)
        else:
            yield source


def _found(source: str, besides: str) -> list[File]:
    return list(_search(source, besides))


def _search(source: str, besides: str) -> Iterator[File]:
    try:
        fs, path = fsspec.core.url_to_fs(source)
        if "http" in fs.protocol:
            yield _file(source, fs.info(path))
        elif fs.isdir(path):
            yield from _within(fs, path, source, besides)
        elif not fs.exists(path) and any(mark in path for mark in "*?["):
            matches = fs.glob(path, detail=True)
            if not matches:
                raise SourceError(f"{source}: no file fits")
            for match in sorted(matches):
                if matches[match]["type"] == "directory":
                    yield from _within(fs, match, source, besides)
                else:
                    yield _file(_shown(fs, match, source), matches[match])
        else:
            yield _file(source, fs.info(path))
    except ImportError as error:
        raise MissingExtraError(f"{source}: {error}") from error
    except FileNotFoundError:
        raise SourceError(f"{source}: no such file or folder") from None
    except (OSError, ValueError) as error:
        raise SourceError(f"{source}: {error}") from error


def _within(fs: Any, folder: str, source: str, besides: str) -> Iterator[File]:
    found = fs.find(folder, detail=True)
    for path in sorted(found):
        hidden = "/." in path[len(folder) :]
        if hidden or path.startswith(besides + "/"):
            continue
        if suffix(path) in _KINDS or may_be_page(path):
            yield _file(_shown(fs, path, source), found[path])


def _shown(fs: Any, path: str, source: str) -> str:
    """The name of a file that was found: relative where the source is."""
    if "file" not in fs.protocol:
        return str(fs.unstrip_protocol(path))
    return path if os.path.isabs(source) or "://" in source else os.path.relpath(path)


def _file(path: str, info: dict[str, Any]) -> File:
    changed = info.get("mtime") or info.get("ETag") or info.get("LastModified") or ""
    return File(path, int(info.get("size") or 0), str(changed))
