"""A classifier of blocks as scikit-learn has them: a matrix of features in, classes out.

Needs scikit-learn 1.6; the rest of the package does with an older one.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils import check_random_state
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from boilerplate.model.network import softmax, standardise
from boilerplate.training.adam import Adam

_LEAST_STEPS: Final = 200

Matrix = NDArray[np.float32]


class BlockClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """A small network over the features of single blocks, with missing values allowed.

    It sees each block alone, as the shipped model's first layer does, and so takes part in
    everything scikit-learn offers: pipelines, searches, cross-validation, permutation
    importance. Try features or labels of your own with it; for whole pages,
    :class:`boilerplate.training.estimator.PageClassifier` is the better model.

    Parameters
    ----------
    hidden
        Units of the hidden layer.
    epochs
        How often each block is shown; oftener where there are few.
    batch_size
        Blocks of a step.
    rate
        Size of the first steps; they become smaller.
    decay
        Weight decay.
    random_state
        Seed.

    Attributes
    ----------
    classes_
        The classes, sorted.
    n_features_in_
        Columns of the matrix it was fitted to.
    weights_
        The network's arrays.

    Examples
    --------
    >>> from boilerplate import split
    >>> from boilerplate.features import featurise
    >>> X = featurise([split(source) for source in sources]).dense
    >>> BlockClassifier(random_state=0).fit(X, roles).predict_proba(X)
    """

    def __init__(
        self,
        hidden: int = 64,
        epochs: int = 60,
        batch_size: int = 256,
        rate: float = 5e-3,
        decay: float = 0.01,
        random_state: int | None = None,
    ) -> None:
        self.hidden = hidden
        self.epochs = epochs
        self.batch_size = batch_size
        self.rate = rate
        self.decay = decay
        self.random_state = random_state

    def fit(self, X: Any, y: Any) -> BlockClassifier:
        """Fit to blocks.

        Parameters
        ----------
        X
            float, shape (n, features). NaN where a block has no such thing.
        y
            shape (n,). The class of each block: a label, a role, whatever they are to tell.
        """
        X, y = validate_data(self, X, y, ensure_all_finite="allow-nan")
        check_classification_targets(y)
        self.classes_, target = np.unique(y, return_inverse=True)
        seed = check_random_state(self.random_state).randint(2**31)
        rng = np.random.default_rng(seed)
        weights = _initial_weights(X, self.hidden, len(self.classes_), rng)
        self.weights_ = weights
        dense = standardise(X, weights["mean"], weights["scale"]).astype(np.float32)
        adam = Adam(weights, self.decay)
        steps_an_epoch = -(-len(dense) // self.batch_size)
        epochs = max(self.epochs, _LEAST_STEPS // steps_an_epoch)
        for epoch in range(epochs):
            rate = self.rate * 0.5 * (1 + np.cos(np.pi * epoch / epochs))
            order = rng.permutation(len(dense))
            for low in range(0, len(order), self.batch_size):
                rows = order[low : low + self.batch_size]
                adam.step(_gradient(weights, dense[rows], target[rows]), rate)
        return self

    def predict_proba(self, X: Any) -> Matrix:
        """Probabilities over ``classes_``, float32, shape (n, classes)."""
        check_is_fitted(self)
        X = validate_data(self, X, ensure_all_finite="allow-nan", reset=False)
        weights = self.weights_
        dense = standardise(X, weights["mean"], weights["scale"]).astype(np.float32)
        return softmax(_hidden(weights, dense) @ weights["out"] + weights["out_bias"])

    def predict(self, X: Any) -> NDArray[Any]:
        """The likeliest class of each block."""
        probabilities = self.predict_proba(X)
        return np.asarray(self.classes_[probabilities.argmax(axis=1)])

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        return tags


def _initial_weights(
    X: NDArray[Any], hidden: int, classes: int, rng: np.random.Generator
) -> dict[str, NDArray[Any]]:
    present = ~np.isnan(X)
    count = np.maximum(present.sum(axis=0), 1)
    mean = np.where(present, X, 0).sum(axis=0) / count
    deviation = np.sqrt((np.where(present, X - mean, 0) ** 2).sum(axis=0) / count)

    def normal(rows: int, columns: int) -> Matrix:
        return rng.normal(0, np.sqrt(2 / rows), (rows, columns)).astype(np.float32)

    return {
        "mean": mean,
        "scale": 1 / np.where(deviation > 1e-6, deviation, 1),
        "in": normal(X.shape[1], hidden),
        "in_bias": np.zeros(hidden, np.float32),
        "out": normal(hidden, classes),
        "out_bias": np.zeros(classes, np.float32),
    }


def _hidden(weights: dict[str, NDArray[Any]], dense: Matrix) -> Matrix:
    return np.asarray(np.maximum(dense @ weights["in"] + weights["in_bias"], 0))


def _gradient(
    weights: dict[str, NDArray[Any]], dense: Matrix, target: NDArray[np.int64]
) -> dict[str, Any]:
    """Gradient of the mean cross-entropy by each weight that is learnt."""
    h = _hidden(weights, dense)
    error = softmax(h @ weights["out"] + weights["out_bias"]).astype(np.float32)
    error[np.arange(len(target)), target] -= 1
    error /= len(target)
    below = (error @ weights["out"].T) * (h > 0)
    return {
        "out": h.T @ error,
        "out_bias": error.sum(axis=0),
        "in": dense.T @ below,
        "in_bias": below.sum(axis=0),
    }
