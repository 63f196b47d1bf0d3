from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from boilerplate.corpus.align import AlignedPage, align
from boilerplate.corpus.records import LabelledPage, RoleTruth
from boilerplate.features import featurise
from boilerplate.labels import ROLES
from boilerplate.model.decide import word_sizes
from boilerplate.model.network import Array, sigmoid, softmax
from boilerplate.page import split
from boilerplate.page.columns import Kind
from boilerplate.training.calibration import temperatures
from boilerplate.training.examples import Example

BLOCKS = 1500


def scored(
    kind: Kind, roles: float, content: float, grade: str = "roles", seed: int = 0
) -> tuple[Example, Array]:
    """A page whose truth is drawn from its scores divided by two temperatures."""
    rng = np.random.default_rng(seed)
    z = rng.normal(0, 2, (BLOCKS, len(ROLES) + 1)).astype(np.float32)
    source = "one\n" * BLOCKS if kind == "text" else "<p>one</p>" * BLOCKS
    columns = split(source, kind)
    drawn = [rng.choice(len(ROLES), p=p / p.sum()) for p in softmax(z[:, :-1].astype("f8") / roles)]
    inside = rng.random(BLOCKS) < sigmoid(z[:, -1] / content)
    page: AlignedPage = replace(
        align(LabelledPage("a", "a.example", source, kind, RoleTruth(())), columns),
        allowed=np.eye(len(ROLES), dtype=np.bool_)[drawn],
        content=inside.astype(np.float32),
        grade=grade,
    )
    return Example(page, kind, featurise([columns]), word_sizes(columns.texts)), z


def test_temperatures_are_those_under_which_the_truth_was_drawn() -> None:
    found = temperatures([scored("html", 2.0, 0.7), scored("text", 0.8, 1.6)])
    assert found == {
        "html": pytest.approx([2.0, 0.7], rel=0.15),
        "text": pytest.approx([0.8, 1.6], rel=0.15),
    }


def test_pages_are_taken_together() -> None:
    pages = [scored("text", 2.0, 1.0, seed=1), scored("text", 0.6, 1.0, seed=2)]
    (first, _), (second, _), (both, _) = (
        temperatures(some)["text"] for some in (pages[:1], pages[1:], pages)
    )
    assert second < both < first


def test_a_kind_without_pages_is_left_as_it_is() -> None:
    assert temperatures([]) == {"html": [1, 1], "text": [1, 1]}
    assert temperatures([scored("text", 2.0, 2.0)])["html"] == [1, 1]


def test_roles_are_calibrated_by_pages_that_have_them() -> None:
    roles, content = temperatures([scored("html", 2.0, 2.0, grade="content")])["html"]
    assert roles == 1
    assert content == pytest.approx(2, rel=0.15)


def test_blocks_of_which_nothing_is_known_do_not_count() -> None:
    example, z = scored("html", 2.0, 0.7)
    z[::2] = 50 * np.abs(z[::2])
    allowed, content = example.page.allowed.copy(), example.page.content.copy()
    allowed[::2] = True
    content[::2] = np.nan
    page = replace(example.page, allowed=allowed, content=content)
    found = temperatures([(replace(example, page=page), z)])
    assert found["html"] == pytest.approx([2.0, 0.7], rel=0.2)


def test_temperatures_are_plain_numbers() -> None:
    found = temperatures([scored("html", 2.0, 0.7)])
    assert {type(value) for several in found.values() for value in several} == {float}
