"""The container of a model: what is written is read, and what is hostile never runs.

Every hostile file that can do harm creates a canary file if any of its code runs, and a test
shows that it does so where such files are read without care.
"""

from __future__ import annotations

import bz2
import copyreg
import gzip
import io
import lzma
import os
import pickle
import pickletools
import struct
import subprocess
import sys
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from joblib.numpy_pickle import NumpyArrayWrapper
from numpy.typing import NDArray

from boilerplate.errors import ModelError
from boilerplate.model import safe_joblib, safe_pickle

Array = NDArray[Any]

STATE: dict[str, Any] = {
    "names": ["words", "links", "größe", "\ud800"],
    "shape": (2, 3),
    "nothing": None,
    "flags": [True, False],
    "numbers": [0, -1, 255, 65_536, -(2**31), 2**40, 2**3000, 0.5, float("inf")],
    "empty": [{}, [], (), ""],
    "nested": {"a": {"b": [({"c": (1, "words")},)]}},
    "long text": "x" * 100_000,
    "vocabulary": {f"word {i}": i for i in range(3000)},
    "weights": np.arange(6000, dtype=np.float32),
    "columns": np.asfortranarray(np.arange(2000, dtype=np.float64).reshape(40, 50)),
    "tree": [np.arange(4, dtype=dtype) for dtype in ("i1", "u2", "i4", "u8", "f2", "c16")],
    "mask": np.array([[True, False], [False, True]]),
    "one": np.array(3, dtype=np.int64),
    "none": np.zeros((0, 5), dtype=np.float32),
}


def same(left: Any, right: Any) -> bool:
    """Equal in value, in types (a memory map is an array) and in order of keys."""
    if isinstance(left, np.ndarray) and isinstance(right, np.ndarray):
        return left.dtype == right.dtype and np.array_equal(left, right)
    if type(left) is not type(right):
        return False
    if isinstance(left, dict):
        return list(left) == list(right) and all(same(left[key], right[key]) for key in left)
    if isinstance(left, (list, tuple)):
        return len(left) == len(right) and all(map(same, left, right))
    return bool(left == right)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "model.joblib"


@pytest.fixture
def canary(tmp_path: Path) -> Path:
    return tmp_path / "canary"


# Writing and reading


@pytest.mark.parametrize("mmap", [True, False])
def test_what_is_written_is_read(path: Path, mmap: bool) -> None:
    safe_joblib.dump(STATE, path)
    assert same(safe_joblib.load(path, mmap=mmap), STATE)


def test_joblib_reads_the_same(path: Path) -> None:
    safe_joblib.dump(STATE, path)
    assert same(joblib.load(path), STATE)


def test_large_arrays_are_read_only_maps_of_the_file(path: Path) -> None:
    safe_joblib.dump(STATE, path)
    state = safe_joblib.load(path)
    for name in ("weights", "columns"):
        assert isinstance(state[name], np.memmap)
        assert state[name].flags.aligned
    assert state["columns"].flags.f_contiguous
    for name in ("weights", "columns", "mask"):
        with pytest.raises(ValueError, match="read-only"):
            state[name][0] = 1


def test_without_mapping_arrays_are_writable_and_leave_the_file_alone(path: Path) -> None:
    safe_joblib.dump(STATE, path)
    before = path.read_bytes()
    weights = safe_joblib.load(path, mmap=False)["weights"]
    assert not isinstance(weights, np.memmap)
    weights[:] = 0
    assert path.read_bytes() == before


def test_equal_states_give_equal_bytes(path: Path, tmp_path: Path) -> None:
    digest = safe_joblib.dump(STATE, path)
    # Strings, dtypes and containers of the same values that are other objects, or shared ones.
    other = tmp_path / "other.joblib"
    assert safe_joblib.dump(safe_joblib.load(path), other) == digest
    assert other.read_bytes() == path.read_bytes()

    pair, array = [1, 2], np.arange(3, dtype=">i4")
    safe_joblib.dump({"a": [pair, pair], "b": array, "c": array}, path)
    native = np.arange(3, dtype=np.dtype("<i4", metadata={"unit": "px"}))
    safe_joblib.dump({"a": [[1, 2], [1, 2]], "b": native.copy(), "c": native}, other)
    assert other.read_bytes() == path.read_bytes()


