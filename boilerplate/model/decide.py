"""Decisions on a page: its roles, and which blocks are its main content."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from boilerplate.labels import LABELS, ROLES, Role

_OF_LABEL: Final = np.array([[role.label is label for role in ROLES] for label in LABELS])

_TITLE: Final = ROLES.index(Role.TITLE)

_AT_ONCE: Final = 1 << 16
"""Blocks that are decided on at once, to spare memory."""

_WORD_CHARS: Final = 6
"""Characters of a word with the space after it, roughly, in most languages."""

_TOGETHER: Final = 1.35
"""Power of the odds of content where a page is decided on. Of 1, 1.25, 1.5 and 2, word-F1 in
cross-validation was 0.866, 0.871, 0.871 and 0.870 from HTML, 0.848, 0.850, 0.849 and 0.846 from
text: pages without content are found to be so, and pages with little keep less else."""

Favor = Literal["precision", "balanced", "recall"]
"""What main content should rather be: free of what isn't content, or complete."""

BETAS: Final[dict[Favor, float]] = {"precision": 0.5, "balanced": 1.0, "recall": 2.0}
"""The weight of recall against precision behind each preference."""


def word_sizes(texts: Sequence[str]) -> NDArray[np.float32]:
    """The length of each text in words, as far as its characters tell; at least 1."""
    chars = np.fromiter(map(len, texts), np.float32, len(texts))
    return np.maximum(chars / _WORD_CHARS, 1)


def decide_roles(probabilities: NDArray[np.float32]) -> NDArray[np.int64]:
    """The likeliest role of the likeliest label of each block.

    Parameters
    ----------
    probabilities
        float32, shape (n, 12), over ``ROLES``.

    Returns
    -------
    int64, shape (n,)
        Indices into ``ROLES``.
    """
    decided = np.empty(len(probabilities), np.int64)
    for low in range(0, len(probabilities), _AT_ONCE):
        some = probabilities[low : low + _AT_ONCE]
        label = (some @ _OF_LABEL.T.astype(np.float32)).argmax(axis=1)
        decided[low : low + _AT_ONCE] = np.where(_OF_LABEL[label], some, -1).argmax(axis=1)
    return decided


def keep_best(content: NDArray[Any], words: NDArray[Any], beta: float = 1.0) -> NDArray[np.bool_]:
    """The blocks that together have the highest expected word-F1.

    With `p` the probability of main content and `w` the words of a block, the set ``K`` that
    maximises ``(1 + beta²) Σ_K p·w / (Σ_K w + beta² Σ p·w)`` holds the blocks above some
    threshold (Ye et al. 2012, plug-in F-measure maximisation). Nothing is kept where the page
    is likelier to have no main content at all.

    Parameters
    ----------
    content
        float, shape (n,). Probability that a block is main content.
    words
        float, shape (n,). Its length in words.
    beta
        Weight of recall against precision.

    Returns
    -------
    bool, shape (n,)
    """
    keep = np.zeros(len(content), np.bool_)
    if not len(content):
        return keep
    order = np.argsort(-content, kind="stable")
    expected = (content * words)[order]
    weight = np.cumsum(words[order]) + beta**2 * expected.sum()
    score = (1 + beta**2) * np.cumsum(expected) / weight
    best = int(score.argmax())
    if np.prod(1 - content) < score[best]:
        keep[order[: best + 1]] = True
    return keep


def main_content(
    content: NDArray[Any], roles: NDArray[np.int64], words: NDArray[Any], beta: float = 1.0
) -> NDArray[np.bool_]:
    """The blocks of a page's main content: the best set, with the title where there is one.

    Corpora of main content mostly leave titles out, so that they are decided by role.

    Parameters
    ----------
    content, words, beta
        As for :func:`keep_best`.
    roles
        int64, shape (n,). Decided roles.

    Returns
    -------
    bool, shape (n,)
    """
    kept = keep_best(_decided_together(content), words, beta)
    return np.asarray(kept | ((roles == _TITLE) & kept.any()))


def _decided_together(content: NDArray[Any]) -> NDArray[Any]:
    """Probabilities of content further from one half, as a page's blocks are no separate bets.

    Whether comments, a grid or nothing at all are content is one question for many blocks; of
    bets taken one by one, the best set would hold too many long shots.
    """
    yes, no = content**_TOGETHER, (1 - content) ** _TOGETHER
    return np.asarray(yes / (yes + no))


def content_certainty(content: NDArray[Any], probabilities: NDArray[Any]) -> NDArray[Any]:
    """How surely each block belongs to the main content, as content or as its title.

    Parameters
    ----------
    content
        float, shape (n,). Probability that a block is main content.
    probabilities
        float, shape (n, 12), over ``ROLES``.

    Returns
    -------
    float, shape (n,)
    """
    return np.asarray(np.maximum(content, probabilities[:, _TITLE]))
