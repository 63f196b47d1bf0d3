"""Predictions of pages made up for a test."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from boilerplate.corpus.align import align
from boilerplate.corpus.records import ContentTruth, LabelledPage, RoleTruth, Truth
from boilerplate.evaluation.prediction import Prediction
from boilerplate.labels import ROLES, Role
from boilerplate.page import split

SURE = 0.78
"""Probability of the role that a block is taken for."""

Line = tuple[str, Role, Role]
"""A text, what it is, and what it is taken for."""


def of_roles(lines: Sequence[Line], form: str = "html", **about: str) -> Prediction:
    """A page whose lines are known; main content is what is taken for text."""
    truth = RoleTruth(tuple((text, role) for text, role, _ in lines))
    found = [role for _, _, role in lines]
    return _predict([text for text, _, _ in lines], truth, found, form, about)


def of_content(lines: Sequence[tuple[str, bool]], wanted: str, **about: str) -> Prediction:
    """A page whose main content is known, and whether each line is taken for that."""
    found = [Role.TEXT if kept else Role.PROMO for _, kept in lines]
    return _predict([text for text, _ in lines], ContentTruth(wanted), found, "html", about)


def _predict(
    texts: Sequence[str], truth: Truth, found: Sequence[Role], form: str, about: dict[str, str]
) -> Prediction:
    source = "\n".join(texts)
    page = LabelledPage(about.pop("id", "a"), "a.example", source, "text", truth, **about)
    roles = np.full((len(texts), len(ROLES)), (1 - SURE) / 11, np.float32)
    roles[np.arange(len(texts)), [ROLES.index(role) for role in found]] = SURE
    content = np.where([role is Role.TEXT for role in found], 0.99, 0.01).astype(np.float32)
    return Prediction(align(page, split(source, "text")), form, roles, content)
