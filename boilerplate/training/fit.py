"""Fit the network to examples."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

import numpy as np
from numpy.typing import NDArray

from boilerplate.features.bag import BUCKETS
from boilerplate.features.schema import join
from boilerplate.model.network import OUTPUTS, Array, Weights
from boilerplate.training.adam import Adam
from boilerplate.training.examples import Example
from boilerplate.training.gradient import loss_and_gradient
from boilerplate.training.targets import ContentHabits, join_targets, role_factors, targets_of
from boilerplate.training.teaching import teach

_TABLES: Final = {
    "words": (32, 40_000),
    "characters": (24, 20_000),
    "own_tags": (24, 10_000),
    "path_tags": (24, 10_000),
    "signs": (24, 4_000),
}
"""Width and greatest number of rows of the table behind each bag."""

_COLUMNS: Final = 8

_LEAST_BLOCKS: Final = 200
"""Blocks of a batch where the corpus is small."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Size of the network and manner of its training; the defaults are the shipped model's."""

    hidden: int = 96
    layers: int = 2
    pool: int = 12
    epochs: int = 16
    rate: float = 2e-3
    decay: float = 0.02
    dropout: float = 0.3
    token_dropout: float = 0.3
    batch_blocks: int = 5000
    least_steps: int = 200
    rare_roles: float = 0.15
    role_loss: float = 5.0
    type_loss: float = 0.5
    teach_from: float = 0.35
    token_sites: int = 3


def initial_weights(
    examples: Sequence[Example], settings: Settings, seed: int, types: int = 0
) -> Weights:
    """Random weights, with the means and deviations of the dense features.

    Types of pages have outputs too while the network is fitted.
    """
    rng = np.random.default_rng(seed)
    mean, deviation = _moments(examples)
    ranges = len(examples[0].features.range_starts)

    def normal(rows: int, columns: int, gain: float = 2.0) -> Array:
        return rng.normal(0, np.sqrt(gain / rows), (rows, columns)).astype(np.float32)

    h = settings.hidden
    weights: Weights = {
        "mean": mean.astype(np.float32),
        "scale": (1 / np.where(deviation > 1e-6, deviation, 1)).astype(np.float32),
    }
    for name, (width, most) in _TABLES.items():
        rows = known_rows(examples, name, settings.token_sites, most)
        weights[f"rows_{name}"] = rows
        weights[f"table_{name}"] = rng.normal(0, 0.1, (rows.max() + 1, width)).astype(np.float32)
    weights["in"] = normal(len(mean) + sum(width for width, _ in _TABLES.values()), h)
    weights["in_bias"] = np.zeros(h, np.float32)
    for i in range(settings.layers):
        weights[f"pool{i}"] = normal(h, settings.pool, 1.0)
        weights[f"self{i}"] = normal(h, h, 0.5)
        weights[f"context{i}"] = normal(ranges * settings.pool, h, 0.5)
        weights[f"bias{i}"] = np.zeros(h, np.float32)
    weights["out"] = normal(h, OUTPUTS + types, 0.1)
    weights["out_bias"] = np.zeros(OUTPUTS + types, np.float32)
    return weights


