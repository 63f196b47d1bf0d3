"""What the network should say of each block, from what is known of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Final

import numpy as np
from numpy.typing import NDArray

from boilerplate.labels import ROLES
from boilerplate.model.network import Array
from boilerplate.training.examples import Example, known

_LONG_WORDS: Final = 8
"""Blocks from this size on are running text rather than entries of lists."""

_OPEN_LINE: Final = 0.2
"""Weight of a line whose role is not known exactly, against one whose role is."""

OPEN_TAUGHT: Final = 0.5
"""The same for a line whose roles the network was taught."""

_NATIVE_TEXT: Final = 2.0
"""Weight of pages that came as text, against HTML rendered as text: they are few, and only they
show what players and menus look like there."""

_LINES_OF_A_PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Targets:
    """What `n` blocks should come out as.

    Attributes
    ----------
    evidence
        float32, shape (n, 12). How likely what is known of the block is under each role: 1 and
        0 where the truth tells which roles are possible, between where it only tells whether
        the block is main content.
    taught
        bool, shape (n,). Where the evidence is what a network that saw the page as HTML holds
        the roles to be: probabilities to be learnt.
    content
        float32, shape (n,). 1 or 0; anything where `content_weight` is 0.
    page_type
        int64, shape (n,). Number of the page's type; -1 where there is none.
    role_weight, content_weight, type_weight
        float32, shape (n,). Weights of the three losses.
    """

    evidence: Array
    taught: NDArray[np.bool_]
    content: Array
    page_type: NDArray[np.int64]
    role_weight: Array
    content_weight: Array
    type_weight: Array


class ContentHabits:
    """How often blocks of each role are main content, by type of page and size of the block.

    Learnt from the pages of which both is known: a corpus that only tells main content from the
    rest has its habits, and what they say of a block's role is what they are here counted to.
    """

    def __init__(self, examples: Sequence[Example]) -> None:
        counts: dict[str | None, NDArray[np.float64]] = {}
        for example in examples:
            page = example.page
            if page.grade in ("roles", "annotated") and page.reference is not None:
                exact = known(page) & ~np.isnan(page.content)
                role = page.allowed[exact].argmax(axis=1)
                at = (_is_long(example)[exact], role, page.content[exact].astype(np.int64))
                np.add.at(counts.setdefault(page.page_type, np.zeros((2, len(ROLES), 2))), at, 1)
        everywhere = sum(counts.values(), np.zeros((2, len(ROLES), 2))) + 1
        self._everywhere = _shares(everywhere)
        # What few blocks of a type tell is filled up with what is so everywhere.
        self._by_type = {
            kind: _shares(count + 20 * self._everywhere) for kind, count in counts.items()
        }
        self.known = bool(counts)

    def evidence(self, example: Example) -> Array:
        """How likely each block's being content or not is under each role, shape (n, 12)."""
        shares = self._by_type.get(example.page.page_type, self._everywhere)
        content = np.nan_to_num(example.page.content).astype(np.int64)
        found = np.asarray(shares[_is_long(example), :, content], np.float32)
        found[np.isnan(example.page.content)] = 1
        return found


def _is_long(example: Example) -> NDArray[np.int64]:
    return (example.words >= _LONG_WORDS).astype(np.int64)


def _shares(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(counts / counts.sum(axis=-1, keepdims=True))


def role_factors(examples: Sequence[Example], power: float) -> Array:
    """Factor of each role: the rarer, the more, in the given power of its frequency."""
    count = np.ones(len(ROLES))
    for example in examples:
        count += example.page.allowed[known(example.page)].sum(axis=0)
    factor = (count.mean() / count) ** power
    return np.asarray(np.clip(factor / factor.mean(), 0.2, 4), np.float32)


def targets_of(
    example: Example,
    role_loss: float,
    type_loss: float,
    factors: Array,
    habits: ContentHabits,
    types: Sequence[str],
) -> Targets:
    """Targets and weights of one page.

    Main content is weighted by the root of a block's words, so that a page's weights sum to
    1: extraction is scored by words, pages counting alike. Roles are weighted by line, rare
    ones more; a line whose role is not known exactly counts less, since it teaches less.
    """
    page = example.page
    root = np.sqrt(example.words)
    has_content = ~np.isnan(page.content)
    exact = known(page) & (page.grade != "content")
    evidence = page.allowed.astype(np.float32)
    if page.grade == "content" and habits.known:
        evidence = habits.evidence(example)
    line = np.where(exact, (evidence * factors).max(axis=1), _OPEN_LINE * _tells(evidence))
    weight = line * line_weight(example, role_loss)
    if example.form in ("text", "respaced"):
        weight *= _NATIVE_TEXT
    share = np.where(has_content, root / root.sum(), 0)
    content_weight = (share * page.content_weight).astype(np.float32)
    known_type = page.page_type in types
    return Targets(
        evidence=evidence,
        taught=np.zeros(len(root), np.bool_),
        content=np.nan_to_num(page.content),
        page_type=np.full(len(root), types.index(page.page_type or "") if known_type else -1),
        role_weight=weight.astype(np.float32),
        content_weight=content_weight,
        type_weight=np.float32(type_loss * known_type) * content_weight,
    )


def line_weight(example: Example, role_loss: float) -> Array:
    """Weight of each line of a page among those of all: long pages count more, but not so much."""
    lines = np.sqrt(len(example) * _LINES_OF_A_PAGE)
    return np.asarray(role_loss * example.page.weight / lines, np.float32)


def _tells(evidence: Array) -> NDArray[np.bool_]:
    """Whether the evidence of each block tells any role from another."""
    return np.asarray(evidence.min(axis=1) < evidence.max(axis=1))


def join_targets(parts: Sequence[Targets]) -> Targets:
    """Targets of several pages, one after the other."""
    return Targets(
        *(
            np.concatenate([getattr(part, field.name) for part in parts])
            for field in fields(Targets)
        )
    )
