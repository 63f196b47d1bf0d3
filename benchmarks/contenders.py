"""What is timed: this package, its peers, and the bare parse that any of them needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from benchmarks.peers import PEERS, Extract, installed, run
from boilerplate.model.labeler import Labeler
from boilerplate.page.decode import decode

BATCH: Final = 64
"""Pages that go through ``label_many`` at once."""

OURS: Final = "boilerplate"
OURS_IN_BATCHES: Final = f"boilerplate, batches of {BATCH}"
BARE_PARSE: Final = "lexbor parse alone"


@dataclass(frozen=True, slots=True)
class Sample:
    """A page in memory, as bytes and decoded."""

    raw: bytes
    text: str

    @classmethod
    def of(cls, raw: bytes) -> Sample:
        """A page from its bytes."""
        return cls(raw, decode(raw))


@dataclass(frozen=True, slots=True)
class Contender:
    """Something to be timed.

    Attributes
    ----------
    name
        As it stands in tables.
    work
        Takes all pages it is given to their main content.
    batches
        Whether it is given many pages at once.
    """

    name: str
    work: Callable[[Sequence[Sample]], object]
    batches: bool = False


def names() -> list[str]:
    """The contenders whose packages are installed."""
    return [OURS, OURS_IN_BATCHES, *(peer.name for peer in installed()), BARE_PARSE]


def contender(name: str, model: str | None) -> Contender:
    """The contender of that name.

    Parameters
    ----------
    name
        One of :func:`names`.
    model
        As for :func:`boilerplate.load`; read for this package alone.
    """
    if name in PEERS:
        return Contender(name, partial(_extract, PEERS[name].extract))
    if name == BARE_PARSE:
        return Contender(name, _parse)
    from boilerplate.model.labeler import load

    return Contender(name, partial(_label, load(model)), batches=name == OURS_IN_BATCHES)


def _label(labeler: Labeler, samples: Sequence[Sample]) -> list[str]:
    if len(samples) == 1:
        return [labeler.label(samples[0].raw).main_content]
    pages = labeler.label_many([sample.raw for sample in samples])
    return [page.main_content for page in pages]


def _extract(extract: Extract, samples: Sequence[Sample]) -> list[str]:
    return [run(extract, sample.text).text for sample in samples]


def _parse(samples: Sequence[Sample]) -> None:
    from resiliparse.parse.html import HTMLTree

    for sample in samples:
        HTMLTree.parse(sample.text)
