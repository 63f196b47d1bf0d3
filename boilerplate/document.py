"""What a user sees of a labelled page: frozen views made when they are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from boilerplate.labels import LABELS, ROLES, Label, Role, roles_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from boilerplate.page.columns import Kind, PageColumns

DIGITS = 6


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
        return "\n".join(block.text for block in self.blocks if block.role in wanted)

    @property
    def main_content(self) -> str:
        r"""The text of the blocks that make up the main content, joined with ``"\n"``."""
        return "\n".join(
            text for text, kept in zip(self.columns.texts, self.kept.tolist(), strict=True) if kept
        )

    @property
    def title(self) -> str | None:
        """The page's headline: of the blocks with the role, the one most surely a title."""
        titles = [block for block in self.blocks if block.role is Role.TITLE]
        if not titles:
            return None
        return max(titles, key=lambda block: block.probabilities[Role.TITLE]).text

    @property
    def byline(self) -> str | None:
        """Author and date of the page's main item: the byline blocks before its text goes on."""
        lines: list[str] = []
        for block in self.blocks:
            if block.role is Role.BYLINE:
                lines.append(block.text)
            elif lines and block.role is Role.TEXT:
                break
        return " · ".join(lines) or None

    @property
    def captions(self) -> list[tuple[str, str | None]]:
        """Each caption once, in document order, with the credit that goes with it."""
        credits: dict[str, str | None] = {}
        for run in _caption_runs(self.blocks):
            for caption, credit in _pairs(run):
                credits[caption] = credits.get(caption) or credit
        return list(credits.items())

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


def _caption_runs(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """Captions and credits that stand together; buttons in between don't part them."""
    run: list[Block] = []
    for block in blocks:
        if block.label is Label.CAPTION:
            run.append(block)
        elif run and block.label is not Label.PLAYER_CHROME:
            yield run
            run = []
    if run:
        yield run


def _pairs(run: list[Block]) -> Iterator[tuple[str, str | None]]:
    """Captions of a run with the credits after them; credits before the first go with it."""
    caption: str | None = None
    credit: list[str] = []
    for block in run:
        if block.role is Role.CREDIT:
            credit.append(block.text)
            continue
        if caption is not None:
            yield caption, " ".join(credit) or None
            credit = []
        caption = block.text
    if caption is not None:
        yield caption, " ".join(credit) or None
