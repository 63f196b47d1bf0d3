"""Probe pages: a model carries a few pages with its answers, and must answer so wherever it loads.

Another version of a library, or a processor of another kind, can change what a feature or a
product of matrices comes to. That must never change labels in silence.
"""

from __future__ import annotations

import platform
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from boilerplate._version import __version__
from boilerplate.errors import ModelError
from boilerplate.labels import ROLES
from boilerplate.model.probe_pages import PAGES
from boilerplate.page import PageColumns, split

TOLERANCE: Final = 1e-6
"""How far a probability may be from the stored one. Single precision in another order of adding,
as on other processors, was seen to make 8e-7 at most (53,000 blocks, five kinds of kernel)."""

Answers = Callable[[Sequence[PageColumns]], tuple[NDArray[Any], NDArray[Any]]]
"""What gives the probabilities of roles and of main content for pages, as a labeler does."""

_LIBRARIES: Final = ("numpy", "resiliparse")
"""What labelling computes with."""


def recorded(answers: Answers) -> dict[str, Any]:
    """The probe pages with a model's answers, as plain data to be stored with it."""
    roles, content = answers([split(source, kind) for kind, source in PAGES])
    return {
        "pages": [list(page) for page in PAGES],
        "roles": np.asarray(roles, np.float32),
        "content": np.asarray(content, np.float32),
    }


def check(
    answers: Answers, stored: Mapping[str, Any] | None, manifest: Mapping[str, Any]
) -> float | None:
    """Compare a model's answers with those that are stored with it.

    Parameters
    ----------
    answers
        Of the model, as it is loaded here.
    stored
        What :func:`recorded` gave when the model was made; None where it was made before there
        were probes. Such a model must still answer.
    manifest
        The model's, for its versions.

    Returns
    -------
    float or None
        The largest difference of a probability; None where none are stored.

    Raises
    ------
    ModelError
        If an answer is not a probability, or further from the stored one than `TOLERANCE`.
    """
    name = f"model {manifest.get('version', 'unversioned')}"
    pages = PAGES if stored is None else _pages(stored, name)
    roles, content = answers([split(source, kind) for kind, source in pages])
    found = np.hstack([roles, content[:, None]]).astype(np.float64)
    if not ((found >= 0) & (found <= 1)).all():
        raise ModelError(f"{name}: its answers are not probabilities")
    if stored is None:
        return None
    wanted = np.hstack([stored["roles"], stored["content"][:, None]]).astype(np.float64)
    if found.shape != wanted.shape:
        what = f"they have {len(found)} blocks where {len(wanted)} are stored"
    else:
        # Counted so that a stored NaN is a difference, too.
        within = np.abs(found - wanted) <= TOLERANCE
        largest = float(np.abs(found - wanted).max(initial=0))
        if within.all():
            return largest
        what = f"by up to {largest:.2g} where {TOLERANCE:g} is allowed"
    raise ModelError(
        f"{name}: its answers on its probe pages are not those stored with it: {what}."
        f" It was made with {_versions(manifest.get('libraries'))}; here are {_here()}"
    )


def _pages(stored: Mapping[str, Any], name: str) -> list[tuple[Literal["text", "html"], str]]:
    """The stored pages, whose file may be from anywhere."""
    n = len(stored["content"])
    if stored["roles"].shape != (n, len(ROLES)) or stored["content"].shape != (n,):
        raise ModelError(f"{name}: its probes are damaged")
    return [(kind, source) for kind, source in stored["pages"]]


def _here() -> str:
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as version_of

    versions = {"boilerplate": __version__, "python": platform.python_version()}
    for library in _LIBRARIES:
        try:
            versions[library] = version_of(library)
        except PackageNotFoundError:
            versions[library] = "?"
    return _versions(versions)


def _versions(libraries: Any) -> str:
    if not isinstance(libraries, Mapping) or not libraries:
        return "versions that it does not tell"
    wanted = ("boilerplate", "python", *_LIBRARIES)
    return ", ".join(f"{name} {libraries[name]}" for name in wanted if name in libraries)
