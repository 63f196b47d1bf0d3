"""What a user sees of a labelled page: frozen views made when they are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from boilerplate.captions import with_credits
from boilerplate.labels import LABELS, ROLES, Label, Role, roles_of

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from boilerplate.model.explain import Explanation
    from boilerplate.model.labeler import Labeler
    from boilerplate.output import Format
    from boilerplate.page.columns import Kind, PageColumns

DIGITS = 6

_Line = tuple[str, Role]


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a page: a line of plain text, or the text of a run of HTML.

    Attributes
    ----------
    index
        The block's place on the page, from 0.
    text
        Its text, never empty.
    label, role
        What the block is for, in four words and in detail.
    probability
        How likely `label` is, from 0 to 1.
    probabilities
        The probability of every role.
    start, end
        Character offsets ``[start, end)``: into the source for plain text, into the blocks'
        texts joined with newlines for HTML.
    """

    index: int
    text: str
    label: Label
    role: Role
    probability: float
    probabilities: Mapping[Role, float] = field(hash=False, repr=False)
    start: int
    end: int

    @property
    def label_probabilities(self) -> dict[Label, float]:
        """The probability of every label: the sum over its roles."""
        totals = dict.fromkeys(LABELS, 0.0)
        for role, probability in self.probabilities.items():
            totals[role.label] += probability
        return {label: round(total, DIGITS) for label, total in totals.items()}

    def to_dict(self) -> dict[str, Any]:
        """The block as plain strings and numbers, without the probabilities of all roles."""
        return {
            "index": self.index,
            "text": self.text,
            "label": self.label.value,
            "role": self.role.value,
            "probability": self.probability,
            "start": self.start,
            "end": self.end,
        }