def test_reading_brings_neither_joblib_nor_scikit_learn(path: Path) -> None:
    safe_joblib.dump(STATE, path)
    code = (
        "import pathlib, sys\n"
        "from boilerplate.model import safe_joblib\n"
        "safe_joblib.load(pathlib.Path(sys.argv[1]))\n"
        "sys.exit(' '.join({'joblib', 'sklearn', 'scipy'} & set(sys.modules)) or 0)"
    )
    run = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "")


class Text(str):
    pass


def cyclic() -> list[Any]:
    value: list[Any] = []
    value.append(value)
    return value


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (np.float64(1), r"state\['deep'\]\[1\] is numpy.float64"),
        (np.str_("x"), "numpy.str_"),
        (Text("x"), "Text"),
        (b"x", "bytes"),
        ({1, 2}, "set"),
        (OrderedDict(), "OrderedDict"),
        (len, "builtin_function_or_method"),
        ({1: "x"}, "has the key 1"),
        (np.array(["x", None]), "dtype object"),
        (np.array(["x"]), "dtype <U1"),
        (np.array(["2024-01-01"], "M8[D]"), "dtype datetime64"),
        (np.zeros(2, "i4,f4"), "dtype"),
        (np.ma.masked_array([1, 2]), "MaskedArray"),
        (cyclic(), "levels deep"),
    ],
)
def test_writing_refuses_what_is_not_plain(path: Path, value: Any, reason: str) -> None:
    with pytest.raises(ModelError, match=reason):
        safe_joblib.dump({"deep": [0, value]}, path)
    assert list(path.parent.iterdir()) == []


def test_writing_refuses_what_is_not_a_dict(path: Path) -> None:
    with pytest.raises(ModelError, match="list, not a dict"):
        safe_joblib.dump([1], path)  # type: ignore[arg-type]


def test_a_failed_write_leaves_the_old_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    safe_joblib.dump({"version": 1}, path)

    def full(value: Any, file: Any, **options: Any) -> None:
        file.write(b"\x80\x04")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(joblib, "dump", full)
    with pytest.raises(ModelError, match="can't be written \\(No space left on device\\)"):
        safe_joblib.dump({"version": 2}, path)
    assert safe_joblib.load(path) == {"version": 1}
    assert list(path.parent.iterdir()) == [path]


# Files that run something


class Call:
    """What pickles as the call of a function."""

    def __init__(self, function: Callable[..., Any], *arguments: Any) -> None:
        self.reduced = function, arguments

    def __reduce__(self) -> Any:
        return self.reduced


EXTENSION = 77


@pytest.fixture
def extension() -> Iterator[None]:
    """A number by which pickles may call ``os.system``."""
    copyreg.add_extension("os", "system", EXTENSION)
    yield
    copyreg.remove_extension("os", "system", EXTENSION)


def joblib_bytes(value: Any) -> bytes:
    buffer = io.BytesIO()
    joblib.dump(value, buffer, protocol=4)
    return buffer.getvalue()


def text(value: object) -> bytes:
    """The instruction that makes a string."""
    encoded = str(value).encode()
    return b"X" + struct.pack("<I", len(encoded)) + encoded


def state_with(instructions: bytes) -> bytes:
    """A state with one item, the one that the instructions make."""
    return b"\x80\x04}" + text("item") + instructions + b"s."


def shell(canary: Path) -> str:
    return f"echo > {canary}"


def evil(canary: Path) -> Call:
    return Call(os.system, shell(canary))


def evil_file(canary: Path) -> str:
    """The name of a pickle that creates the canary."""
    path = canary.with_name("inner")
    path.write_bytes(pickle.dumps(evil(canary), protocol=4))
    return str(path)


def map_arguments(canary: Path) -> bytes:
    """The instructions for arguments with which ``numpy.memmap`` creates a file."""
    return b"(" + text(canary) + text("u1") + text("w+") + b"K\x00K\x01\x85t"


def array_of(item: Any) -> Array:
    array = np.empty(1, dtype=object)
    array[0] = item
    return array


def structured_array_of(item: Any) -> Array:
    array = np.empty(1, dtype=[("score", "f8"), ("item", object)])
    array["item"][0] = item
    return array


