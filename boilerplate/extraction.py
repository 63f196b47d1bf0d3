"""From a source to the text a user wants of it, in one call."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from boilerplate.document import Page
    from boilerplate.labels import Role
    from boilerplate.model.decide import Favor
    from boilerplate.model.labeler import Labeler


def label(
    source: str | bytes,
    *,
    model: Labeler | str | None = None,
    kind: Literal["auto", "text", "html"] = "auto",
) -> Page:
    """Label every block of a page.

    Parameters
    ----------
    source
        The page itself, plain text or HTML; not its address or file name.
    model
        A loaded model, or what :func:`boilerplate.load` takes; by default the newest model
        that comes with the package. A model loaded here is kept for the next call.
    kind
        What the source is; by default found out from the source.

    Raises
    ------
    ModelError
        If the model can't be loaded.
    """
    labeler = _load(model) if model is None or isinstance(model, str) else model
    return labeler.label(source, kind)


def extract(
    source: str | bytes,
    *,
    model: Labeler | str | None = None,
    kind: Literal["auto", "text", "html"] = "auto",
    keep: Iterable[str] | None = None,
    favor: Favor = "balanced",
    min_probability: float = 0.0,
) -> str:
    r"""Extract the main content of a page as plain text.

    Parameters
    ----------
    source, model, kind
        As in :func:`boilerplate.label`.
    keep
        Names of labels or roles; if given, the text of these blocks instead of the main
        content.
    favor
        What the main content should rather be: free of what does not belong to it
        (``"precision"``), complete (``"recall"``), or both alike. Says nothing about `keep`.
    min_probability
        Leave out blocks that are less likely than this to be what they are kept as: main
        content, or of one of the roles that `keep` names.

    Returns
    -------
    str
        The blocks' texts joined with ``"\n"``; empty where the page has nothing to keep.

    Raises
    ------
    ModelError
        If the model can't be loaded.
    ValueError
        If `keep` has a name that is neither a label nor a role, `favor` is none of the three,
        or `min_probability` is not between 0 and 1.
    """
    roles: frozenset[Role] | None = None
    if keep is not None:
        from boilerplate.document import roles_named

        roles = roles_named((keep,) if isinstance(keep, str) else keep)
    labeler = _load(model) if model is None or isinstance(model, str) else model
    return wanted(labeler, source, kind, roles, favor, min_probability).main_content


def wanted(
    labeler: Labeler,
    source: str | bytes,
    kind: Literal["auto", "text", "html"],
    roles: frozenset[Role] | None,
    favor: Favor,
    min_probability: float,
    comments: bool = True,
) -> Page:
    """A page of which the blocks are kept that :func:`extract` returns.

    Parameters
    ----------
    labeler
        A loaded model.
    roles
        Those to keep; None keeps the main content.
    comments
        Whether readers' comments may be among it.
    """
    from boilerplate.labels import ROLES, Role

    page = labeler.label(source, kind, favor=favor, min_probability=min_probability)
    kept = page.kept if roles is None else _of_roles(page, roles, min_probability)
    if not comments:
        kept = kept & (page.roles != ROLES.index(Role.COMMENT))
    return replace(page, kept=kept)


def _of_roles(page: Page, roles: frozenset[Role], least: float) -> NDArray[np.bool_]:
    """The blocks whose role is one of these, and as probably as that."""
    from boilerplate.labels import ROLES

    wanted = [number for number, role in enumerate(ROLES) if role in roles]
    kept: NDArray[np.bool_] = (page.roles[:, None] == wanted).any(axis=1)
    kept &= page.probabilities[:, wanted].sum(axis=1) >= least
    return kept


@cache
def _load(spec: str | None) -> Labeler:
    # A loaded model never changes, so that keeping it can't change an answer.
    from boilerplate.model.labeler import load

    return load(spec)
