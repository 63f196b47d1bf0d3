"""What the fuzzer has kept, through its targets: the interesting inputs stay passed."""

from __future__ import annotations

from pathlib import Path

import pytest
from toys import SMALL, model_state, random_weights, toy_examples

from boilerplate.model.labeler import Labeler
from fuzz import targets

CORPUS = Path(__file__).parents[2] / "fuzz" / "corpus"
FILES = sorted(path for path in CORPUS.glob("*/*") if path.is_file())


@pytest.fixture(autouse=True)
def labeler(monkeypatch: pytest.MonkeyPatch) -> None:
    untrained = Labeler(model_state(random_weights(toy_examples(range(4)), SMALL)), {})
    monkeypatch.setattr(targets, "_labeler", lambda: untrained)


def test_the_corpus_is_small_and_of_every_target() -> None:
    assert {path.parent.name for path in FILES} == set(targets.TARGETS)
    assert sum(path.stat().st_size for path in FILES) < 500_000


@pytest.mark.parametrize("name", targets.TARGETS)
def test_what_was_kept_passes(name: str) -> None:
    files = [path for path in FILES if path.parent.name == name]
    for path in files:
        targets.TARGETS[name](path.read_bytes())


@pytest.mark.parametrize("name", targets.TARGETS)
@pytest.mark.parametrize("data", [b"", b"\x00", b"\x80", b"\xff\xfe", b"\x02<", b"\x81\xff<p>"])
def test_the_shortest_inputs_pass(name: str, data: bytes) -> None:
    targets.TARGETS[name](data)