def _moments(examples: Sequence[Example]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean and deviation of each dense feature where it is present, a few columns at a time."""
    parts = []
    for low in range(0, examples[0].features.dense.shape[1], _COLUMNS):
        dense = np.concatenate([e.features.dense[:, low : low + _COLUMNS] for e in examples])
        count = np.maximum((~np.isnan(dense)).sum(axis=0), 1)
        mean = np.nansum(dense, axis=0, dtype=np.float64) / count
        variance = np.nansum((dense - mean) ** 2, axis=0, dtype=np.float64) / count
        parts.append((mean, np.sqrt(variance)))
    mean, deviation = np.concatenate(parts, axis=1)
    return mean, deviation


def known_rows(examples: Sequence[Example], name: str, sites: int, most: int) -> NDArray[np.int32]:
    """Which buckets get a row of their own in a table: as in ``rows_*`` of the weights.

    A token that few sites have, such as a class name of one designer, teaches nothing about
    others: only those of at least `sites` sites count, and of these the `most` widespread.
    """
    by_site: dict[str, list[NDArray[np.int32]]] = {}
    for example in examples:
        features = example.features
        bag = {**features.bags, "signs": features.signs}.get(name, features.tags)
        by_site.setdefault(example.page.site, []).append(bag.items)
    spread = np.zeros(BUCKETS, np.int32)
    for items in by_site.values():
        spread[np.unique(np.concatenate(items))] += 1
    # A few sites share few tokens: there, what one site has must do.
    sites = min(sites, 1 + len(by_site) // 20)
    order = np.argsort(-spread, kind="stable")[:most]
    kept = np.sort(order[spread[order] >= sites])
    rows = np.zeros(BUCKETS, np.int32)
    rows[kept] = np.arange(1, len(kept) + 1)
    return rows


def fit(
    examples: Sequence[Example],
    settings: Settings,
    seed: int = 0,
    progress: Callable[[float], None] = lambda done: None,
) -> Weights:
    """Fit a network. The same examples, settings and seed give the same weights.

    Each epoch shows every HTML page once as it is and once as text in one of its forms, so that
    both kinds of page count alike, and every text page with and without more blank lines.
    After the share `teach_from` of the epochs, what the network makes of the HTML pages whose
    roles are not known teaches it their text forms, anew every other epoch.
    """
    rng = np.random.default_rng([seed, 1])
    types = sorted({e.page.page_type for e in examples if e.page.page_type and e.form == "html"})
    weights = initial_weights(examples, settings, seed, len(types))
    factors = role_factors(examples, settings.rare_roles)
    habits = ContentHabits(examples)
    targets = [
        targets_of(e, settings.role_loss, settings.type_loss, factors, habits, types)
        for e in examples
    ]
    forms = [
        list(group) for _, group in groupby(range(len(examples)), lambda i: examples[i].page.id)
    ]
    adam = Adam(weights, settings.decay)
    blocks = sum(sum(len(examples[i]) for i in _epoch([f], examples, rng)) for f in forms)
    size = min(settings.batch_blocks, max(_LEAST_BLOCKS, blocks // 6))
    epochs = max(settings.epochs, -(-settings.least_steps * size // blocks))
    total = epochs * blocks
    done = 0
    for epoch in range(epochs):
        if epoch >= settings.teach_from * epochs and epoch % 2 == 0:
            targets = teach(weights, examples, targets, settings.role_loss)
        for batch in _batches(_epoch(forms, examples, rng), examples, size, rng):
            features = join([examples[i].features for i in batch])
            wanted = join_targets([targets[i] for i in batch])
            _, gradient = loss_and_gradient(
                weights,
                features,
                wanted,
                rng,
                settings.dropout,
                settings.token_dropout,
            )
            adam.step(gradient, settings.rate * _schedule(done / total))
            done += len(features)
            progress(min(done / total, 1.0))
    progress(1.0)  # epochs differ a little in length
    for name in ("out", "out_bias"):
        weights[name] = weights[name][..., :OUTPUTS].copy()
    return weights


def _schedule(done: float) -> float:
    """Warm up over a twentieth of the way, then down to nearly nothing along a cosine."""
    warm = min(1.0, (done + 0.002) / 0.05)
    return warm * (0.02 + 0.98 * 0.5 * (1 + float(np.cos(np.pi * min(done, 1.0)))))


def _epoch(
    forms: Sequence[Sequence[int]], examples: Sequence[Example], rng: np.random.Generator
) -> list[int]:
    """Which examples to show: of HTML, the page itself and one of its forms as text."""
    shown: list[int] = []
    for group in forms:
        html = [i for i in group if examples[i].form == "html"]
        text = [i for i in group if examples[i].form != "html"]
        shown += [*html, text[int(rng.integers(len(text)))]] if html and text else group
    return shown


def _batches(
    shown: list[int], examples: Sequence[Example], size: int, rng: np.random.Generator
) -> list[list[int]]:
    """Random batches of whole pages with about `size` blocks each."""
    batches: list[list[int]] = [[]]
    filled = 0
    for i in rng.permutation(shown).tolist():
        if batches[-1] and filled + len(examples[i]) > size:
            batches.append([])
            filled = 0
        batches[-1].append(i)
        filled += len(examples[i])
    return batches
