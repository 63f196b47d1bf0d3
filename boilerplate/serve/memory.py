"""Keep memory flat where pages pass through many threads."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress
from typing import Final

_ARENA_MAX: Final = -8  # M_ARENA_MAX of glibc's malloc.h


def share_one_arena() -> None:
    """Have all threads allocate from one arena, where the C library is glibc.

    Left alone, each thread that reads bodies fills an arena of its own, and page-sized holes
    in all of them add up: twice the memory, growing for hours.
    """
    if sys.platform == "linux":
        with suppress(AttributeError, OSError):
            ctypes.CDLL(None).mallopt(_ARENA_MAX, 1)


def give_back() -> None:
    """Return memory that is free to the system, where the C library is glibc.

    It keeps holes of the size of a page's arrays, and more of them with each page that fits
    into none.
    """
    if sys.platform == "linux":
        with suppress(AttributeError, OSError):
            ctypes.CDLL(None).malloc_trim(0)
