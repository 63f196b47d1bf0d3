"""What a network makes of a page as HTML teaches it the same page as text.

Markup tells much of what a line is for. Of most pages the roles are not known, but a network in
training already tells them well from the markup, where on text it would only be guessing
(co-training's two views of one thing, Blum & Mitchell 1998).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from boilerplate.model.network import Array, Weights, scores, softmax
from boilerplate.training.examples import Example
from boilerplate.training.targets import OPEN_TAUGHT, Targets, line_weight

_TEMPERATURE: Final = 1.3
"""Networks in training are a little too sure of themselves."""

_DOUBT: Final = 1e-3
"""Added to the evidence, which may be wrong."""


def teach(
    weights: Weights, examples: Sequence[Example], targets: Sequence[Targets], role_loss: float
) -> list[Targets]:
    """The targets, those of text forms with roles as the network sees them in the HTML form."""
    taught = list(targets)
    believed: dict[str, Array] = {}
    for example, target in zip(examples, targets, strict=True):
        if example.form == "html" and example.page.grade in ("content", "parts"):
            believed[example.page.id] = _believed(weights, example, target)
    for i, example in enumerate(examples):
        origin = example.page.origin
        if example.page.id in believed and origin is not None:
            taught[i] = _taught(example, targets[i], believed[example.page.id][origin], role_loss)
    return taught


def _believed(weights: Weights, example: Example, target: Targets) -> Array:
    roles = softmax(scores(weights, example.features)[:, : target.evidence.shape[1]] / _TEMPERATURE)
    roles *= target.evidence + _DOUBT
    return np.asarray(roles / roles.sum(axis=1, keepdims=True), np.float32)


def _taught(
    example: Example, target: Targets, roles: NDArray[np.float32], role_loss: float
) -> Targets:
    known = example.page.allowed.sum(axis=1) == 1
    weight = OPEN_TAUGHT * line_weight(example, role_loss)
    return replace(
        target,
        evidence=np.where(known[:, None], example.page.allowed, roles).astype(np.float32),
        taught=~known,
        role_weight=np.where(known, target.role_weight, weight).astype(np.float32),
    )
