from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import pytest
from numpy.typing import NDArray

from boilerplate.features import NAMES, featurise
from boilerplate.page import split

FeatureOf = Callable[..., NDArray[Any]]


@pytest.fixture(scope="session")
def feature() -> FeatureOf:
    """A feature of all blocks of a page, by its name."""

    def of(name: str, source: str, kind: Literal["text", "html"] = "text") -> NDArray[Any]:
        return featurise([split(source, kind)]).dense[:, NAMES.index(name)]

    return of
