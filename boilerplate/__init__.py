r"""A trained classifier that says what every block of a web page is for.

>>> import boilerplate
>>> page = boilerplate.label(open("page.html", "rb").read())
>>> page.main_content
>>> boilerplate.extract("Play Live Radio\n\nRiver rises\n\nThe river rose by ...")

Names are imported when they are first used, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from boilerplate._version import __version__

if TYPE_CHECKING:
    from boilerplate.document import Block, Page
    from boilerplate.errors import (
        BatchError,
        BoilerplateError,
        CorpusError,
        MissingExtraError,
        ModelError,
        SourceError,
    )
    from boilerplate.evaluation import evaluate
    from boilerplate.extraction import extract, label
    from boilerplate.labels import Label, Role
    from boilerplate.model.explain import Explanation
    from boilerplate.model.labeler import Labeler, load
    from boilerplate.page.split import split
    from boilerplate.training import train

__all__ = [
    "BatchError",
    "Block",
    "BoilerplateError",
    "CorpusError",
    "Explanation",
    "Label",
    "Labeler",
    "MissingExtraError",
    "ModelError",
    "Page",
    "Role",
    "SourceError",
    "__version__",
    "evaluate",
    "extract",
    "label",
    "load",
    "split",
    "train",
]

_HOME = {
    "BatchError": "errors",
    "Block": "document",
    "BoilerplateError": "errors",
    "CorpusError": "errors",
    "Explanation": "model.explain",
    "Label": "labels",
    "Labeler": "model.labeler",
    "MissingExtraError": "errors",
    "ModelError": "errors",
    "Page": "document",
    "Role": "labels",
    "SourceError": "errors",
    "evaluate": "evaluation",
    "extract": "extraction",
    "label": "extraction",
    "load": "model.labeler",
    "split": "page.split",
    "train": "training",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(set(globals()) | set(__all__))
