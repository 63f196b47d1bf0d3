"""Write files and folders so that they are there whole or not at all, whatever happens."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


def replace(path: Path, write: Callable[[Path], None]) -> None:
    """Let `write` make a file or folder, and put it in the place of `path` once it is on disk.

    Its temporary name, which begins with a dot, is free or has something unfinished.
    """
    temporary = path.with_name(f".{path.name}.tmp")
    remove(temporary)
    try:
        with named(path):
            write(temporary)
            _sync(temporary)
            if temporary.is_dir():
                remove(path)
            temporary.replace(path)
            _sync(path.parent)
    finally:
        remove(temporary)


def append(path: Path, text: str) -> None:
    """Append to a file, and wait until it is on disk."""
    new = not path.exists()
    with named(path), path.open("a", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    if new:
        _sync(path.parent)


def remove(path: Path) -> None:
    """Remove a file, a folder or nothing."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


@contextmanager
def named(path: Path) -> Iterator[None]:
    """Let errors tell the file and the reason in words, which those of some writers do not."""
    try:
        yield
    except OSError as error:
        if error.errno is None:
            raise
        raise OSError(error.errno, os.strerror(error.errno), str(path)) from error


def _sync(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return  # Windows opens no folders
    handle = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
