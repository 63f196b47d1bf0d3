"""What a model says of a page, beside what is known about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from boilerplate.corpus.align import AlignedPage
from boilerplate.model.decide import content_certainty, decide_roles, main_content, word_sizes
from boilerplate.model.network import Array


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a model says of one page in one form.

    Attributes
    ----------
    page
        The page's `n` blocks and what is known about them.
    form
        ``"html"``, or a form of plain text.
    roles
        float32, shape (n, 12). Probabilities over ``ROLES``.
    content
        float32, shape (n,). Probability of main content.
    """

    page: AlignedPage
    form: str
    roles: Array
    content: Array

    def kept(self, beta: float = 1.0, min_probability: float = 0.0) -> NDArray[np.bool_]:
        """The blocks of the main content, as :func:`boilerplate.extract` keeps them.

        Parameters
        ----------
        beta
            Weight of recall against precision.
        min_probability
            Blocks less likely than this are left out.

        Returns
        -------
        bool, shape (n,)
        """
        words = word_sizes(self.page.columns.texts)
        kept = main_content(self.content, decide_roles(self.roles), words, beta)
        return np.asarray(kept & (content_certainty(self.content, self.roles) >= min_probability))

    def extract(self, kept: NDArray[Any]) -> str:
        """The text of some blocks."""
        texts = zip(self.page.columns.texts, kept.tolist(), strict=True)
        return "\n".join(text for text, keep in texts if keep)
