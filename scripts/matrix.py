"""Load a model, and compare its answers, under every version of what it needs.

    python scripts/matrix.py > docs/matrix.md        # all of it, some 15 minutes
    python scripts/matrix.py --short                 # the oldest versions on this Python
    python scripts/matrix.py models/mine-1.0.0.joblib

A virtual environment is made for each cell, the package installed in it with the versions of the
cell, and the model loaded there; its answers on its probe pages are compared with those stored in
it, to 1e-6. For a model without probes they are recorded here first. Under the newest versions the
same is done with OpenBLAS's kernels for other processors. Interpreters are looked for on the path
and in ``~/.pyenv``; the ones that are missing are told at the end.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
PYTHONS: Final = ("3.10", "3.11", "3.12", "3.13")
KERNELS: Final = ("Prescott", "Nehalem", "Sandybridge", "Haswell", "SkylakeX")
LIBRARIES: Final = ("scikit-learn", "numpy", "joblib", "scipy", "resiliparse")

PINS: Final[dict[str, tuple[str, ...]]] = {
    "oldest": (
        *("scikit-learn==1.4.*", "numpy==1.26.*", "joblib==1.3.*"),
        *("scipy==1.11.*", "resiliparse==2.0.0"),
    ),
    "1.5": ("scikit-learn==1.5.*", "numpy==2.1.*", "joblib==1.4.*"),
    "1.6": ("scikit-learn==1.6.*", "numpy==1.26.*", "joblib==1.4.*"),
    "1.7": ("scikit-learn==1.7.*", "numpy==2.2.*", "joblib==1.5.*"),
    "newest": (),
}
"""What each cell is pinned to; all else is the newest there is for the interpreter."""

INSTEAD: Final[dict[tuple[str, str], tuple[str, ...]]] = {
    ("3.13", "oldest"): ("scikit-learn==1.5.*", "numpy==2.1.*", "joblib==1.3.*", "scipy==1.14.*"),
    ("3.13", "1.6"): ("scikit-learn==1.6.*", "numpy==2.2.*", "joblib==1.4.*"),
}
"""NumPy 1.26 and scikit-learn 1.4 are older than Python 3.13."""

CHECK: Final = """
import json, sys
from importlib.metadata import version
import joblib, numpy, sklearn
from boilerplate.model import artifact
from boilerplate.model.labeler import checked
from pathlib import Path
state, manifest = artifact.load(sys.argv[1])
labeler, difference = checked(state, manifest)
again = artifact.save(state, manifest, Path(sys.argv[2]))
saved, _ = artifact.load(again)
assert list(joblib.load(again)) == list(saved) == list(state)
print(json.dumps({"difference": difference, "again": checked(*artifact.load(again))[1],
    **{name: version(name) for name in sys.argv[3].split()}}))
"""
"""Also saves the model with the cell's joblib and NumPy, and loads that."""


@dataclass(frozen=True, slots=True)
class Cell:
    """An interpreter with the versions that it is given."""

    python: str
    name: str

    @property
    def pins(self) -> tuple[str, ...]:
        """Requirements beside those of the package."""
        return INSTEAD.get((self.python, self.name), PINS[self.name])


def main() -> int:
    """Run the cells and write their table; 1 if the model fails in one, 2 if one can't be built."""
    parser = argparse.ArgumentParser(description="Load a model under many versions.")
    parser.add_argument("model", nargs="?", help="version or file; by default the newest")
    parser.add_argument("--short", action="store_true", help="the oldest, on this Python")
    options = parser.parse_args()
    here = ".".join(map(str, sys.version_info[:2]))
    cells = [Cell(here, "oldest")] if options.short else [*all_cells()]
    missing = {cell.python for cell in cells if interpreter(cell.python) is None}
    code = 0
    print("| Python | " + " | ".join(LIBRARIES) + " | kernels | loads | largest difference |")
    print("|---|" + "---|" * (len(LIBRARIES) + 2) + "--:|")
    with tempfile.TemporaryDirectory() as folder:
        model = with_probes(options.model, Path(folder))
        for cell in cells:
            if cell.python in missing:
                continue
            for row in run(cell, model, Path(folder) / "cell"):
                code = max(code, {"yes": 0, "no": 1}.get(row[-2], 2))
                print("| " + " | ".join(row) + " |", flush=True)
    for python in sorted(missing):
        print(f"\nPython {python} is not here.")
    return code


def all_cells() -> Iterator[Cell]:
    """Every interpreter with every set of versions that there is for it."""
    for python in PYTHONS:
        for name in PINS:
            yield Cell(python, name)


def interpreter(python: str) -> str | None:
    """Find an interpreter by its version."""
    if python == ".".join(map(str, sys.version_info[:2])):
        return sys.executable
    installed = sorted((Path.home() / ".pyenv" / "versions").glob(f"{python}.*/bin/python"))
    return str(installed[-1]) if installed else shutil.which(f"python{python}")


def with_probes(spec: str | None, folder: Path) -> Path:
    """The file of a model; one without probes is saved anew with those of this environment."""
    sys.path.insert(0, str(ROOT))
    from boilerplate.model import artifact

    path = artifact.find(spec)
    state, manifest = artifact.load(path)
    return path if "probes" in state else artifact.save(state, manifest, folder / path.name)


def run(cell: Cell, model: Path, folder: Path) -> Iterator[list[str]]:
    """Build a cell, check the model in it, and tell of each check in the words of a row."""
    shutil.rmtree(folder, ignore_errors=True)
    python = interpreter(cell.python)
    assert python is not None
    subprocess.run([python, "-m", "venv", folder], check=True)
    inside = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    install = [inside, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    wheels = ["--only-binary", ",".join(LIBRARIES)]
    built = subprocess.run([*install, *wheels, ROOT, *cell.pins], capture_output=True, text=True)
    if built.returncode:
        print(built.stderr, file=sys.stderr)
        yield [cell.python, *("" for _ in LIBRARIES), "", "not built", ""]
        return
    for kernel in ("own", *(KERNELS if cell.name == "newest" else ())):
        yield check(cell, inside, model, folder, kernel)


def check(cell: Cell, inside: Path, model: Path, folder: Path, kernel: str) -> list[str]:
    """Check the model in a cell, with the matrix kernels of a processor."""
    environment = {**os.environ, "PYTHONPATH": ""}
    if kernel != "own":
        environment["OPENBLAS_CORETYPE"] = kernel
    result = subprocess.run(
        [inside, "-c", CHECK, model, folder / "again-1.0.0.joblib", " ".join(LIBRARIES)],
        cwd=folder,  # not in the checkout, so that the installed package is what is imported
        env=environment,
        capture_output=True,
        text=True,
    )
    if result.returncode:
        print(result.stderr, file=sys.stderr)
        return [cell.python, *("" for _ in LIBRARIES), kernel, "no", ""]
    found = json.loads(result.stdout)
    versions = [found[name] for name in LIBRARIES]
    return [cell.python, *versions, kernel, "yes", f"{found['difference']:.1e}"]


if __name__ == "__main__":
    sys.exit(main())
