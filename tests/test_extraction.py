"""Preferences and least probabilities of ``extract``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from fakes import FakeLabeler

import boilerplate
from boilerplate.labels import ROLES, Role
from boilerplate.model.labeler import Labeler
from boilerplate.page.columns import PageColumns

PAGE = "The mill\nsure\nlikely\nmaybe\nhardly"


class Graded(Labeler):
    """Knows how surely each line is main content; the first is a title in any case."""

    version = "0.0.0-graded"
    content = (0.3, 0.95, 0.7, 0.45, 0.05)

    def __init__(self) -> None:
        pass

    def probabilities(self, pages: Sequence[PageColumns]) -> Any:
        roles = np.full((5, len(ROLES)), 0.01, np.float32)
        roles[:, ROLES.index(Role.TEXT)] = 0.89
        roles[0, [ROLES.index(Role.TEXT), ROLES.index(Role.TITLE)]] = 0.05, 0.85
        return roles, np.array(self.content, np.float32)


model: Any = Graded()


def lines(**options: Any) -> list[str]:
    return boilerplate.extract(PAGE, model=model, **options).split("\n")


def test_recall_keeps_more_and_precision_less() -> None:
    precise, complete = lines(favor="precision"), lines(favor="recall")
    assert precise == ["The mill", "sure", "likely"]
    assert complete == ["The mill", "sure", "likely", "maybe"]


def test_blocks_less_likely_than_asked_are_left_out() -> None:
    assert lines(min_probability=0.6) == ["The mill", "sure", "likely"]
    assert lines(min_probability=0.8) == ["The mill", "sure"]
    assert lines(min_probability=0.9) == ["sure"]
    assert lines(min_probability=1.0) == [""]


def test_a_preference_and_a_least_probability_go_together() -> None:
    assert lines(favor="recall", min_probability=0.4) == ["The mill", "sure", "likely", "maybe"]
    assert lines(favor="recall", min_probability=0.5) == ["The mill", "sure", "likely"]


def test_roles_to_keep_need_the_probability_in_sum() -> None:
    """The fakes are sure by 0.89; what is a label has the sum of its roles."""
    fake: Any = FakeLabeler()
    page = "player| Play\ntext| On Monday."
    assert boilerplate.extract(page, model=fake, keep="text", min_probability=0.88) == "On Monday."
    assert boilerplate.extract(page, model=fake, keep="text", min_probability=0.9) == ""
    assert boilerplate.extract(page, model=fake, keep="body", min_probability=0.9) == "On Monday."


def test_other_preferences_and_probabilities_are_refused() -> None:
    with pytest.raises(ValueError, match="'speed'"):
        lines(favor="speed")
    for value in (-0.1, 1.1, float("nan")):
        with pytest.raises(ValueError, match="between 0 and 1"):
            lines(min_probability=value)


def test_the_shipped_model_gives_precision_recall_and_all_between(root: Any) -> None:
    source = (root / "examples" / "teapot-shop.html").read_bytes()
    precise, balanced, complete = (
        set(boilerplate.extract(source, favor=favor).split("\n"))
        for favor in ("precision", "balanced", "recall")
    )
    assert precise <= balanced <= complete
    assert precise
    assert set(boilerplate.extract(source, min_probability=0.5).split("\n")) <= balanced
