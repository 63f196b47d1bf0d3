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
