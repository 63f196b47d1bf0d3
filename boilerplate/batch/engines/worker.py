"""The process that labels: Arrow batches come in on its standard input and go out labelled.

It keeps its own time. Should a batch take too long, the process ends, even in the midst of C
code, and so it does when whoever started it is gone.
"""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
from typing import IO, TYPE_CHECKING, Final

import pyarrow as pa

from boilerplate.arrow import PAGES, label_batch

if TYPE_CHECKING:
    from boilerplate.model.labeler import Labeler

TIMED_OUT: Final = 1
"""The exit code of a process that has run out of time: faulthandler's own."""

FAILED: Final = 3
"""The exit code of a process that can't start; its error is on its standard error."""


def serve(labeler: Labeler, requests: IO[bytes], replies: IO[bytes], timeout: float) -> None:
    """Label batches as they come. A first byte says that everything is loaded."""
    replies.write(b"\n")
    replies.flush()
    with open(os.devnull, "w") as nowhere, pa.ipc.new_stream(replies, PAGES) as writer:
        for batch in pa.ipc.open_stream(requests):
            faulthandler.dump_traceback_later(timeout, exit=True, file=nowhere)
            labelled = label_batch(batch, labeler)
            faulthandler.cancel_dump_traceback_later()
            writer.write_batch(labelled)
            replies.flush()


def main() -> None:
    """Run the process: its arguments are a model, or nothing for the newest, and a time limit."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is for whoever started the process
    model, timeout = sys.argv[1:]
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # so that nothing else is ever written among the replies
    try:
        from boilerplate.model.labeler import load

        labeler = load(model or None)
    except Exception as error:
        print(error, file=sys.stderr)
        sys.exit(FAILED)
    try:
        serve(labeler, sys.stdin.buffer, replies, float(timeout))
    except OSError:
        os._exit(0)  # nobody is there any more


if __name__ == "__main__":
    main()
