"""The contract: four labels, twelve roles, and which role belongs to which label."""

from __future__ import annotations

from enum import Enum
from typing import Final


class _Name(str, Enum):
    """A string enum whose ``str()`` is its value on every supported Python."""

    def __str__(self) -> str:
        return str(self.value)


class Label(_Name):
    """What a block is for, in four words."""

    PLAYER_CHROME = "player_chrome"
    CAPTION = "caption"
    BODY = "body"
    FOOTER = "footer"


class Role(_Name):
    """What a block is for, in detail; every role belongs to one :class:`Label`."""

    TITLE = "title"
    BYLINE = "byline"
    TEXT = "text"
    CAPTION = "caption"
    CREDIT = "credit"
    PLAYER = "player"
    NAVIGATION = "navigation"
    INTERFACE = "interface"
    LEGAL = "legal"
    CONTACT = "contact"
    PROMO = "promo"
    COMMENT = "comment"

    @property
    def label(self) -> Label:
        """The label this role belongs to."""
        return LABEL_OF[self]


LABEL_OF: Final[dict[Role, Label]] = {
    Role.TITLE: Label.BODY,
    Role.BYLINE: Label.BODY,
    Role.TEXT: Label.BODY,
    Role.CAPTION: Label.CAPTION,
    Role.CREDIT: Label.CAPTION,
    Role.PLAYER: Label.PLAYER_CHROME,
    Role.NAVIGATION: Label.PLAYER_CHROME,
    Role.INTERFACE: Label.PLAYER_CHROME,
    Role.LEGAL: Label.FOOTER,
    Role.CONTACT: Label.FOOTER,
    Role.PROMO: Label.FOOTER,
    Role.COMMENT: Label.FOOTER,
}

LABELS: Final[tuple[Label, ...]] = tuple(Label)
ROLES: Final[tuple[Role, ...]] = tuple(Role)

CONTENT_ROLES: Final[frozenset[Role]] = frozenset({Role.TITLE, Role.TEXT})
"""The roles that make up a page's main content; bylines are left to who asks for them."""


def roles_of(name: str) -> frozenset[Role]:
    """The roles that a role's or a label's name stands for.

    Where a name is both (``caption``), it is read as the label.

    Raises
    ------
    ValueError
        If `name` is neither a label nor a role.
    """
    if name in Label._value2member_map_:
        return frozenset(role for role, label in LABEL_OF.items() if label.value == name)
    return frozenset({Role(name)})
