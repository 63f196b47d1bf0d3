"""Files that are a page each."""

from __future__ import annotations

import lzma
from collections.abc import Iterator

from boilerplate.batch.inputs import File, suffix
from boilerplate.batch.records import Kind, Record, failed
from boilerplate.batch.sources.reading import Reading, unpacked


def read(file: File, reading: Reading) -> Iterator[Record]:
    """Read the page that the file is."""
    try:
        with unpacked(file.path) as (stream, _):
            yield Record(file.path, stream.read(reading.max_bytes + 1), kind_of(file.path))
    except OSError as error:
        yield failed(file.path, error.strerror or str(error))
    except (EOFError, lzma.LZMAError) as error:
        yield failed(file.path, str(error))


def kind_of(path: str) -> Kind:
    """What a page is, going by the name of its file."""
    return "html" if suffix(path) in (".html", ".htm", ".xhtml", ".shtml") else "auto"
