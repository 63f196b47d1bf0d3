"""Read the pickle inside a joblib file as data, never as a program.

A pickle is a program for a small stack machine, and a joblib file is a pickle in which every
array is an object that describes it, with the array's bytes right behind. The machine here
knows only the few instructions that plain data takes. None of them looks up or calls anything:
the three names it accepts are marks, not objects of Python. Neither joblib nor its versions
matter for reading.
"""

from __future__ import annotations

import math
import mmap as mapping
import sys
from enum import Enum
from pickletools import genops
from typing import IO, Any, BinaryIO, Final, cast

import numpy as np
from numpy.typing import NDArray

PROTOCOL: Final = 4

DTYPES: Final[dict[str, np.dtype[Any]]] = {
    code: np.dtype(code)
    for code in (
        *("|b1", "|i1", "<i2", "<i4", "<i8", "|u1", "<u2", "<u4", "<u8"),
        *("<f2", "<f4", "<f8", "<c8", "<c16"),
    )
}
"""The dtypes that arrays may have, by NumPy's abbreviation."""

_ALIGNMENT: Final = 16
_MAX_DIMENSIONS: Final = 32
_SMALL: Final = 4096
"""Arrays of fewer bytes are copied: a memory map takes at least a page."""


_MAX_INSTRUCTIONS: Final = 2_000_000
"""A model takes some thousands. A byte of instruction can make 64 bytes of empty dict."""


class UnsafeError(Exception):
    """The file asks for something that plain data never needs."""


class _Name(Enum):
    """What a file may name; everything else is refused."""

    WRAPPER = ("joblib.numpy_pickle", "NumpyArrayWrapper")
    NDARRAY = ("numpy", "ndarray")
    DTYPE = ("numpy", "dtype")


class _Wrapper:
    """Stands for an array until its description has been read."""


class _Dtype:
    """Stands for a dtype, whose byte order is told after its name."""

    __slots__ = ("dtype", "name")

    def __init__(self, name: str) -> None:
        self.name = name
        self.dtype: np.dtype[Any] | None = None


def read(view: mapping.mmap, file: BinaryIO, *, mmap: bool) -> Any:
    """Read the value that a joblib file holds.

    What comes back consists of dicts with string keys, lists, tuples, scalars and arrays; it
    is a tree, but the marks that stand for names and dtypes may be left over in it.

    Parameters
    ----------
    view
        The whole file, mapped.
    file
        The same file, open.
    mmap
        Whether arrays are read-only: maps of the file unless they are small.

    Raises
    ------
    UnsafeError
        If the file holds more than data.
    ValueError, IndexError
        If it is damaged.
    """
    return _Machine(view, file, mmap=mmap).run()


