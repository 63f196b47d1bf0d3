"""The network: a block's features and its neighbourhoods in, scores of its roles out.

Every layer sees a block together with the means of what the layer before has computed over the
block's neighbourhoods (the lines around it, its sections, its page), so that decisions are
made in the light of the whole page. Labelling is matrix products and prefix sums, the weights
are plain arrays: nothing here can stop working with another library's next version.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from boilerplate.features import Features
from boilerplate.features.bag import BUCKETS, Bag
from boilerplate.features.tokens import BAGS, PATHS
from boilerplate.labels import ROLES

Array = NDArray[np.float32]
Weights = dict[str, NDArray[Any]]
"""The arrays of a network by name. ``rows_*`` are int32, shape (BUCKETS,), and tell which row of
``table_*`` a token's bucket has, 0 being for tokens that the model does not know."""

OUTPUTS: Final = len(ROLES) + 1
"""The roles' scores, then the score of being main content."""

TABLES: Final = (*BAGS, *PATHS, "signs")
"""Kinds of tokens, in the order in which the first layer takes their embeddings."""

_CHUNK: Final = 256
"""Blocks whose neighbourhoods stay in the processor's cache."""

_AT_ONCE: Final = 4096
"""Blocks whose tokens are looked up at once; most batches are no more."""

CLIP: Final = 5.0
"""Standardised features are cut off at this many standard deviations."""


def standardise(dense: Array, mean: Array, scale: Array) -> Array:
    """Dense features with mean 0 and deviation 1; missing values become 0."""
    x = (dense - mean) * scale
    np.clip(x, -CLIP, CLIP, out=x)
    np.copyto(x, 0, where=np.isnan(x))
    return np.asarray(x)


def averages(bag: Bag, columns: int) -> csr_matrix:
    """Matrix that sums the rows of each block's items over the root of their number."""
    count = np.diff(bag.offsets)
    share = np.repeat((1 / np.sqrt(np.maximum(count, 1))).astype(np.float32), count)
    return csr_matrix((share, bag.items, bag.offsets), shape=(len(bag), columns))


def embed(weights: Weights, name: str, bag: Bag) -> Array:
    """Sums of the weights of each block's tokens; those the model does not know share a row."""
    table, rows = weights[f"table_{name}"], weights[f"rows_{name}"][bag.items]
    return np.asarray(averages(Bag(rows, bag.offsets), len(table)) @ table)


def range_means(values: Array, features: Features) -> Iterator[tuple[slice, Array]]:
    """Means of `values` over the neighbourhoods of each block, side by side.

    Yields
    ------
    rows : slice
        Some blocks at a time, in order: the means of all would leave the processor's cache.
    means : float32, shape (blocks, ranges * width)
    """
    # Sums in double precision, so that a page comes out the same in any company.
    total = np.zeros((len(values) + 1, values.shape[1]))
    np.cumsum(values, axis=0, dtype=np.float64, out=total[1:])
    for rows in _chunks(len(values), _CHUNK):
        first, last = features.range_starts[:, rows].T, features.range_ends[:, rows].T
        sums = total.take(last, axis=0)
        sums -= total.take(first, axis=0)
        means = sums.astype(np.float32)
        means *= (1 / np.maximum(last - first, 1, dtype=np.float32))[:, :, None]
        yield rows, means.reshape(len(means), -1)


def _chunks(n: int, size: int) -> Iterator[slice]:
    return (slice(low, min(low + size, n)) for low in range(0, n, size))


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
    h = _first_layer(weights, features)
    for i in range(layers(weights)):
        for rows, context in range_means(h @ weights[f"pool{i}"], features):
            z = h[rows] @ weights[f"self{i}"]
            z += context @ weights[f"context{i}"]
            z += weights[f"bias{i}"]
            h[rows] += np.maximum(z, 0, out=z)
    return np.asarray(h @ weights["out"] + weights["out_bias"])


def _first_layer(weights: Weights, features: Features) -> Array:
    """What is made of each block by itself.

    Each part of a block's features is multiplied with its own rows of the weights, so that
    nothing is spent on what no block of these pages has, as text has no tags.
    """
    dense, n = features.dense, len(features)
    widths = [dense.shape[1], *(weights[f"table_{name}"].shape[1] for name in TABLES)]
    of_dense, *of_tables = np.split(weights["in"], np.cumsum(widths[:-1]))
    of_table = dict(zip(TABLES, of_tables, strict=True))
    h = np.empty((n, weights["in"].shape[1]), np.float32)
    for rows in _chunks(n, _CHUNK):
        h[rows] = standardise(dense[rows], weights["mean"], weights["scale"]) @ of_dense
    h += weights["in_bias"]
    for name, bag in features.bags.items():
        for rows in _chunks(n, _AT_ONCE):
            h[rows] += embed(weights, name, bag.part(rows)) @ of_table[name]
    for name, bag in features.paths.items():
        if len(bag.items):
            tags = embed(weights, name, features.tags) @ of_table[name]
            for rows in _chunks(n, _AT_ONCE):
                h[rows] += averages(bag.part(rows), len(features.tags)) @ tags
    if len(features.signs.items):
        of_page = embed(weights, "signs", features.signs) @ of_table["signs"]
        pages = np.arange(len(of_page)).repeat(features.page_lengths)
        for rows in _chunks(n, _AT_ONCE):
            h[rows] += of_page[pages[rows]]
    return np.maximum(h, 0, out=h)


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
