"""How files are read: by which fields, how much of a page, and through which decompression."""

from __future__ import annotations

import lzma
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from typing import IO, Any, Final

import fsspec
import pyarrow as pa

_CODECS: Final = {".gz": "gzip", ".tgz": "gzip", ".zst": "zstd", ".bz2": "bz2"}


@dataclass(frozen=True)
class Reading:
    """What a user may say about how pages are read.

    Attributes
    ----------
    html, text, id, url
        The fields of JSON lines and the columns of Parquet files that hold a page as HTML, as
        text, its id and its address. One that is named here must be there; by default they
        are called as these attributes, and may be absent.
    max_bytes
        The size from which on a page is refused.
    """

    html: str | None = None
    text: str | None = None
    id: str | None = None
    url: str | None = None
    max_bytes: int = 10_000_000

    @property
    def names(self) -> dict[str, str]:
        """The names of the four fields."""
        return {name: getattr(self, name) or name for name in ("html", "text", "id", "url")}


@contextmanager
def raw(path: str) -> Iterator[IO[bytes]]:
    """Open a file, wherever it is, as it is."""
    with fsspec.open(path, "rb") as file:
        yield file


@contextmanager
def unpacked(path: str) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """Open a file, wherever it is: without its compression, and as it is."""
    with raw(path) as file:
        yield _unpacking(file, path.lower()), file


def _unpacking(file: IO[bytes], name: str) -> Any:
    if name.endswith(".xz"):
        return lzma.open(file)
    for ending, codec in _CODECS.items():
        if name.endswith(ending):
            return BufferedReader(pa.CompressedInputStream(file, codec))
    return BufferedReader(file)  # those of fsspec read no part of a line
