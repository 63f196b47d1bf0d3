"""What a labelled page is, and the grades of what may be known about it."""

from __future__ import annotations

from dataclasses import dataclass

from boilerplate.labels import Label, Role
from boilerplate.page.columns import Kind


@dataclass(frozen=True, slots=True)
class RoleTruth:
    """Every visible line of the page with its role.

    Attributes
    ----------
    lines
        The lines and their roles, in order.
    measured
        Whether models are measured against it; else it is only learnt from.
    """

    lines: tuple[tuple[str, Role], ...]
    measured: bool = True


@dataclass(frozen=True, slots=True)
class LabelTruth:
    """Every visible line of the page with one of the four labels."""

    lines: tuple[tuple[str, Label], ...]


@dataclass(frozen=True, slots=True)
class ContentTruth:
    """The page's main content as text, and nothing about the rest. May be empty."""

    text: str


@dataclass(frozen=True, slots=True)
class PartsTruth:
    """Some passages of the page with their roles.

    Attributes
    ----------
    parts
        Passages and their roles, in reading order within a role.
    complete
        Roles of which `parts` holds every passage: nothing else on the page has them.
    """

    parts: tuple[tuple[str, Role], ...]
    complete: frozenset[Role]


Truth = RoleTruth | LabelTruth | ContentTruth | PartsTruth


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """A page and what is known about its blocks.

    Attributes
    ----------
    id
        Names the page within its corpus, e.g. ``"wcxb:0082"``. Where one page is labelled
        twice, the second id ends in the first: ``"roles:wcxb:0082"``.
    site
        Registered domain. Pages of one site never part in cross-validation.
    source
        The page as it was fetched.
    kind
        What the source is.
    truth
        What is known.
    language
        Two-letter code of the language, where known.
    page_type
        ``"article"``, ``"forum"``, ..., where known.
    trust
        How far to believe `truth`, from 0 to 1.
    corpus
        Name of the corpus that the page belongs to.
    """

    id: str
    site: str
    source: str | bytes
    kind: Kind
    truth: Truth
    language: str | None = None
    page_type: str | None = None
    trust: float = 1.0
    corpus: str = "pages"
