"""The same corpora, seed and versions give the same model, in whichever process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from boilerplate.model import artifact

TESTS = Path(__file__).parents[1]
TRAIN = """
import sys
from pathlib import Path
from toys import QUICK
from boilerplate.training import train
train(sys.argv[2:], out=Path(sys.argv[1]), settings=QUICK, seed=3)
"""


def trained(folder: Path, corpus: Path, hash_seed: str) -> bytes:
    """The file of a model trained in a process of its own, which orders its sets in its own way."""
    folder.mkdir()
    path = folder / "mine-1.0.0.joblib"
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(TESTS)}
    subprocess.run([sys.executable, "-c", TRAIN, path, corpus], env=environment, check=True)
    assert artifact.load(path)[0]["networks"]
    return path.read_bytes()


def test_another_process_trains_the_same_model(root: Path, tmp_path: Path) -> None:
    corpus = root / "examples" / "pages.jsonl"
    one, other = (trained(tmp_path / seed, corpus, seed) for seed in ("1", "2"))
    assert one == other
