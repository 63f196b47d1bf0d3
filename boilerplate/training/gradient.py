"""Loss of the network and its gradient, written out.

The forward pass is that of :mod:`boilerplate.model.network`, with dropout and with what the
backward pass needs kept.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from boilerplate.features import Features
from boilerplate.features.bag import Bag
from boilerplate.labels import ROLES
from boilerplate.model.network import (
    OUTPUTS,
    Array,
    Weights,
    averages,
    layers,
    sigmoid,
    softmax,
    standardise,
)
from boilerplate.training.targets import Targets

_ROLES = len(ROLES)


@dataclass(frozen=True, slots=True)
class RowGradient:
    """Gradient of the few rows of a table that a batch has touched."""

    rows: NDArray[np.int64]
    values: Array


def loss_and_gradient(
    weights: Weights,
    features: Features,
    targets: Targets,
    rng: np.random.Generator | None = None,
    dropout: float = 0.0,
    token_dropout: float = 0.0,
) -> tuple[float, dict[str, Array | RowGradient]]:
    """Weighted mean loss over the blocks, and its gradient by each weight.

    The loss of a block is minus the logarithm of the probability of what is known of it, over
    all roles it may have (the marginal likelihood of partial labels, Cour et al. 2011), or the
    cross-entropy to the roles that it was taught, plus the cross-entropies of main content and,
    where the weights have outputs for them, of the types of pages.

    Parameters
    ----------
    weights
        As in :mod:`boilerplate.model.network`.
    rng, dropout, token_dropout
        Share of hidden units and of tokens left out at random; none without `rng`.
    """
    n = len(features)
    keep = 1.0 - dropout if rng is not None else 1.0

    def drop(width: int) -> Array | None:
        if rng is None or keep == 1.0:
            return None
        return (rng.random((n, width), np.float32) < keep).astype(np.float32) / np.float32(keep)

    embeddings = [
        _Embedding(weights, name, bag, None, rng, token_dropout)
        for name, bag in features.bags.items()
    ] + [
        _Embedding(weights, name, features.tags, path, rng, token_dropout)
        for name, path in features.paths.items()
    ]
    embeddings.append(
        _Embedding(weights, "signs", features.signs, _pages(features), rng, token_dropout)
    )
    parts = [standardise(features.dense, weights["mean"], weights["scale"])]
    parts += [embedding.forward() for embedding in embeddings]
    x = np.hstack(parts)
    averaging = _averaging(features)
    ranges = len(features.range_starts)

    hidden = np.maximum(x @ weights["in"] + weights["in_bias"], 0)
    mask_in = drop(hidden.shape[1])
    h = hidden * mask_in if mask_in is not None else hidden
    trace = []
    for i in range(layers(weights)):
        pooled = h @ weights[f"pool{i}"]
        context = _means(averaging, pooled, ranges)
        z = h @ weights[f"self{i}"] + context @ weights[f"context{i}"] + weights[f"bias{i}"]
        step = np.maximum(z, 0)
        mask = drop(step.shape[1])
        trace.append((h, context, step > 0, mask))
        h = h + (step * mask if mask is not None else step)
    out = h @ weights["out"] + weights["out_bias"]

    loss, d_out = _loss(out, targets)
    gradient: dict[str, Array | RowGradient] = {
        "out": h.T @ d_out,
        "out_bias": d_out.sum(axis=0),
    }
    d_h = d_out @ weights["out"].T
    for i in reversed(range(layers(weights))):
        below, context, active, mask = trace[i]
        d_z = d_h * active
        if mask is not None:
            d_z *= mask
        gradient[f"self{i}"] = below.T @ d_z
        gradient[f"context{i}"] = context.T @ d_z
        gradient[f"bias{i}"] = d_z.sum(axis=0)
        d_pooled = _means_back(averaging, d_z @ weights[f"context{i}"].T, ranges)
        gradient[f"pool{i}"] = below.T @ d_pooled
        d_h = d_h + d_z @ weights[f"self{i}"].T + d_pooled @ weights[f"pool{i}"].T
    d_h = d_h * (hidden > 0)
    if mask_in is not None:
        d_h *= mask_in
    gradient["in"] = x.T @ d_h
    gradient["in_bias"] = d_h.sum(axis=0)
    d_x = d_h @ weights["in"].T
    column = features.dense.shape[1]
    for embedding in embeddings:
        width = embedding.table.shape[1]
        gradient[f"table_{embedding.name}"] = embedding.backward(d_x[:, column : column + width])
        column += width
    return loss, gradient


class _Embedding:
    """A bag of tokens turned into vectors by a table, and the gradient back to its rows."""

    def __init__(
        self,
        weights: Weights,
        name: str,
        tokens: Bag,
        path: Bag | None,
        rng: np.random.Generator | None,
        token_dropout: float,
    ) -> None:
        self.name = name
        self.table = weights[f"table_{name}"]
        rows = weights[f"rows_{name}"][tokens.items]
        present = np.zeros(len(self.table), np.bool_)
        present[rows] = True
        self.rows = np.flatnonzero(present)
        number = np.cumsum(present) - 1
        self._tokens = averages(Bag(number[rows], tokens.offsets), len(self.rows))
        if rng is not None and token_dropout > 0:
            self._tokens.data *= rng.random(len(rows), np.float32) >= token_dropout
        self._path = averages(path, len(tokens)) if path is not None else None

    def forward(self) -> Array:
        vectors = self._tokens @ self.table[self.rows]
        return np.asarray(vectors if self._path is None else self._path @ vectors)

    def backward(self, gradient: Array) -> RowGradient:
        if self._path is not None:
            gradient = self._path.T @ gradient
        return RowGradient(self.rows, self._tokens.T @ gradient)


def _pages(features: Features) -> Bag:
    """The page of each block."""
    number = np.repeat(np.arange(len(features.signs), dtype=np.int32), features.page_lengths)
    return Bag(number, np.arange(len(features) + 1))


def _averaging(features: Features) -> csr_matrix:
    """Matrix that turns prefix sums, shape (n + 1, width), into the means of all ranges."""
    starts, ends = features.range_starts.reshape(-1), features.range_ends.reshape(-1)
    share = (1.0 / np.maximum(ends - starts, 1)).astype(np.float32)
    index = np.stack([starts, ends], axis=1).reshape(-1)
    value = np.stack([-share, share], axis=1).reshape(-1)
    offsets = np.arange(0, 2 * len(starts) + 1, 2)
    return csr_matrix((value, index, offsets), shape=(len(starts), len(features) + 1))


def _means(averaging: csr_matrix, values: Array, ranges: int) -> Array:
    n, width = values.shape
    total = np.zeros((n + 1, width), np.float32)
    np.cumsum(values, axis=0, out=total[1:])
    means = (averaging @ total).reshape(ranges, n, width)
    return np.ascontiguousarray(means.transpose(1, 0, 2)).reshape(n, ranges * width)


def _means_back(averaging: csr_matrix, d_means: Array, ranges: int) -> Array:
    n = len(d_means)
    by_range = np.ascontiguousarray(d_means.reshape(n, ranges, -1).transpose(1, 0, 2))
    d_total = averaging.T @ by_range.reshape(ranges * n, -1)
    return np.asarray(np.cumsum(d_total[:0:-1], axis=0)[::-1])


def _loss(out: Array, targets: Targets) -> tuple[float, Array]:
    total = max(float(targets.role_weight.sum() + targets.content_weight.sum()), 1e-6)
    probability = softmax(out[:, :_ROLES])
    possible = probability * targets.evidence
    mass = np.maximum(possible.sum(axis=1, keepdims=True), 1e-12)
    log_mass = np.log(mass[:, 0])
    wanted = possible / mass
    taught = targets.taught
    wanted[taught] = targets.evidence[taught]
    log_mass[taught] = (wanted[taught] * np.log(np.maximum(probability[taught], 1e-12))).sum(axis=1)
    content = sigmoid(out[:, _ROLES])
    safe = np.where(targets.content > 0.5, content, 1 - content)
    loss = -targets.role_weight @ log_mass - targets.content_weight @ np.log(
        np.maximum(safe, 1e-12)
    )
    d_out = np.empty_like(out)
    d_out[:, :_ROLES] = (probability - wanted) * targets.role_weight[:, None]
    d_out[:, _ROLES] = (content - targets.content) * targets.content_weight
    if out.shape[1] > OUTPUTS:
        kind = softmax(out[:, OUTPUTS:])
        of_type = (np.arange(len(out)), np.maximum(targets.page_type, 0))
        loss -= targets.type_weight @ np.log(np.maximum(kind[of_type], 1e-12))
        kind[of_type] -= 1
        d_out[:, OUTPUTS:] = kind * targets.type_weight[:, None]
    d_out /= total
    return float(loss) / total, d_out
