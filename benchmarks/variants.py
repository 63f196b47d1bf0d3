"""The recipe with one ingredient left out at a time."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from boilerplate.evaluation.report import Prediction
from boilerplate.features.bag import Bag
from boilerplate.features.schema import NAMES, Features
from boilerplate.features.tokens import BAGS, PATHS
from boilerplate.labels import CONTENT_ROLES, ROLES, Role
from boilerplate.model.decide import main_content, word_sizes
from boilerplate.training.examples import Example

Change = Callable[[Example], Example]
Keep = Callable[[Prediction], NDArray[np.bool_]]

WHOLE: Final = "the whole recipe"


@dataclass(frozen=True, slots=True)
class Variant:
    """The recipe but for one thing.

    Attributes
    ----------
    name
        What is left out, as it stands in the table.
    settings
        Settings of the training that differ.
    networks
        How many networks are averaged, where that differs.
    change
        What is done to each example. Test pages are scored by what they were.
    keep
        How main content is decided, where that differs: such a variant need not be trained.
    """

    name: str
    settings: dict[str, Any] = field(default_factory=dict)
    networks: int | None = None
    change: Change | None = None
    keep: Keep | None = None

    @property
    def trained(self) -> bool:
        """Whether networks of its own have to be fitted."""
        return bool(self.settings or self.networks or self.change)

    def spelt(self) -> str:
        """All that makes the variant, as text: what was measured is used again by it."""
        parts = [self.name, repr(sorted(self.settings.items())), repr(self.networks)]
        return "\n".join([*parts, *(_source(step) for step in (self.change, self.keep))])


def variants() -> list[Variant]:
    """The whole recipe, then all that leave something out."""
    return [Variant(WHOLE), *_decisions(), *_networks(), *_features(), *_truths()]


def _decisions() -> Iterator[Variant]:
    yield Variant("main content: blocks above 0.5 instead of the best set", keep=above_half)
    yield Variant("main content: without the title's role", keep=without_titles)


def _networks() -> Iterator[Variant]:
    yield Variant("network: two that are averaged", networks=2)
    yield Variant("network: without neighbourhoods", {"layers": 0})
    yield Variant("network: one layer of neighbourhoods", {"layers": 1})
    yield Variant("network: half as wide", {"hidden": 64})
    yield Variant("training: half as long", {"epochs": 6})
    yield Variant("training: without dropout", {"dropout": 0.0})
    yield Variant("training: without dropout of tokens", {"token_dropout": 0.0})
    yield Variant("training: tokens of single sites too", {"token_sites": 1})
    yield Variant("training: rare roles weighed like others", {"rare_roles": 0.0})
    yield Variant("training: roles weighed like main content", {"role_loss": 1.0})
    yield Variant("training: types of pages not learnt", {"type_loss": 0.0})
    yield Variant("training: text not taught by what is seen in HTML", {"teach_from": 1.0})


def _features() -> Iterator[Variant]:
    for family in dict.fromkeys(name.partition(".")[0] for name in NAMES):
        yield Variant(f"features: without {family} numbers", change=partial(mask_dense, family))
    for name in (*BAGS, *PATHS):
        change = partial(mask_tokens, name)
        yield Variant(f"features: without {name.replace('_', ' ')}", change=change)
    yield Variant("features: without signs of the page", change=without_signs)


def _truths() -> Iterator[Variant]:
    yield Variant("truth: without WCXB's main content", change=without_references)
    yield Variant("truth: without fundus's passages", change=partial(untaught_grade, "parts"))
    yield Variant("truth: without the annotations", change=without_annotations)
    yield Variant("truth: without role pages' roles and the annotations", change=without_roles)
    yield Variant("truth: without station pages", change=without_stations)
    yield Variant("truth: without HTML shown as text", change=without_text_forms)
    yield Variant("truth: all believed alike", change=believed)


def mask_dense(family: str, example: Example) -> Example:
    """An example that lacks a family of numbers."""
    masked = example.features.dense.copy()
    masked[:, [name.startswith(f"{family}.") for name in NAMES]] = np.nan
    return replace(example, features=replace(example.features, dense=masked))


def mask_tokens(name: str, example: Example) -> Example:
    """An example that lacks a bag of tokens."""
    features = example.features
    if name in features.bags:
        return _with(example, bags=features.bags | {name: _empty(features)})
    return _with(example, paths=features.paths | {name: _empty(features)})


def without_signs(example: Example) -> Example:
    """An example that lacks the signs of its page."""
    signs = example.features.signs
    return _with(example, signs=Bag(signs.items[:0], np.zeros_like(signs.offsets)))


def without_references(example: Example) -> Example:
    """An example that knows of main content only what roles tell."""
    page = example.page
    if page.reference is None:
        return example
    if page.grade == "content":
        return _silent(example)
    by_role = page.allowed[:, [ROLES.index(role) for role in CONTENT_ROLES]].any(axis=1)
    content = np.where(page.allowed.all(axis=1), np.nan, by_role).astype(np.float32)
    return replace(example, page=replace(page, content=content))


def untaught_grade(grade: str, example: Example) -> Example:
    """An example that teaches nothing if its truth is of that grade."""
    return _silent(example) if example.page.grade == grade else example


def without_roles(example: Example) -> Example:
    """An example that knows no roles if it is HTML."""
    page = example.page
    if page.corpus == "stations" or page.grade not in ("roles", "annotated"):
        return example
    return replace(example, page=replace(page, allowed=np.ones_like(page.allowed)))


def without_annotations(example: Example) -> Example:
    """An example that knows no roles if they were annotated to be learnt from."""
    page = example.page
    if page.grade != "annotated":
        return example
    grade = "parts" if page.reference is None else "content"
    return replace(example, page=replace(page, grade=grade, allowed=np.ones_like(page.allowed)))


def without_stations(example: Example) -> Example:
    """An example that teaches nothing if it is a station's page."""
    return _silent(example) if example.page.corpus == "stations" else example


def without_text_forms(example: Example) -> Example:
    """An example that teaches nothing if it is HTML shown as text."""
    return _silent(example) if example.form in ("lines", "spaced", "wrapped") else example


def believed(example: Example) -> Example:
    """An example whose truth is certain."""
    page = example.page
    certain = np.ones_like(page.weight)
    return replace(example, page=replace(page, weight=certain, content_weight=certain))


def above_half(prediction: Prediction) -> NDArray[np.bool_]:
    """Main content by one threshold for all pages."""
    return np.asarray(prediction.content > 0.5)


def without_titles(prediction: Prediction) -> NDArray[np.bool_]:
    """Main content by its probabilities alone."""
    untitled = np.full(len(prediction.content), ROLES.index(Role.TEXT))
    return main_content(prediction.content, untitled, word_sizes(prediction.page.columns.texts))


def _silent(example: Example) -> Example:
    nothing = np.zeros_like(example.page.weight)
    page = replace(example.page, weight=nothing, content_weight=nothing)
    return replace(example, page=page)


def _empty(features: Features) -> Bag:
    return Bag(np.zeros(0, np.int32), np.zeros(len(features) + 1, np.int64))


def _with(example: Example, **parts: Any) -> Example:
    return replace(example, features=replace(example.features, **parts))


def _source(step: Callable[..., Any] | None) -> str:
    if isinstance(step, partial):
        return f"{step.args}{inspect.getsource(step.func)}"
    return inspect.getsource(step) if step else ""
