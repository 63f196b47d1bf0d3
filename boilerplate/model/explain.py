"""Why a block was labelled as it was: what changes when a part of what the model sees is gone.

Each part is taken away in turn, and the block is scored anew (occlusion, Robnik-Šikonja and
Kononenko 2008; Zeiler and Fergus 2014). The differences are those of the model itself, whatever
it is made of. They need not add up: where two parts say the same, neither is missed alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from boilerplate.document import DIGITS, Block, Page, roles_named
from boilerplate.features import Features, featurise
from boilerplate.features.parts import Part, families, parts
from boilerplate.features.without import without
from boilerplate.labels import ROLES, Label, Role
from boilerplate.model.coarse import coarse, groups_of_blocks

MAIN_CONTENT: Final = "main_content"
"""The question whether a block belongs to the main content, beside labels and roles."""

_ROWS: Final = 12_000
"""Copied blocks that are scored, so that an answer takes well under a second."""

_REACH: Final = 8
"""Blocks on either side that are copied at least: all whose parts are taken away, and more."""

Score = Callable[[Features], tuple[NDArray[Any], NDArray[Any]]]
"""Probabilities of roles and of main content, in double precision."""


@dataclass(frozen=True, slots=True)
class Reason:
    """What a part of what the model sees said about a block.

    Attributes
    ----------
    family
        ``"words"``, ``"characters"``, ``"lexical"``, ``"layout"``, ``"dom"``, ``"hints"``,
        ``"tags"``, ``"signs"`` or ``"neighbours"``.
    name
        What it is.
    value
        Of a feature that is a number.
    effect
        By how much the log-odds of the answer are higher with it than without: above 0 it
        spoke for the answer, below against.
    without
        The probability of the answer without it.
    """

    family: str
    name: str
    value: float | None
    effect: float
    without: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """Which parts of what the model sees spoke for an answer about a block, and against.

    Attributes
    ----------
    block
        The block.
    kept
        Whether it is part of the page's main content, which is decided for the page as a
        whole.
    of
        The answer: a label, a role, or ``"main_content"``.
    probability
        Of the answer.
    reasons
        Single parts, those that mattered most first.
    families
        The same parts by whole families.
    """

    block: Block
    kept: bool
    of: str
    probability: float
    reasons: tuple[Reason, ...]
    families: tuple[Reason, ...]

    @property
    def spoke_for(self) -> list[Reason]:
        """The reasons without which the answer would be less likely, the strongest first."""
        return [reason for reason in self.reasons if reason.effect > 0]

    @property
    def spoke_against(self) -> list[Reason]:
        """The reasons without which the answer would be likelier, the strongest first."""
        return [reason for reason in self.reasons if reason.effect < 0]

    def to_dict(self) -> dict[str, Any]:
        """The explanation as plain dicts, lists, strings and numbers, ready for JSON."""
        return {
            "block": self.block.to_dict() | {MAIN_CONTENT: self.kept},
            "of": self.of,
            "probability": self.probability,
            "reasons": [asdict(reason) for reason in self.reasons],
            "families": [asdict(reason) for reason in self.families],
        }


def explain(page: Page, index: int, of: str | Label | Role | None, score: Score) -> Explanation:
    """Explain an answer about a block.

    Parameters
    ----------
    page
        The page as `score` labels it.
    index
        The block's place on the page.
    of
        The answer: a label, a role, ``"main_content"``, or the block's own label where it is
        None.
    score
        The model.

    Raises
    ------
    IndexError
        If the page has no such block.
    ValueError
        If `of` is none of these.
    """
    block = page.blocks[index]
    of = block.label if of is None else of
    answer = _answer(of)
    columns = coarse(page.columns)
    place = int(groups_of_blocks([page.columns])[block.index])
    features = featurise([columns])
    single, whole = parts(columns, features, place), families(features, place)
    tried = single + whole
    reach = max(_ROWS // len(tried) // 2, _REACH)
    window = range(max(place - reach, 0), min(place + reach + 1, len(columns)))
    roles, content = score(without(features, window, tried))
    rows = len(columns) + len(window) * np.arange(len(tried)) + place - window.start
    log_odds = answer(roles, content)
    with_all, changed = log_odds[place], log_odds[rows]

    def reasons(found: list[Part], changed: NDArray[Any]) -> tuple[Reason, ...]:
        effects = with_all - changed
        return tuple(
            _reason(found[i], effects[i], changed[i])
            for i in np.argsort(-np.abs(effects), kind="stable").tolist()
        )

    return Explanation(
        block=block,
        kept=bool(page.kept[block.index]),
        of=str(of),
        probability=_probability(with_all),
        reasons=reasons(single, changed[: len(single)]),
        families=reasons(whole, changed[len(single) :]),
    )


def _answer(
    of: str | Label | Role,
) -> Callable[[NDArray[Any], NDArray[Any]], NDArray[Any]]:
    """From the probabilities of blocks to the log-odds of an answer."""
    if of == MAIN_CONTENT:
        return lambda roles, content: _log(content) - _log(1 - content)
    try:
        named = roles_named([of])
    except ValueError as error:
        raise ValueError(f"{error} nor {MAIN_CONTENT}") from None
    chosen = np.array([role in named for role in ROLES])
    return lambda roles, content: (
        _log(roles[:, chosen].sum(axis=1)) - _log(roles[:, ~chosen].sum(axis=1))
    )


def _log(probabilities: NDArray[Any]) -> NDArray[Any]:
    return np.asarray(np.log(np.maximum(probabilities, np.finfo(np.float64).tiny)))


def _reason(part: Part, effect: float, log_odds: float) -> Reason:
    value = None if part.value is None else round(part.value, DIGITS)
    return Reason(
        part.family, part.name, value, round(float(effect), DIGITS), _probability(log_odds)
    )


def _probability(log_odds: float) -> float:
    return round(float(0.5 + 0.5 * np.tanh(log_odds / 2)), DIGITS)
