"""``python -m boilerplate``: the command line."""

from __future__ import annotations

from boilerplate.cli import main

main()
