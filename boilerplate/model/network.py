"""The network: a block's features and its neighbourhoods in, scores of its roles out.

Every layer sees a block together with the means of what the layer before has computed over the
block's neighbourhoods (the lines around it, its sections, its page), so that decisions are
made in the light of the whole page. Labelling is matrix products and prefix sums, the weights
are plain arrays: nothing here can stop working with another library's next version.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from boilerplate.features import Features
from boilerplate.features.bag import BUCKETS, Bag
from boilerplate.labels import ROLES

Array = NDArray[np.float32]
Weights = dict[str, NDArray[Any]]
"""The arrays of a network by name. ``rows_*`` are int32, shape (BUCKETS,), and tell which row of
``table_*`` a token's bucket has, 0 being for tokens that the model does not know."""

OUTPUTS: Final = len(ROLES) + 1
"""The roles' scores, then the score of being main content."""

_CHUNK: Final = 256
"""Blocks whose gathered sums stay in the processor's cache."""

CLIP: Final = 5.0
"""Standardised features are cut off at this many standard deviations."""


def standardise(dense: Array, mean: Array, scale: Array) -> Array:
    """Dense features with mean 0 and deviation 1; missing values become 0."""
    x = (dense - mean) * scale
    np.clip(x, -CLIP, CLIP, out=x)
    return np.asarray(np.nan_to_num(x, copy=False, nan=0.0))


def averages(bag: Bag, columns: int) -> csr_matrix:
    """Matrix that sums the rows of each block's items over the root of their number."""
    count = np.diff(bag.offsets)
    share = np.repeat((1 / np.sqrt(np.maximum(count, 1))).astype(np.float32), count)
    return csr_matrix((share, bag.items, bag.offsets), shape=(len(bag), columns))


def embed(weights: Weights, name: str, bag: Bag) -> Array:
    """Sums of the weights of each block's tokens; those the model does not know share a row."""
    table, rows = weights[f"table_{name}"], weights[f"rows_{name}"][bag.items]
    return np.asarray(averages(Bag(rows, bag.offsets), len(table)) @ table)


def range_means(values: Array, features: Features) -> Array:
    """Means of `values` over the neighbourhoods of each block, side by side.

    Returns
    -------
    float32, shape (n, ranges * width)
    """
    n, width = values.shape
    # Sums in double precision, so that a page comes out the same in any company.
    total = np.zeros((n + 1, width))
    np.cumsum(values, axis=0, dtype=np.float64, out=total[1:])
    starts, ends = features.range_starts, features.range_ends
    means = np.empty((n, len(starts), width), np.float32)
    for low in range(0, n, _CHUNK):
        rows = slice(low, low + _CHUNK)
        first, last = starts[:, rows].T, ends[:, rows].T
        sums = total.take(last, axis=0)
        sums -= total.take(first, axis=0)
        sums /= np.maximum(last - first, 1)[:, :, None]
        means[rows] = sums
    return means.reshape(n, -1)


def packed(weights: Weights) -> Weights:
    """The weights as they are stored: tables in half precision, known buckets instead of rows."""
    stored = dict(weights)
    for name in weights:
        if name.startswith("rows_"):
            rows = weights[name]
            known = np.flatnonzero(rows)
            stored[name] = known[np.argsort(rows[known])].astype(np.int32)
        elif name.startswith("table_"):
            stored[name] = weights[name].astype(np.float16)
    return stored


def unpacked(stored: Weights) -> Weights:
    """The weights as they are computed with."""
    weights = dict(stored)
    for name in stored:
        if name.startswith("rows_"):
            rows = np.zeros(BUCKETS, np.int32)
            rows[stored[name]] = np.arange(1, len(stored[name]) + 1)
            weights[name] = rows
        elif name.startswith("table_"):
            weights[name] = stored[name].astype(np.float32)
    return weights


def layers(weights: Weights) -> int:
    """Number of context layers."""
    return sum(name.startswith("pool") for name in weights)


def scores(weights: Weights, features: Features) -> Array:
    """Scores before the softmax.

    Returns
    -------
    float32, shape (n, OUTPUTS)
    """
    x = np.hstack(
        [
            standardise(features.dense, weights["mean"], weights["scale"]),
            *(embed(weights, name, bag) for name, bag in features.bags.items()),
            *(
                averages(bag, len(features.tags)) @ embed(weights, name, features.tags)
                for name, bag in features.paths.items()
            ),
            np.repeat(embed(weights, "signs", features.signs), features.page_lengths, axis=0),
        ]
    )
    h = np.maximum(x @ weights["in"] + weights["in_bias"], 0)
    for i in range(layers(weights)):
        context = range_means(h @ weights[f"pool{i}"], features)
        z = h @ weights[f"self{i}"]
        z += context @ weights[f"context{i}"]
        z += weights[f"bias{i}"]
        h += np.maximum(z, 0, out=z)
    return np.asarray(h @ weights["out"] + weights["out_bias"])


def softmax(z: NDArray[Any]) -> NDArray[Any]:
    """Softmax over the last axis."""
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return np.asarray(e / e.sum(axis=-1, keepdims=True))


def sigmoid(z: NDArray[Any]) -> NDArray[Any]:
    """The logistic function."""
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * z)))


def probabilities(
    networks: Sequence[Weights], features: Features, temperatures: Array
) -> tuple[Array, Array]:
    """Probabilities of several networks together, whose scores are averaged.

    Parameters
    ----------
    networks
        At least one.
    features
        Of `n` blocks.
    temperatures
        float32, shape (n, 2). What the scores of roles and of main content are divided by
        (temperature scaling, Guo et al. 2017).

    Returns
    -------
    roles : float32, shape (n, 12)
    content : float32, shape (n,)
    """
    total = scores(networks[0], features)
    for weights in networks[1:]:
        total += scores(weights, features)
    total /= len(networks)
    roles = softmax(total[:, :-1] / temperatures[:, :1])
    return roles, sigmoid(total[:, -1] / temperatures[:, 1])