class _Machine:
    def __init__(self, view: mapping.mmap, file: BinaryIO, *, mmap: bool) -> None:
        self.view = view
        self.file = file
        self.mmap = mmap
        self.stack: list[Any] = []
        self.marks: list[int] = []
        self.memo: list[Any] = []

    def run(self) -> Any:
        """Obey the file's instructions up to the last."""
        for count, (opcode, argument, _) in enumerate(genops(cast(IO[bytes], self.view))):
            if opcode.name == "STOP":
                break
            if count == _MAX_INSTRUCTIONS:
                raise UnsafeError(f"more than {count:,} instructions")
            self.step(opcode.name, argument)
        if self.view.tell() != len(self.view) or len(self.stack) != 1:
            raise ValueError("it does not end where its content ends")
        return self.stack.pop()

    def step(self, opcode: str, argument: Any) -> None:
        """Obey one instruction; the most frequent ones come first."""
        stack = self.stack
        match opcode:
            case "SHORT_BINUNICODE" | "BININT1" | "BINFLOAT" | "BININT" | "BININT2" | "NONE":
                stack.append(argument)
            case "MEMOIZE":
                self.memo.append(stack[-1])
            case "BINUNICODE" | "BINUNICODE8" | "LONG1" | "LONG4":
                stack.append(argument)
            case "BINGET" | "LONG_BINGET":
                stack.append(self.recall(argument))
            case "NEWTRUE" | "NEWFALSE":
                stack.append(opcode == "NEWTRUE")
            case "TUPLE1" | "TUPLE2" | "TUPLE3":
                stack.append(tuple(self.pop(int(opcode[-1]))))
            case "MARK":
                self.marks.append(len(stack))
            case "TUPLE":
                stack.append(tuple(self.pop_to_mark()))
            case "EMPTY_LIST":
                stack.append([])
            case "APPEND" | "APPENDS":
                items = self.pop(1) if opcode == "APPEND" else self.pop_to_mark()
                _expect(list, stack[-1]).extend(items)
            case "EMPTY_DICT":
                stack.append({})
            case "SETITEM" | "SETITEMS":
                items = self.pop(2) if opcode == "SETITEM" else self.pop_to_mark()
                keys = [_expect(str, key) for key in items[::2]]
                _expect(dict, stack[-1]).update(zip(keys, items[1::2], strict=True))
            case "EMPTY_TUPLE":
                stack.append(())
            case "STACK_GLOBAL":
                stack.append(_name(*self.pop(2)))
            case "NEWOBJ" | "REDUCE":
                stack.append(_stand_in(opcode, *self.pop(2)))
            case "BUILD":
                self.build(*self.pop(2))
            case "PROTO" | "FRAME":
                pass
            case _:
                raise UnsafeError(f"the instruction {opcode}")

    def pop(self, count: int) -> list[Any]:
        """Take the topmost `count` values, the lowest first."""
        if count > len(self.stack):
            raise ValueError("a value is missing")
        values = self.stack[-count:]
        del self.stack[-count:]
        return values

    def pop_to_mark(self) -> list[Any]:
        """Take the values above the last mark, the lowest first."""
        mark = self.marks.pop()
        values = self.stack[mark:]
        del self.stack[mark:]
        return values

    def recall(self, index: int) -> Any:
        """Look up a value met before.

        Never a container: so the result is a tree no larger than the file, without cycles.
        """
        value = self.memo[index]
        if not isinstance(value, (str, _Name, _Dtype)):
            raise UnsafeError("a container that is referred to twice")
        return value

    def build(self, target: Any, state: Any) -> None:
        """Complete a stand-in: a dtype by its byte order, an array by description and bytes."""
        match target, state:
            case _Dtype(dtype=None), (3, "<" | "|" as order, None, None, None, -1, -1, 0):
                target.dtype = DTYPES.get(order + target.name)
                if target.dtype is None:
                    raise UnsafeError(f"an array of dtype {target.name!r:.40}")
                self.stack.append(target)
            case _Wrapper(), {
                "subclass": _Name.NDARRAY,
                "shape": tuple(shape),
                "order": "C" | "F" as order,
                "dtype": _Dtype(dtype=np.dtype() as dtype),
                "allow_mmap": bool(),
                "numpy_array_alignment_bytes": int(),
                **others,
            } if not others:
                self.stack.append(self.array(shape, order, dtype))
            case _:
                raise UnsafeError("an array or dtype of unknown description")

    def array(self, shape: tuple[Any, ...], order: Any, dtype: np.dtype[Any]) -> NDArray[Any]:
        """Read the array that comes next in the file, behind a byte that tells its padding."""
        size = _size(shape, dtype)
        padding = self.view.read_byte()
        start = self.view.tell() + padding
        if start % _ALIGNMENT:
            raise ValueError("an array is not aligned")
        if start + size > len(self.view):
            raise ValueError("an array reaches beyond the end of the file")
        self.view.seek(start + size)
        if self.mmap and size >= _SMALL:
            return np.memmap(self.file, dtype, "r", start, shape, order)
        self.file.seek(start)
        flat = np.fromfile(self.file, dtype, size // dtype.itemsize)
        array = flat.reshape(shape, order=order)
        array.flags.writeable = not self.mmap
        return array


def _size(shape: tuple[Any, ...], dtype: np.dtype[Any]) -> int:
    """Count the bytes of an array whose shape may be forged."""
    possible = len(shape) <= _MAX_DIMENSIONS and all(
        type(length) is int and 0 <= length <= sys.maxsize for length in shape
    )
    # As NumPy counts: an empty array, too, may not have dimensions beyond all memory.
    if not possible or math.prod(max(n, 1) for n in shape) * dtype.itemsize > sys.maxsize:
        raise UnsafeError("an array of impossible shape")
    size: int = math.prod(shape) * dtype.itemsize
    return size


def _expect(kind: type, value: Any) -> Any:
    if type(value) is not kind:
        raise ValueError(f"{type(value).__name__} in place of {kind.__name__}")
    return value


def _name(module: Any, name: Any) -> _Name:
    full = (_expect(str, module), _expect(str, name))
    for known in _Name:
        if known.value == full:
            return known
    raise UnsafeError(f"the name {'.'.join(full)!r:.80}")


def _stand_in(opcode: str, target: Any, arguments: Any) -> _Wrapper | _Dtype:
    """Make what stands for the object that the file wants made."""
    match opcode, target, arguments:
        case "NEWOBJ", _Name.WRAPPER, ():
            return _Wrapper()
        case "REDUCE", _Name.DTYPE, (str(name), False, True):
            return _Dtype(name)
    raise UnsafeError("a call")
