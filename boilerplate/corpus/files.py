"""Opening a corpus's files, with errors that name the file."""

from __future__ import annotations

import gzip
import json
import zlib
from pathlib import Path
from typing import Any

from boilerplate.errors import CorpusError
from boilerplate.labels import Label, Role


def read_bytes(path: Path) -> bytes:
    """Read a file, unpacking it where its name ends in ``.gz``.

    Raises
    ------
    CorpusError
        If the file is missing, unreadable or damaged.
    """
    try:
        data = path.read_bytes()
        return gzip.decompress(data) if path.suffix == ".gz" else data
    except FileNotFoundError:
        raise CorpusError(f"{path}: no such file") from None
    except (OSError, EOFError, zlib.error) as error:
        raise CorpusError(f"{path}: {error}") from error


def read_object(path: Path) -> dict[str, Any]:
    """Read a JSON file that holds an object.

    Raises
    ------
    CorpusError
        If the file can't be read or holds something else.
    """
    try:
        value = json.loads(read_bytes(path))
    except ValueError as error:
        raise CorpusError(f"{path}: not JSON: {error}") from None
    if not isinstance(value, dict):
        raise CorpusError(f"{path}: expected a JSON object, found {type(value).__name__}")
    return value


def role_lines(lines: object, where: str) -> tuple[tuple[str, Role], ...]:
    """Check ``[[text, role], ...]`` as it comes out of a JSON file.

    Raises
    ------
    CorpusError
        If it is not a list of such pairs, or a role is unknown.
    """
    return tuple((text, role_named(role, where)) for text, role in _pairs(lines, where))


def label_lines(lines: object, where: str) -> tuple[tuple[str, Label], ...]:
    """Check ``[[text, label], ...]`` as it comes out of a JSON file.

    Raises
    ------
    CorpusError
        If it is not a list of such pairs, or a label is unknown.
    """
    return tuple((text, _label_named(label, where)) for text, label in _pairs(lines, where))


def role_named(name: object, where: str) -> Role:
    """Return the role of that name.

    Raises
    ------
    CorpusError
        If there is none.
    """
    try:
        return Role(name)
    except ValueError:
        raise CorpusError(f"{where}: unknown role {name!r}") from None


def _label_named(name: object, where: str) -> Label:
    try:
        return Label(name)
    except ValueError:
        raise CorpusError(f"{where}: unknown label {name!r}") from None


def _pairs(lines: object, where: str) -> list[tuple[str, str]]:
    if not isinstance(lines, list):
        raise CorpusError(f"{where}: expected a list of [text, name] pairs")
    for pair in lines:
        match pair:
            case [str(), str()]:
                continue
            case _:
                raise CorpusError(f"{where}: expected a [text, name] pair, found {pair!r:.60}")
    return [(text, name) for text, name in lines]