VALUES: dict[str, Callable[[Path], Any]] = {
    "os.system": evil,
    "eval": lambda canary: Call(eval, f"open({str(canary)!r}, 'w').close()"),
    "exec": lambda canary: Call(exec, f"open({str(canary)!r}, 'w').close()"),
    "open": lambda canary: Call(open, str(canary), "w"),
    "subprocess": lambda canary: Call(subprocess.getoutput, shell(canary)),
    "pickle.loads": lambda canary: Call(pickle.loads, pickle.dumps(evil(canary))),
    "numpy.load": lambda canary: Call(np.load, evil_file(canary), None, True),
    "numpy.memmap": lambda canary: Call(np.memmap, str(canary), "u1", "w+", 0, (1,)),
    "numpy.savetxt": lambda canary: Call(np.savetxt, str(canary), [1.0]),
    "joblib.load": lambda canary: Call(joblib.load, evil_file(canary)),
    "joblib.dump": lambda canary: Call(joblib.dump, 1, str(canary)),
    "joblib.Memory": lambda canary: Call(joblib.Memory, str(canary)),
    "array of objects": lambda canary: array_of(evil(canary)),
    "structured array with objects": lambda canary: structured_array_of(evil(canary)),
    "object beside arrays": lambda canary: [np.arange(9), {"x": (evil(canary), np.arange(9))}],
}

INSTRUCTIONS: dict[str, Callable[[Path], bytes]] = {
    "GLOBAL": lambda canary: b"cos\nsystem\n" + text(shell(canary)) + b"\x85R",
    "INST": lambda canary: b"(" + text(shell(canary)) + b"ios\nsystem\n",
    "OBJ": lambda canary: b"(cos\nsystem\n" + text(shell(canary)) + b"o",
    "NEWOBJ": lambda canary: b"cnumpy\nmemmap\n" + map_arguments(canary) + b"\x81",
    "NEWOBJ_EX": lambda canary: b"cnumpy\nmemmap\n" + map_arguments(canary) + b"}\x92",
    "EXT1": lambda canary: b"\x82" + bytes([EXTENSION]) + text(shell(canary)) + b"\x85R",
    "EXT2": lambda canary: b"\x83" + bytes([EXTENSION, 0]) + text(shell(canary)) + b"\x85R",
    "getattr": lambda canary: (
        b"cbuiltins\ngetattr\ncimportlib\nimport_module\n"
        + (text("os") + b"\x85R" + text("system") + b"\x86R" + text(shell(canary)) + b"\x85R")
    ),
    "partial": lambda canary: (
        b"cfunctools\npartial\ncos\nsystem\n" + text(shell(canary)) + b"\x86R)R"
    ),
    "numpy.f2py": lambda canary: (
        b"cnumpy.f2py.crackfortran\nmyeval\n"
        + text(f"__import__('os').system({shell(canary)!r})")
        + b"\x85R"
    ),
}


def file_with_value(value: Callable[[Path], Any]) -> Callable[[Path], bytes]:
    return lambda canary: joblib_bytes({"item": value(canary)})


def file_with_instructions(instructions: Callable[[Path], bytes]) -> Callable[[Path], bytes]:
    return lambda canary: state_with(instructions(canary))


ALIVE: dict[str, Callable[[Path], bytes]] = {
    **{name: file_with_value(value) for name, value in VALUES.items()},
    **{name: file_with_instructions(code) for name, code in INSTRUCTIONS.items()},
    "as a key": lambda canary: joblib_bytes({Call(str, evil(canary)): 1}),
    "as the whole": lambda canary: joblib_bytes(evil(canary)),
    "plain pickle": lambda canary: pickle.dumps({"item": evil(canary)}, protocol=4),
    "protocol 0": lambda canary: pickle.dumps({"item": evil(canary)}, protocol=0),
    "protocol 2": lambda canary: pickle.dumps({"item": evil(canary)}, protocol=2),
    "protocol 5": lambda canary: pickle.dumps({"item": evil(canary)}, protocol=5),
    "gzip": lambda canary: gzip.compress(joblib_bytes({"item": evil(canary)})),
    "zlib": lambda canary: zlib.compress(joblib_bytes({"item": evil(canary)})),
    "bz2": lambda canary: bz2.compress(joblib_bytes({"item": evil(canary)})),
    "xz": lambda canary: lzma.compress(joblib_bytes({"item": evil(canary)})),
    "lzma": lambda canary: lzma.compress(
        joblib_bytes({"item": evil(canary)}), format=lzma.FORMAT_ALONE
    ),
}


