"""Write and read joblib files of plain data; reading one never runs code from it.

Plain data is dicts with string keys, lists and tuples of strings, numbers, booleans, None and
NumPy arrays of numbers or booleans. ``joblib.dump`` writes it and ``joblib.load`` would read
it, but :func:`load` reads it without joblib and refuses everything else.
"""

from __future__ import annotations

import hashlib
import mmap as mapping
import sys
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

from boilerplate.errors import ModelError
from boilerplate.model import safe_pickle
from boilerplate.model.atomic import replacing

MAX_DEPTH: Final = 64
"""How deeply containers may be nested."""

_MAGIC: Final = bytes([0x80, safe_pickle.PROTOCOL])
_COMPRESSED: Final = {
    b"\x1f\x8b": "gzip",
    b"\x78\x01": "zlib",
    b"\x78\x5e": "zlib",
    b"\x78\x9c": "zlib",
    b"\x78\xda": "zlib",
    b"BZh": "bz2",
    b"\xfd7zXZ": "xz",
    b"\x5d\x00": "lzma",
    b"\x04\x22\x4d\x18": "lz4",
}


def dump(state: dict[str, Any], path: Path) -> str:
    """Write `state` to `path`, whole or not at all, and return the file's SHA-256.

    Equal states with their keys in equal order give equal bytes.

    Raises
    ------
    ModelError
        If `state` holds anything but plain data, or the file can't be written.
    """
    import joblib

    if (offence := _offence(state)) is not None:
        raise ModelError(f"{path}: not plain data: {offence}")
    with replacing(path) as file:
        joblib.dump(_canonical(state), file, protocol=safe_pickle.PROTOCOL)
        file.flush()
        with _map(file, path) as view:
            _parse(view, file, path, mmap=False)  # should joblib's format change, say so now
            return hashlib.sha256(view).hexdigest()


def load(path: Path, *, mmap: bool = True, sha256: str | None = None) -> dict[str, Any]:
    """Read the state that :func:`dump` wrote to `path`.

    Parameters
    ----------
    path
        The joblib file.
    mmap
        Whether arrays are read-only, and from 4 KiB on maps of the file, whose memory worker
        processes share; else they are writable copies.
    sha256
        What the file's SHA-256 must be, in hexadecimal digits; None leaves it unchecked.

    Raises
    ------
    ModelError
        If the file is missing, damaged, unsafe, or not the one that `sha256` tells.
    """
    if not path.is_file():
        raise ModelError(f"{path}: no such file")
    try:
        with path.open("rb") as file, _map(file, path) as view:
            if sha256 is not None and hashlib.sha256(view).hexdigest() != sha256:
                raise ModelError(f"{path}: its SHA-256 is not the one in its manifest")
            return _parse(view, file, path, mmap=mmap)
    except OSError as error:
        raise ModelError(f"{path}: can't be read ({error.strerror or error})") from error


def _map(file: BinaryIO, path: Path) -> mapping.mmap:
    """Map `file` into memory after a look at its first bytes."""
    file.seek(0)
    start = file.read(8)
    if not start:
        raise ModelError(f"{path}: an empty file")
    for magic, name in _COMPRESSED.items():
        if start.startswith(magic):
            raise ModelError(f"{path}: compressed by {name}, where a model never is")
    if not start.startswith(_MAGIC):
        raise ModelError(f"{path}: not the joblib file of a model")
    return mapping.mmap(file.fileno(), 0, access=mapping.ACCESS_READ)


def _parse(view: mapping.mmap, file: BinaryIO, path: Path, *, mmap: bool) -> dict[str, Any]:
    """Read the state in `view`; whatever is wrong with it becomes one clear line."""
    try:
        state: dict[str, Any] = safe_pickle.read(view, file, mmap=mmap)
    except safe_pickle.UnsafeError as error:
        raise ModelError(f"{path}: refused as unsafe: it holds {error}") from None
    except (ValueError, IndexError, Warning) as error:  # a Warning under ``python -W error``
        raise ModelError(f"{path}: damaged: {str(error)[:120]}") from None
    if (offence := _offence(state)) is not None:
        raise ModelError(f"{path}: refused as unsafe: {offence}")
    return state


def _offence(state: Any) -> str | None:
    """Tell what in `state` is not plain data; None if all is."""
    if type(state) is not dict:
        return f"the state is {_kind(state)}, not a dict"
    offence = _offence_in(state, depth=0)
    return None if offence is None else f"state{offence}"


def _offence_in(value: Any, depth: int) -> str | None:
    kind = type(value)
    if kind in (str, int, float, bool, type(None)):
        return None
    if kind in (np.ndarray, np.memmap):
        known = _code(value) in safe_pickle.DTYPES
        return None if known else f" is an array of dtype {value.dtype}"
    if kind not in (dict, list, tuple):
        return f" is {_kind(value)}"
    if depth == MAX_DEPTH:
        return f" is nested more than {MAX_DEPTH} levels deep"
    for key, item in value.items() if kind is dict else enumerate(value):
        if kind is dict and type(key) is not str:
            return f" has the key {key!r:.60}, which is not a plain string"
        if (offence := _offence_in(item, depth + 1)) is not None:
            return f"[{key!r:.60}]{offence}"
    return None


def _canonical(value: Any) -> Any:
    """Copy plain data so that equal values are pickled to equal bytes.

    Pickle writes an object that it meets again as a reference. So equal strings and equal
    dtypes are made one object, and no two places share a container.
    """
    match value:
        case str():
            return sys.intern(value)
        case dict():
            return {sys.intern(key): _canonical(item) for key, item in value.items()}
        case list():
            return [_canonical(item) for item in value]
        case tuple():
            return tuple([_canonical(item) for item in value])
        case np.ndarray():
            dtype = safe_pickle.DTYPES[_code(value)]
            return np.asarray(value).astype(dtype, copy=False).view(dtype)
    return value


def _code(array: NDArray[Any]) -> str:
    """Abbreviate the dtype of `array`, in little-endian byte order, as NumPy does."""
    return array.dtype.newbyteorder("<").str


def _kind(value: Any) -> str:
    return f"{type(value).__module__}.{type(value).__qualname__}".removeprefix("builtins.")
