"""The file that holds what a person has labelled: whole after every page, whatever happens."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Lock
from uuid import uuid4

from boilerplate.corpus import jsonl
from boilerplate.corpus.records import LabelledPage
from boilerplate.errors import CorpusError


class Store:
    """Saved pages by id, in memory and in a file that :func:`boilerplate.train` reads.

    Parameters
    ----------
    path
        A ``.jsonl`` file; read where it exists, so that work goes on where it was left.

    Raises
    ------
    CorpusError
        If the file is there and can't be read.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._pages: dict[str, LabelledPage] = {}
        self._seen: tuple[int, int] | None = None
        self._saving = Lock()
        self._reread()

    def __len__(self) -> int:
        return len(self._pages)

    def get(self, page_id: str) -> LabelledPage | None:
        """The saved page of that id."""
        return self._pages.get(page_id)

    def pages(self) -> list[LabelledPage]:
        """All saved pages, in the order in which they were first saved."""
        return list(self._pages.values())

    def save(self, page: LabelledPage) -> None:
        """Save a page, in the place of an older one with its id.

        The file is written beside and then renamed: at every moment it is the old or the new
        one. Pages that another program has added to it meanwhile are kept.

        Raises
        ------
        CorpusError
            If the file can't be written, which then stays as it was.
        """
        with self._saving:
            self._save(page)

    def _save(self, page: LabelledPage) -> None:
        if self._state() != self._seen:
            self._reread()
        pages = {**self._pages, page.id: page}
        temporary = self.path.with_name(f".{uuid4().hex}.tmp-{self.path.name}")
        try:
            jsonl.write(pages.values(), temporary)
            _flush(temporary)
            temporary.replace(self.path)
            _flush(self.path.parent)
        except OSError as error:
            cause = error.strerror or error
            raise CorpusError(f"{self.path}: can't be written ({cause})") from error
        finally:
            temporary.unlink(missing_ok=True)
        self._pages, self._seen = pages, self._state()

    def _reread(self) -> None:
        if self.path.exists():
            self._pages.update((page.id, page) for page in jsonl.read(self.path))
        self._seen = self._state()

    def _state(self) -> tuple[int, int] | None:
        """What changes when another program writes the file."""
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return None
        return found.st_mtime_ns, found.st_ino


def _flush(path: Path) -> None:
    """Have a file or the entries of a folder on the disk, where the system can do that."""
    if path.is_dir() and os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
