"""From a source to the text a user wants of it, in one call."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from boilerplate.document import Page
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
) -> str:
    r"""Extract the main content of a page as plain text.

    Parameters
    ----------
    source, model, kind
        As in :func:`boilerplate.label`.
    keep
        Names of labels or roles; if given, the text of these blocks instead of the main
        content.

    Returns
    -------
    str
        The blocks' texts joined with ``"\n"``; empty where the page has nothing to keep.

    Raises
    ------
    ModelError
        If the model can't be loaded.
    ValueError
        If `keep` has a name that is neither a label nor a role.
    """
    page = label(source, model=model, kind=kind)
    if keep is None:
        return page.main_content
    names = (keep,) if isinstance(keep, str) else tuple(keep)
    return page.text(*names) if names else ""


@cache
def _load(spec: str | None) -> Labeler:
    # A loaded model never changes, so that keeping it can't change an answer.
    from boilerplate.model.labeler import load

    return load(spec)
