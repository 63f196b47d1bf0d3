"""What ``load()`` returns: a model that labels pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np

from boilerplate.document import Page
from boilerplate.errors import ModelError
from boilerplate.features import featurise, schema
from boilerplate.labels import ROLES
from boilerplate.model import artifact
from boilerplate.model.decide import decide_roles, main_content, word_sizes
from boilerplate.model.network import Array, probabilities, unpacked
from boilerplate.page import PageColumns, split

_BATCH_BLOCKS: Final = 20_000
"""Blocks that go through the network at once: enough to keep it busy, little enough memory."""


class Labeler:
    """A trained model, ready to label pages.

    It never changes after loading: threads may share one, and so may forked processes.

    Parameters
    ----------
    state
        The model's arrays and numbers, as :func:`boilerplate.model.artifact.load` reads them.
    manifest
        What is to be known about it.

    Raises
    ------
    ModelError
        If the model was trained for other features or roles than this code has.
    """

    def __init__(self, state: dict[str, Any], manifest: dict[str, Any]) -> None:
        self.manifest = manifest
        self.version = str(manifest.get("version", "unversioned"))
        _check(state, self.version)
        self._networks = [unpacked(network) for network in state["networks"]]
        self._temperatures: dict[str, list[float]] = state["temperatures"]

    def __repr__(self) -> str:
        return f"<Labeler {self.version}>"

    def label(self, source: str | bytes, kind: Literal["auto", "text", "html"] = "auto") -> Page:
        """Label every block of a page.

        Parameters
        ----------
        source
            The page itself, plain text or HTML. Bytes are decoded by byte-order mark, declared
            charset and detection.
        kind
            What the source is; by default found out from the source.
        """
        return self.label_many([source], kind)[0]

    def label_many(
        self, sources: Iterable[str | bytes], kind: Literal["auto", "text", "html"] = "auto"
    ) -> list[Page]:
        """Label many pages, which is faster than one by one and gives the same labels."""
        pages = [split(source, kind) for source in sources]
        return [page for group in _groups(pages) for page in self._label(group)]

    def probabilities(self, pages: Sequence[PageColumns]) -> tuple[Array, Array]:
        """Probabilities for all blocks of some pages, one page after the other.

        Returns
        -------
        roles : float32, shape (n, 12)
            Over ``ROLES``.
        content : float32, shape (n,)
            Of being main content.
        """
        filled = [page for page in pages if len(page)]
        if not filled:
            return np.zeros((0, len(ROLES)), np.float32), np.zeros(0, np.float32)
        by_page = np.array([self._temperatures[page.kind] for page in filled], np.float32)
        temperatures = np.repeat(by_page, [len(page) for page in filled], axis=0)
        return probabilities(self._networks, featurise(filled), temperatures)

    def _label(self, pages: Sequence[PageColumns]) -> Iterator[Page]:
        roles, content = self.probabilities(pages)
        start = 0
        for columns in pages:
            end = start + len(columns)
            yield self._decide(columns, roles[start:end], content[start:end])
            start = end

    def _decide(self, columns: PageColumns, roles: Array, content: Array) -> Page:
        decided = decide_roles(roles)
        kept = main_content(content, decided, word_sizes(columns.texts))
        return Page(columns, roles, decided, kept, self.version)


def load(spec: str | Path | None = None) -> Labeler:
    """Load a model.

    Parameters
    ----------
    spec
        None for the newest model that comes with the package, a version such as ``"1.0.0"``
        for that one, or the path of a ``.joblib`` file whose manifest stands beside it.

    Raises
    ------
    ModelError
        If there is no such model, or it is damaged, unsafe, or made for other features.
    """
    state, manifest = artifact.load(spec)
    return Labeler(state, manifest)


def _groups(pages: Sequence[PageColumns]) -> Iterator[list[PageColumns]]:
    group: list[PageColumns] = []
    blocks = 0
    for page in pages:
        if group and blocks + len(page) > _BATCH_BLOCKS:
            yield group
            group, blocks = [], 0
        group.append(page)
        blocks += len(page)
    if group:
        yield group


def _check(state: dict[str, Any], version: str) -> None:
    for part in ("schema", "roles", "networks", "temperatures"):
        if part not in state:
            raise ModelError(f"model {version}: {part!r} is missing from its state")
    if state["roles"] != [role.value for role in ROLES]:
        raise ModelError(f"model {version}: its roles are not those of this code")
    found, wanted = state["schema"], schema()
    if found != wanted:
        raise ModelError(
            f"model {version}: made for feature schema {found.get('version')},"
            f" this code computes {wanted['version']}"
        )
