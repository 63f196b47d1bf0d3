"""The listening socket: taken before anything else, and given up without losing a caller."""

from __future__ import annotations

import ctypes
import os
import socket
import struct
import sys
from contextlib import suppress
from typing import Final

_ATTACH_FILTER: Final = 26  # SO_ATTACH_FILTER, which Python does not name
_DROP: Final = struct.pack("HBBI", 0x06, 0, 0, 0)  # the packet filter "return 0"


def listen(host: str, port: int) -> socket.socket:
    """Take an address; connections are refused until an application serves them.

    Raises
    ------
    OSError
        If it can't be had.
    """
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    if os.name == "posix":
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise OSError(error.errno, error.strerror, f"{host}:{port}") from None
    return listener


def hold(listener: socket.socket) -> None:
    """Let no new caller in, while those that the system has let in already can be accepted.

    Closing the socket would cut those off. Where the system can't do this, it is not done.
    """
    if sys.platform != "linux":
        return
    code = ctypes.create_string_buffer(_DROP)
    program = struct.pack("HL", 1, ctypes.addressof(code))
    with suppress(OSError):
        listener.setsockopt(socket.SOL_SOCKET, _ATTACH_FILTER, program)


def give_up(listener: socket.socket) -> None:
    """Refuse callers from now on, in all processes that share the socket."""
    with suppress(OSError):
        listener.shutdown(socket.SHUT_RDWR)
