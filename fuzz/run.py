"""Fuzz a target with atheris: ``python fuzz/run.py label -max_total_time=300``.

What libFuzzer finds goes to a folder of its own (``--found``); the kept corpus is only read.
``-merge=1`` and other options of libFuzzer are passed on.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

with atheris.instrument_imports(include=["boilerplate"]):
    from fuzz.targets import TARGETS

DEFAULTS = ("-timeout=10", "-rss_limit_mb=2048", "-max_len=4096")


def main() -> None:
    """Run the target that the first argument names, until libFuzzer ends."""
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        sys.exit(f"usage: {sys.argv[0]} {{{','.join(TARGETS)}}} [--found FOLDER] [-OPTION=...]")
    name, *options = sys.argv[1:]
    found = Path(".fuzz") / name
    if "--found" in options:
        at = options.index("--found")
        found = Path(options[at + 1])
        del options[at : at + 2]
    found.mkdir(parents=True, exist_ok=True)
    places = [f"-dict={HERE / 'pieces.dict'}", f"-artifact_prefix={found.parent / name}-"]
    folders = [str(found), str(HERE / "corpus" / name)]
    for warm in (b"\x01a", b"\x02<p>a"):  # what is loaded and built at first is no input's doing
        TARGETS[name](warm)
    atheris.Setup([sys.argv[0], *DEFAULTS, *places, *options, *folders], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
