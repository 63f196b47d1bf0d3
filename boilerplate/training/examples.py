"""What the network learns from: a page in one form, with its features."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from boilerplate.corpus.align import AlignedPage
from boilerplate.corpus.forms import Form, forms
from boilerplate.features import Features, featurise
from boilerplate.model.decide import word_sizes
from boilerplate.model.network import Array


@dataclass(frozen=True, slots=True)
class Example:
    """One page in one form.

    Attributes
    ----------
    page
        The page's blocks and what is known about them.
    form
        How the page is shown.
    features
        Of its `n` blocks.
    words
        float32, shape (n,). Length of each block, in words or what comes near.
    """

    page: AlignedPage
    form: Form
    features: Features
    words: Array

    def __len__(self) -> int:
        return len(self.page.columns)


def examples(page: AlignedPage, seed: int) -> Iterator[Example]:
    """A page in all its forms."""
    for form, shown in forms(page, seed):
        features, words = featurise([shown.columns]), word_sizes(shown.columns.texts)
        yield Example(shown, form, features, words)


def known(page: AlignedPage) -> NDArray[np.bool_]:
    """Which blocks have exactly one role by what is known."""
    return np.asarray(page.allowed.sum(axis=1) == 1)
