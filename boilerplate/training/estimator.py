"""The model as a scikit-learn estimator whose samples are pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_is_fitted

from boilerplate.features.schema import join
from boilerplate.labels import ROLES
from boilerplate.model.decide import decide_roles
from boilerplate.model.network import Array, Weights, probabilities
from boilerplate.training.examples import Example
from boilerplate.training.fit import Settings
from boilerplate.training.progress import Progress, Silence
from boilerplate.training.several import Job, fit_all

NETWORKS: Final = 1
"""Networks of a model. More than one differ by their seed, and their scores are averaged: that is a
little more accurate and takes so many times as long."""


class PageClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Networks that give the blocks of pages their roles.

    A page is one sample: its blocks are seen together, so its examples hold a row for each.
    Truth comes with the examples, in whatever grade it is known.

    Parameters
    ----------
    settings
        Size of the networks and manner of their training.
    networks
        How many networks to fit; their scores are averaged.
    random_state
        Seed; the same examples, settings and seed give the same networks.

    Attributes
    ----------
    classes_
        The names of the roles.
    networks_
        The weights of each network.
    temperatures_
        ``"html"`` and ``"text"`` to what the scores of roles and of main content are divided
        by; 1 until calibrated (see :mod:`boilerplate.training.calibration`).
    """

    def __init__(
        self,
        settings: Settings = Settings(),  # noqa: B008 - it is frozen
        networks: int = NETWORKS,
        random_state: int = 0,
    ) -> None:
        self.settings = settings
        self.networks = networks
        self.random_state = random_state

    def fit(
        self, X: Sequence[Example], y: None = None, *, progress: Progress | None = None
    ) -> PageClassifier:
        """Fit the networks to examples, whose truth is part of them."""
        self.classes_ = np.array([role.value for role in ROLES])
        jobs = [Job(X, seed) for seed in self.seeds()]
        self.networks_: list[Weights] = fit_all(jobs, self.settings, progress or Silence())
        self.temperatures_ = {"html": [1.0, 1.0], "text": [1.0, 1.0]}
        return self

    def seeds(self) -> list[int]:
        """The seed of each network."""
        return [self.random_state * 1000 + number for number in range(self.networks)]

    def predict_proba(self, X: Sequence[Example]) -> Array:
        """Probabilities over ``classes_`` for the blocks of all pages, one after the other."""
        check_is_fitted(self)
        by_page = np.array([self.temperatures_[e.page.columns.kind] for e in X], np.float32)
        temperatures = np.repeat(by_page, [len(example) for example in X], axis=0)
        features = join([example.features for example in X])
        return probabilities(self.networks_, features, temperatures)[0]

    def predict(self, X: Sequence[Example]) -> NDArray[np.str_]:
        """The role of each block: the likeliest one of the likeliest label."""
        roles = decide_roles(self.predict_proba(X))
        return np.asarray(self.classes_[roles])
