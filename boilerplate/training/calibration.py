"""Temperatures that make probabilities mean what they say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from boilerplate.model.network import Array, sigmoid, softmax
from boilerplate.training.examples import Example, known

_TEMPERATURES: Final = np.geomspace(0.5, 3.0, 61)


def temperatures(scored: Sequence[tuple[Example, Array]]) -> dict[str, list[float]]:
    """The temperatures under which held-out truth is likeliest, by kind of page.

    Temperature scaling (Guo et al. 2017), one for roles and one for main content.

    Parameters
    ----------
    scored
        Pages that the networks have not learnt from, each with the scores of its blocks:
        float32, shape (n, OUTPUTS).

    Returns
    -------
    dict
        ``"html"`` and ``"text"`` to the two temperatures; 1 where there is nothing to go by.
    """
    found = {}
    for kind in ("html", "text"):
        chosen = [(e, z) for e, z in scored if e.page.columns.kind == kind]
        found[kind] = [_best_for_roles(chosen), _best_for_content(chosen)]
    return found


def _best_for_roles(chosen: Sequence[tuple[Example, Array]]) -> float:
    rows, allowed = [np.zeros((0, 12), np.float32)], [np.zeros((0, 12), np.bool_)]
    for example, z in chosen:
        if example.page.grade in ("roles", "labels"):
            exact = known(example.page)
            rows.append(z[exact, :-1])
            allowed.append(example.page.allowed[exact])
    z, true = np.concatenate(rows), np.concatenate(allowed)
    if not len(z):
        return 1.0
    return _least([-np.log(np.maximum(softmax(z / t)[true], 1e-9)).mean() for t in _TEMPERATURES])


def _best_for_content(chosen: Sequence[tuple[Example, Array]]) -> float:
    rows, targets = [np.zeros(0, np.float32)], [np.zeros(0, np.float32)]
    for example, z in chosen:
        has = ~np.isnan(example.page.content)
        rows.append(z[has, -1])
        targets.append(example.page.content[has])
    z, true = np.concatenate(rows), np.concatenate(targets)
    if not len(z):
        return 1.0
    sign = np.where(true > 0.5, 1, -1)
    return _least([-np.log(np.maximum(sigmoid(sign * z / t), 1e-9)).mean() for t in _TEMPERATURES])


def _least(losses: Sequence[np.floating]) -> float:
    return float(round(_TEMPERATURES[int(np.argmin(losses))], 4))
