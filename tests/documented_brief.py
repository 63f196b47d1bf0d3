"""What documents tell to run, with trainings that are over at once.

``documented_brief.py boilerplate ARGUMENTS`` is the command line,
``documented_brief.py python CODE`` a block of Python.
"""

from __future__ import annotations

import sys
from dataclasses import astuple

from toys import QUICK

from boilerplate.cli import main
from boilerplate.training.fit import Settings


def shorten() -> None:
    """Let networks be as small as those of tests, where no others are asked for."""
    Settings.__init__.__defaults__ = astuple(QUICK)


if __name__ == "__main__":
    shorten()
    kind, *arguments = sys.argv[1:]
    sys.argv = ["boilerplate", *arguments]
    if kind == "python":
        exec(compile(arguments[0], "block", "exec"), {"__name__": "__main__"})
    else:
        main()