@pytest.mark.parametrize("name", ALIVE)
@pytest.mark.usefixtures("extension")
def test_nothing_of_a_hostile_file_runs(path: Path, canary: Path, name: str) -> None:
    path.write_bytes(ALIVE[name](canary))
    canary.unlink(missing_ok=True)
    for mmap in (True, False):
        with pytest.raises(ModelError) as caught:
            safe_joblib.load(path, mmap=mmap)
        assert str(caught.value).startswith(f"{path}: ")
        assert "\n" not in str(caught.value)
    assert not canary.exists()


@pytest.mark.parametrize("name", ALIVE)
@pytest.mark.usefixtures("extension")
def test_the_hostile_files_are_alive(path: Path, canary: Path, name: str) -> None:
    path.write_bytes(ALIVE[name](canary))
    with suppress(Exception):
        joblib.load(path)
    assert canary.exists()


# Files that are forged otherwise


def array(data: bytes = bytes(16), padding: int | None = None, **forged: Any) -> bytes:
    """The instructions for an array of two zeros, with forged attributes."""
    wrapper = NumpyArrayWrapper(np.ndarray, (2,), "C", np.dtype("f8"), True)
    for name, value in forged.items():
        setattr(wrapper, name, value)
    header = pickle.dumps(wrapper, protocol=4)[11:-1]  # bare of frame and end
    if padding is None:
        padding = 15 - len(state_with(header)[:-2]) % 16
    return header + bytes([padding]) + b"\xff" * padding + data


def dtype(state: Any) -> bytes:
    """The instructions for the dtype of doubles, with a forged state."""
    name = b"\x8c\x05numpy\x8c\x05dtype\x93" + text("f8") + b"\x89\x88\x87R"
    return name + pickle.dumps(state, protocol=4)[11:-1] + b"b"


def string(opcode: bytes, size: int, width: str) -> bytes:
    return opcode + struct.pack(width, size) + b"x"


UNSAFE: dict[str, tuple[bytes, str]] = {
    "negative shape": (array(shape=(-1,)), "impossible shape"),
    "boolean shape": (array(shape=(True,)), "impossible shape"),
    "fractional shape": (array(shape=(2.0,)), "impossible shape"),
    "overflowing shape": (array(shape=(2**62, 2**62)), "impossible shape"),
    "endless shape": (array(shape=(2**70000,)), "impossible shape"),
    "empty but immense": (array(shape=(0, 2**62)), "impossible shape"),
    "33 dimensions": (array(shape=(1,) * 33), "impossible shape"),
    "shape in a list": (array(shape=[2]), "unknown description"),
    "order K": (array(order="K"), "unknown description"),
    "no order": (array(order=None), "unknown description"),
    "a matrix": (array(subclass=np.matrix), "the name 'numpy.+matrix'"),
    "a recarray": (array(subclass=np.recarray), "the name 'numpy.+recarray'"),
    "subclass of another kind": (array(subclass=np.dtype), "unknown description"),
    "mapping by a word": (array(allow_mmap="yes"), "unknown description"),
    "no alignment": (array(numpy_array_alignment_bytes=None), "unknown description"),
    "a further attribute": (array(read="x"), "unknown description"),
    "no dtype": (array(dtype=None), "unknown description"),
    "dtype by name": (array(dtype="f8"), "unknown description"),
    "dtype of objects": (array(dtype=np.dtype(object)), "unknown description"),
    "dtype with objects": (array(dtype=np.dtype([("a", object)])), "unknown description"),
    "subarray dtype": (array(dtype=np.dtype(("f4", 2))), "unknown description"),
    "strings": (array(dtype=np.dtype("U2")), "unknown description"),
    "times": (array(dtype=np.dtype("M8[s]")), "SHORT_BINBYTES"),
    "big-endian": (array(dtype=np.dtype(">f8")), "unknown description"),
    "dtype with fields": (
        dtype((3, "<", None, ("a",), {"a": ("f8", 0)}, 8, 8, 0)),
        "unknown description",
    ),
    "dtype with object flags": (
        dtype((3, "<", None, None, None, -1, -1, 63)),
        "unknown description",
    ),
    "dtype completed twice": (
        dtype((3, "<", None, None, None, -1, -1, 0))
        + pickle.dumps((3, "|", None, None, None, -1, -1, 0), protocol=4)[11:-1]
        + b"b",
        "unknown description",
    ),
    "dtype as a value": (dtype((3, "<", None, None, None, -1, -1, 0)), "_Dtype"),
    "name as a value": (b"\x8c\x05numpy\x8c\x05dtype\x93", "_Name"),
    "array without description": (
        text("joblib.numpy_pickle") + text("NumpyArrayWrapper") + b"\x93)\x81",
        "_Wrapper",
    ),
    "array class called": (b"\x8c\x05numpy\x8c\x07ndarray\x93K\x09\x85\x85R", "a call"),
    "list in itself": (b"]\x94h\x00a", "referred to twice"),
    "billion laughs": (b"]\x94" + b"(h\x00h\x00t\x94" * 64, "referred to twice"),
    "deep lists": (b"]" * 100_000 + b"a" * 99_999, "levels deep"),
    "deep tuples": (b")" + b"\x85" * 100_000, "levels deep"),
    "deep dicts": ((b"}" + text("x")) * 50_000 + b"N" + b"s" * 50_000, "levels deep"),
    "bytes": (b"C\x01x", "SHORT_BINBYTES"),
    "bytearray": (b"\x96" + struct.pack("<Q", 1) + b"x", "BYTEARRAY8"),
    "set": (b"\x8f", "EMPTY_SET"),
    "persistent id": (b"Px\n", "PERSID"),
    "binary persistent id": (text("x") + b"Q", "BINPERSID"),
    "far memo": (b"Nr\xff\xff\xff\xff", "LONG_BINPUT"),
    "buffer": (b"\x97", "NEXT_BUFFER"),
    "duplicate": (b"]2", "DUP"),
    "long decimal": (b"L123L\n", "LONG"),
}

