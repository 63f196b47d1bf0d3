"""Adam (Kingma & Ba 2015) with decoupled weight decay, and lazy rows for tables of tokens."""

from __future__ import annotations

from typing import Final

import numpy as np

from boilerplate.model.network import TABLES, Array, Weights
from boilerplate.training.gradient import RowGradient

_BETA1: Final = 0.9
_BETA2: Final = 0.99
_EPSILON: Final = 1e-8
_FIXED: Final = ("mean", "scale", *(f"rows_{name}" for name in TABLES))


class Adam:
    """Moments of every weight that has a gradient.

    A table's row and its moments change only in steps whose batch holds the row's token.
    """

    def __init__(self, weights: Weights, decay: float) -> None:
        self._weights = weights
        self._decay = decay
        learnt = {name: w for name, w in weights.items() if name not in _FIXED}
        self._first = {name: np.zeros_like(w) for name, w in learnt.items()}
        self._second = {name: np.zeros_like(w) for name, w in learnt.items()}
        self._steps = 0

    def step(self, gradient: dict[str, Array | RowGradient], rate: float) -> None:
        """Change the weights in place by one step of size `rate`."""
        self._steps += 1
        correction = np.sqrt(1 - _BETA2**self._steps) / (1 - _BETA1**self._steps)
        for name, g in gradient.items():
            at: slice | np.ndarray = g.rows if isinstance(g, RowGradient) else slice(None)
            values = g.values if isinstance(g, RowGradient) else g
            first, second, w = self._first[name], self._second[name], self._weights[name]
            m = _BETA1 * first[at] + (1 - _BETA1) * values
            v = _BETA2 * second[at] + (1 - _BETA2) * values * values
            first[at], second[at] = m, v
            change = np.float32(rate * correction) * m / (np.sqrt(v) + np.float32(_EPSILON))
            if w.ndim > 1:
                change += np.float32(rate * self._decay) * w[at]
            w[at] -= change
