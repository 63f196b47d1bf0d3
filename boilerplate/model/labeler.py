"""What ``load()`` returns: a model that labels pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from boilerplate.document import Page
from boilerplate.errors import ModelError
from boilerplate.features import Features, featurise, schema
from boilerplate.labels import ROLES, Label, Role
from boilerplate.model import artifact, probes
from boilerplate.model.coarse import coarse, groups_of_blocks
from boilerplate.model.decide import (
    BETAS,
    Favor,
    content_certainty,
    decide_roles,
    main_content,
    word_sizes,
)
from boilerplate.model.network import Array, probabilities, unpacked
from boilerplate.page import PageColumns, split
from boilerplate.page.columns import Kind

if TYPE_CHECKING:
    from boilerplate.model.explain import Explanation

_BATCH_BLOCKS: Final = 4_000
"""Blocks that go through the network at once: enough to keep it busy, little enough memory."""

_MISFITS: Final = (ArithmeticError, AttributeError, LookupError, MemoryError, TypeError, ValueError)
"""What the network raises on arrays that don't fit each other."""


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

    def label(
        self,
        source: str | bytes,
        kind: Literal["auto", "text", "html"] = "auto",
        *,
        favor: Favor = "balanced",
        min_probability: float = 0.0,
    ) -> Page:
        """Label every block of a page, and find its main content.

        Parameters
        ----------
        source
            The page itself, plain text or HTML. Bytes are decoded by byte-order mark, declared
            charset and detection.
        kind
            What the source is; by default found out from the source.
        favor
            What the main content should rather be: free of what does not belong to it
            (``"precision"``), complete (``"recall"``), or both alike.
        min_probability
            Leave blocks out of the main content that belong to it less probably than this.

        Raises
        ------
        ValueError
            If `favor` is none of the three, or `min_probability` is not between 0 and 1.
        """
        return self.label_many([source], kind, favor=favor, min_probability=min_probability)[0]

    def label_many(
        self,
        sources: Iterable[str | bytes],
        kind: Literal["auto", "text", "html"] = "auto",
        *,
        favor: Favor = "balanced",
        min_probability: float = 0.0,
    ) -> list[Page]:
        """Label many pages, which is faster than one by one and gives the same labels."""
        if favor not in BETAS:
            raise ValueError(f"{favor!r} can't be favoured, only {', '.join(map(repr, BETAS))}")
        if not 0 <= min_probability <= 1:
            raise ValueError(f"min_probability must be between 0 and 1, not {min_probability}")
        pages = (split(source, kind) for source in sources)
        decide = partial(self._decide, beta=BETAS[favor], least=min_probability)
        return [page for group in _groups(pages) for page in self._label(group, decide)]

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
        roles, content = self._of_groups(filled)
        if len(roles) == sum(map(len, filled)):
            return roles, content
        groups = groups_of_blocks(filled)
        return roles[groups], content[groups]

    def _of_groups(self, pages: Sequence[PageColumns]) -> tuple[Array, Array]:
        """Probabilities for what is looked at together: a block each but on huge pages."""
        # What is made of huge pages is gone before the network needs memory.
        features = featurise([coarse(page) for page in pages])
        by_page = np.array([self._temperatures[page.kind] for page in pages], np.float32)
        temperatures = np.repeat(by_page, features.page_lengths, axis=0)
        return probabilities(self._networks, features, temperatures)

    def explain(
        self, page: Page | str | bytes, index: int, of: str | Label | Role | None = None
    ) -> Explanation:
        """Tell what spoke for an answer about a block of a page, and what against.

        Parameters
        ----------
        page
            A page that this model has labelled, or its source.
        index
            The block's place on the page.
        of
            The answer: a label, a role, or ``"main_content"``; by default the block's label.

        Raises
        ------
        IndexError
            If the page has no such block.
        ValueError
            If `of` is no such answer.
        """
        from boilerplate.model.explain import explain

        page = page if isinstance(page, Page) else self.label(page)
        return explain(page, index, of, partial(self.probabilities_from, kind=page.kind))

    def probabilities_from(self, features: Features, kind: Kind) -> tuple[Array, Array]:
        """What :meth:`probabilities` gives, from features that may have been changed.

        Parameters
        ----------
        features
            Of pages of one kind, as :func:`boilerplate.features.featurise` computes them.
        kind
            What the pages are.
        """
        # In double precision, so that nothing is rounded to certainty.
        temperatures = np.tile(np.array(self._temperatures[kind]), (len(features), 1))
        return probabilities(self._networks, features, temperatures)

    def _label(
        self, pages: Sequence[PageColumns], decide: Callable[[PageColumns, Array, Array], Page]
    ) -> Iterator[Page]:
        roles, content = self.probabilities(pages)
        start = 0
        for columns in pages:
            end = start + len(columns)
            yield decide(columns, roles[start:end], content[start:end])
            start = end

    def _decide(
        self, columns: PageColumns, roles: Array, content: Array, *, beta: float, least: float
    ) -> Page:
        decided = decide_roles(roles)
        kept = main_content(content, decided, word_sizes(columns.texts), beta)
        if least:
            kept &= content_certainty(content, roles) >= least
        return Page(columns, roles, decided, kept, self.version, self)


def load(spec: str | Path | None = None, *, key: str | Path | None = None) -> Labeler:
    """Load a model, and see that it answers here as where it was made.

    Nothing in a model's file can run, so that one from anywhere may be loaded.

    Parameters
    ----------
    spec
        None for the newest model that comes with the package, a version such as ``"1.0.0"``
        for that one, or the path of a ``.joblib`` file whose manifest stands beside it.
    key
        A minisign public key, or its ``.pub`` file, by which the model must be signed.

    Raises
    ------
    ModelError
        If there is no such model, or it is damaged, unsafe, made for other features, not
        signed by `key`, or its answers on its probe pages are not those stored with it.
    MissingExtraError
        If `key` is given and the extra ``sign`` is not installed.
    """
    return checked(*artifact.load(spec, key=key))[0]


def checked(state: dict[str, Any], manifest: dict[str, Any]) -> tuple[Labeler, float | None]:
    """Make a labeler of a model that may be from anywhere, and let it answer its probe pages.

    Returns
    -------
    labeler : Labeler
    difference : float or None
        The largest between an answer and the stored one; None where none are stored.

    Raises
    ------
    ModelError
        If it is no model, or answers otherwise than it did where it was made.
    """
    if manifest.get("format", 1) > 1 and "probes" not in state:
        raise ModelError(f"model {manifest.get('version', 'unversioned')}: its probes are missing")
    try:
        labeler = Labeler(state, manifest)
        return labeler, probes.check(labeler.probabilities, state.get("probes"), manifest)
    except _MISFITS as error:
        # Plain data of the right names may still be of any shape.
        version = manifest.get("version", "unversioned")
        problem = f"{type(error).__name__}: {error}"[:120]
        raise ModelError(f"model {version}: its arrays make no model ({problem})") from error


def _groups(pages: Iterable[PageColumns]) -> Iterator[list[PageColumns]]:
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