DAMAGED: dict[str, tuple[bytes, str]] = {
    "memory bomb": (array(shape=(2**40,)), "beyond the end"),
    "memory bomb of 32 dimensions": (array(shape=(2,) * 32), "beyond the end"),
    "array cut off": (array(data=b"x"), "beyond the end"),
    "array not aligned": (array(padding=1), "not aligned"),
    "endless string": (string(b"\x8d", 2**62, "<Q"), ""),
    "impossible string": (string(b"\x8d", 2**64 - 1, "<Q"), ""),
    "long string": (string(b"X", 2**31, "<I"), ""),
    "endless bytes": (string(b"\x8e", 2**62, "<Q"), ""),
    "endless number": (string(b"\x8b", 2**31 - 1, "<i"), ""),
    "negative number": (string(b"\x8b", -1, "<i"), ""),
    "bad UTF-8": (b"\x8c\x01\xff", ""),
    "unknown instruction": (b"\xff", ""),
    "memo never filled": (b"h\x07", ""),
    "too few values": (b"\x87", "a value is missing"),
    "no mark": (b"t", ""),
    "number as a key": (b"}K\x01K\x02s", "int in place of str"),
    "list as a key": (b"}]K\x02s", "list in place of str"),
    "key without value": (b"}(" + text("x") + b"u", ""),
    "append to a tuple": (b")Na", "tuple in place of list"),
    "name of a deep list": (b"]" * 9999 + b"a" * 9998 + text("x") + b"\x93", "list in place"),
}


def test_an_unforged_array_is_read(path: Path) -> None:
    path.write_bytes(state_with(array()))
    assert safe_joblib.load(path)["item"].tolist() == [0, 0]


@pytest.mark.parametrize("name", UNSAFE)
def test_what_is_no_data_is_refused(path: Path, name: str) -> None:
    instructions, reason = UNSAFE[name]
    path.write_bytes(state_with(instructions))
    with pytest.raises(ModelError, match=f"refused as unsafe: .*{reason}"):
        safe_joblib.load(path)