@dataclass(frozen=True, eq=False)
class Page:
    """A labelled page: its blocks in document order, and what can be read off them.

    Attributes
    ----------
    columns
        The blocks as the splitter saw them.
    probabilities
        float32, shape (n, 12). The probability of each role of ``ROLES`` for each block.
    roles
        int, shape (n,). The decided role of each block, an index into ``ROLES``.
    kept
        bool, shape (n,). The blocks that make up the main content.
    model_version
        The version of the model that decided.
    """

    columns: PageColumns = field(repr=False)
    probabilities: NDArray[np.float32] = field(repr=False)
    roles: NDArray[np.integer[Any]] = field(repr=False)
    kept: NDArray[np.bool_] = field(repr=False)
    model_version: str
    _labeler: Labeler | None = field(default=None, repr=False)

    def __len__(self) -> int:
        return len(self.columns)

    def __iter__(self) -> Iterator[Block]:
        return iter(self.blocks)

    @property
    def kind(self) -> Kind:
        """What the source was read as: ``"text"`` or ``"html"``."""
        return self.columns.kind

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks in document order."""
        rows = self.probabilities.astype(float).round(DIGITS).tolist()
        return tuple(
            _block(index, text, ROLES[role], dict(zip(ROLES, row, strict=True)), start, end)
            for index, (text, role, row, start, end) in enumerate(
                zip(
                    self.columns.texts,
                    self.roles.tolist(),
                    rows,
                    self.columns.starts.tolist(),
                    self.columns.ends.tolist(),
                    strict=True,
                )
            )
        )

    def text(self, *names: str | Label | Role) -> str:
        r"""The text of the blocks with these labels or roles, joined with ``"\n"``.

        Parameters
        ----------
        *names
            Labels or roles, or their names; all blocks where none is given. The name
            ``"caption"``, which is both, stands for the label.

        Raises
        ------
        ValueError
            If a name is neither a label nor a role.
        """
        if not names:
            return "\n".join(self.columns.texts)
        wanted = roles_named(names)
        return "\n".join(text for text, role in self._lines if role in wanted)

    @property
    def main_content(self) -> str:
        r"""The text of the blocks that make up the main content, joined with ``"\n"``."""
        return "\n".join(
            text for text, kept in zip(self.columns.texts, self.kept.tolist(), strict=True) if kept
        )

    def explain(self, index: int, of: str | Label | Role | None = None) -> Explanation:
        """Tell what spoke for an answer about a block, and what against.

        Parameters
        ----------
        index
            The block's place on the page.
        of
            The answer: a label, a role, or ``"main_content"``; by default the block's label.

        Raises
        ------
        IndexError
            If the page has no such block.
        ValueError
            If `of` is no such answer, or the page comes from another process and so without
            its model, whose :meth:`boilerplate.Labeler.explain` then helps.
        """
        if self._labeler is None:
            raise ValueError("this page came without its model: use its Labeler.explain(page, ...)")
        return self._labeler.explain(self, index, of)

    def __getstate__(self) -> dict[str, Any]:
        # A pickled page is to be small: its model stays behind.
        return self.__dict__ | {"_labeler": None}

    @property
    def title(self) -> str | None:
        """The page's headline: of the blocks with the role, the one most surely a title."""
        sure = self.probabilities[:, ROLES.index(Role.TITLE)].tolist()
        titles = [i for i, (_, role) in enumerate(self._lines) if role is Role.TITLE]
        return self.columns.texts[max(titles, key=sure.__getitem__)] if titles else None

    @property
    def byline(self) -> str | None:
        """Author and date of the page's main item: the byline blocks before its text goes on."""
        lines: list[str] = []
        for text, role in self._lines:
            if role is Role.BYLINE:
                lines.append(text)
            elif lines and role is Role.TEXT:
                break
        return " · ".join(lines) or None

    @property
    def captions(self) -> list[tuple[str, str | None]]:
        """Each caption once, in document order, with the credit that goes with it."""
        return with_credits(self._lines)

    @cached_property
    def _lines(self) -> list[_Line]:
        """Text and role of each block, for which no block need be made."""
        roles = [ROLES[role] for role in self.roles.tolist()]
        return list(zip(self.columns.texts, roles, strict=True))

    def to_dict(self) -> dict[str, Any]:
        """The page as plain dicts, lists, strings and numbers, ready for JSON."""
        return {
            "kind": self.kind,
            "model_version": self.model_version,
            "title": self.title,
            "byline": self.byline,
            "captions": [
                {"caption": caption, "credit": credit} for caption, credit in self.captions
            ],
            "main_content": self.main_content,
            "blocks": [
                block.to_dict()
                | {
                    "main_content": kept,
                    "probabilities": {
                        role.value: probability for role, probability in block.probabilities.items()
                    },
                }
                for block, kept in zip(self.blocks, self.kept.tolist(), strict=True)
            ],
        }

    def to_json(self) -> str:
        """The page as JSON: what :meth:`to_dict` gives."""
        return self._written("json")

    def to_markdown(self) -> str:
        """The page for reading: headline, byline, text, and captions in italics."""
        return self._written("markdown")

    def to_html(self) -> str:
        """The page to look at: one HTML document, every block coloured by its label."""
        return self._written("html")

    def to_arrow(self) -> pa.Table:
        """The blocks as an Arrow table, one a row, as :data:`boilerplate.arrow.BLOCK` has them.

        Raises
        ------
        MissingExtraError
            If the extra ``batch`` is not installed.
        """
        from boilerplate.output.arrow import table
        from boilerplate.output.entry import Entry

        return table(Entry(self))

    def _written(self, format: Format) -> str:
        from boilerplate.output import FORMATS, Entry

        return "".join(FORMATS[format]([Entry(self)]))


def roles_named(names: Iterable[str | Label | Role]) -> frozenset[Role]:
    """The roles that labels, roles or their names stand for, together.

    Raises
    ------
    ValueError
        If a name is neither a label nor a role; the message lists the valid ones.
    """
    roles: set[Role] = set()
    for name in names:
        if isinstance(name, Role):
            roles.add(name)
            continue
        try:
            roles |= roles_of(str(name))
        except ValueError:
            labels = ", ".join(label.value for label in LABELS)
            valid_roles = ", ".join(role.value for role in ROLES)
            raise ValueError(
                f"{name!r} is neither a label ({labels}) nor a role ({valid_roles})"
            ) from None
    return frozenset(roles)


def _block(
    index: int, text: str, role: Role, probabilities: dict[Role, float], start: int, end: int
) -> Block:
    label = role.label
    probability = sum(p for other, p in probabilities.items() if other.label is label)
    return Block(index, text, label, role, round(probability, DIGITS), probabilities, start, end)
