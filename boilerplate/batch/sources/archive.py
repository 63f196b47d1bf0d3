"""Zip and tar files: a page a member."""

from __future__ import annotations

import tarfile
import zipfile
from collections.abc import Iterator

from boilerplate.batch.inputs import File, may_be_page
from boilerplate.batch.records import Record, failed
from boilerplate.batch.sources.pages import kind_of
from boilerplate.batch.sources.reading import Reading, raw, unpacked


def read_zip(file: File, reading: Reading) -> Iterator[Record]:
    """Read the members that may be pages."""
    with raw(file.path) as stream, zipfile.ZipFile(stream) as archive:
        members = archive.infolist()
        for number, member in enumerate(members, 1):
            if member.is_dir() or not may_be_page(member.filename):
                continue
            name = f"{file.path}/{member.filename}"
            try:
                with archive.open(member) as page:
                    record = Record(name, page.read(reading.max_bytes + 1), kind_of(name))
            except Exception as error:  # of another compression, encrypted, damaged
                record = failed(name, str(error))
            yield record._replace(share=number / len(members))


def read_tar(file: File, reading: Reading) -> Iterator[Record]:
    """Read the members that may be pages, one after the other as they stand in the file."""
    with (
        unpacked(file.path) as (stream, packed),
        tarfile.open(fileobj=stream, mode="r|") as archive,
    ):
        for member in archive:
            page = archive.extractfile(member) if may_be_page(member.name) else None
            if member.isfile() and page is not None:
                name = f"{file.path}/{member.name}"
                source = page.read(reading.max_bytes + 1)
                share = packed.tell() / max(file.size, 1)
                yield Record(name, source, kind_of(name), share=share)