@pytest.mark.parametrize("name", DAMAGED)
def test_what_makes_no_sense_is_refused(path: Path, name: str) -> None:
    instructions, reason = DAMAGED[name]
    path.write_bytes(state_with(instructions))
    with pytest.raises(ModelError, match=f"damaged: .*{reason}"):
        safe_joblib.load(path)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty file"),
        (b"Not a model.\n", "not the joblib file of a model"),
        (b'{"format": 1}', "not the joblib file of a model"),
        (b"\x93NUMPY\x01\x00", "not the joblib file of a model"),
        (b"ZF0x10", "not the joblib file of a model"),
        (b"\x80\x02}q\x00.", "not the joblib file of a model"),
        (gzip.compress(b"\x80\x04}."), "compressed by gzip"),
        (zlib.compress(b"\x80\x04}."), "compressed by zlib"),
        (lzma.compress(b"\x80\x04}."), "compressed by xz"),
        (b"\x04\x22\x4d\x18", "compressed by lz4"),
        (b"\x80\x04].", "the state is list, not a dict"),
        (b"\x80\x04N.", "the state is NoneType, not a dict"),
        (b"\x80\x04}", "damaged"),
        (b"\x80\x04.", "damaged"),
        (b"\x80\x04}}.", "damaged"),
        (b"\x80\x04}..", "damaged"),
        (b"\x80\x04}.\n", "damaged"),
    ],
)
def test_what_is_no_such_file_is_refused(path: Path, content: bytes, reason: str) -> None:
    path.write_bytes(content)
    with pytest.raises(ModelError, match=reason):
        safe_joblib.load(path)


def test_a_file_may_not_grow_without_end_in_memory(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(safe_pickle, "_MAX_INSTRUCTIONS", 1000)
    path.write_bytes(state_with(b"](" + b"}" * 900 + b"e"))
    assert len(safe_joblib.load(path)["item"]) == 900
    path.write_bytes(state_with(b"](" + b"}" * 1000 + b"e"))
    with pytest.raises(ModelError, match="more than 1,000 instructions"):
        safe_joblib.load(path)


@pytest.mark.filterwarnings("error")
def test_a_file_that_python_warns_about_is_refused(path: Path) -> None:
    path.write_bytes(state_with(b"S'\\q'\n"))
    with pytest.raises(ModelError):
        safe_joblib.load(path)


def test_other_than_files_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "absent.joblib"):
        with pytest.raises(ModelError, match="no such file"):
            safe_joblib.load(path)


# Files that were damaged by chance

SMALL_STATE: dict[str, Any] = {
    "names": ["words", "links", "words"],
    "shape": (2, 3, None, True, 0.5, 70_000),
    "weights": np.arange(1500, dtype=np.float32),
    "more": [{"a": np.arange(6).reshape(2, 3)}, {"a": np.zeros(3, dtype=bool)}],
}


def test_truncations_are_refused(path: Path) -> None:
    safe_joblib.dump(SMALL_STATE, path)
    content = path.read_bytes()
    for size in range(0, len(content), 7):
        path.write_bytes(content[:size])
        with pytest.raises(ModelError):
            safe_joblib.load(path)


def loads_or_refuses(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    for mmap in (True, False):
        with suppress(ModelError):
            assert isinstance(safe_joblib.load(path, mmap=mmap), dict)


FUZZ = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FUZZ
@given(data=st.data())
def test_changed_bytes_load_or_are_refused(path: Path, data: st.DataObject) -> None:
    content = bytearray(joblib_bytes(SMALL_STATE))
    places = [place for place, byte in enumerate(content) if byte] + list(range(200))
    for place in data.draw(st.lists(st.sampled_from(places), max_size=6)):
        content[place] = data.draw(st.integers(0, 255))
    size = data.draw(st.just(len(content)) | st.integers(0, len(content)))
    loads_or_refuses(path, bytes(content[:size]))


PIECES = [
    *(bytes([ord(opcode.code)]) if ord(opcode.code) > 127 else opcode.code.encode()
      for opcode in pickletools.opcodes),
    *(b"N", b"K\x01", b"h\x00", b"h\x01", b"]", b"}", b")", b"(", b"\x94", b"\x93", b"b", b"R"),
    *(text("numpy"), text("dtype"), text("ndarray"), text("f8"), text("<"), text("x")),
    *(array(), array(shape=()), dtype((3, "<", None, None, None, -1, -1, 0))),
]  # fmt: skip


@FUZZ
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=20))
def test_any_instructions_load_or_are_refused(path: Path, pieces: list[bytes]) -> None:
    loads_or_refuses(path, state_with(b"".join(pieces)))
