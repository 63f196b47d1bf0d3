"""From the pages named on the command line to labelled pages."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

from boilerplate.cli.failures import report
from boilerplate.errors import SourceError

if TYPE_CHECKING:
    from boilerplate.document import Page
    from boilerplate.model.labeler import Labeler

STDIN = "-"

T = TypeVar("T")

_BLANK = b" \t\r\n\f\v\0\xef\xbb\xbf\xfe\xff"
"""White space in any encoding, and byte-order marks."""


def label_each(
    labeler: Labeler,
    names: Iterable[str],
    kind: Literal["auto", "text", "html"],
    failed: list[str],
) -> Iterator[tuple[str, Page]]:
    """Yield the name and the labelled page of each source that can be read.

    The others are reported, and their names added to `failed`.
    """
    return each(lambda data: labeler.label(data, kind), names, failed)


def each(
    work: Callable[[bytes], T], names: Iterable[str], failed: list[str]
) -> Iterator[tuple[str, T]]:
    """Yield the name of each source that can be read, with what `work` makes of it.

    The others are reported, and their names added to `failed`.
    """
    for name in names:
        try:
            made = work(read(name))
        except SourceError as error:
            report(f"{_shown(name)}: {error}")
            failed.append(name)
        else:
            yield _shown(name), made


def read(name: str) -> bytes:
    """Read the bytes of a page from a file, or from the standard input for ``-``.

    Raises
    ------
    SourceError
        If it can't be read, is empty, or is neither text nor HTML.
    """
    from boilerplate.page.sniff import check_text

    try:
        data = sys.stdin.buffer.read() if name == STDIN else Path(name).read_bytes()
    except (OSError, ValueError) as error:
        raise SourceError(_cause(error)) from error
    if not data.strip(_BLANK):
        raise SourceError("page is empty")
    check_text(data)
    return data


def _shown(name: str) -> str:
    return "<stdin>" if name == STDIN else name


def _cause(error: OSError | ValueError) -> str:
    # A ValueError is a name no file can have: one with a NUL in it.
    cause = error.strerror if isinstance(error, OSError) else None
    cause = cause or str(error)
    return cause[:1].lower() + cause[1:]
