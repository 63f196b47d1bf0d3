"""What one opening or closing tag means for the splitter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import count, islice
from typing import Final

import numpy as np
from numpy.typing import NDArray

BLOCK_LEVEL: Final = frozenset(
    "address article aside blockquote body br button caption center col colgroup dd details dialog"
    " dir div dl dt fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header"
    " hgroup hr html label legend li listing main menu nav ol optgroup option p pre search section"
    " select summary table tbody td textarea tfoot th thead tr ul".split()
)
"""Elements whose edges end a run of text: those that a browser shows as blocks, table parts or
list items, line breaks, and the parts of a form."""

_VOID: Final = frozenset(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source"
    " track wbr".split()
)

_MEDIA: Final = frozenset(("img", "video", "audio", "canvas", "object", "embed"))
_INPUTS: Final = frozenset(("input", "select", "textarea"))
_AT_FIRST_CLOSED: Final = frozenset(("dialog", "datalist"))
_CLOSED: Final = 1 << 8
"""Marks their tags among the facts."""

_REMEMBERED: Final = 1 << 12
"""More names than HTML, SVG and MathML have, and fewer than a hostile page can make up."""

_LONGEST: Final = 40
"""Characters of a name that is remembered: those of the languages have fewer."""


class Tag:
    """Facts about a tag, as bits of a plain integer."""

    OPENS: Final = 1
    CLOSES: Final = 2
    BLOCK: Final = 4
    LINK: Final = 8
    HIDDEN: Final = 16
    PREFORMATTED: Final = 32
    MEDIA: Final = 64
    INPUT: Final = 128


class Tags:
    """The distinct tags of a page, without their brackets, numbered as they occur.

    Attributes
    ----------
    facts
        int16, one a number: bits of :class:`Tag`.
    """

    def __init__(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict(count().__next__)
        self.names: list[str] = []
        self.facts: NDArray[np.int16] = np.zeros(0, np.int16)

    def number(self, tags: Sequence[str]) -> NDArray[np.int32]:
        """The numbers of `tags`, new ones among them."""
        numbers = np.fromiter(map(self._numbers.__getitem__, tags), np.int32, len(tags))
        new = list(islice(self._numbers, len(self.names), None))
        self.names += new
        self.facts = np.append(self.facts, facts(new))
        return numbers

    @property
    def bare_link(self) -> int:
        """The number of ``a`` without attributes, -1 where there is none."""
        return self._numbers.get("a", -1)


def facts(tags: Sequence[str]) -> NDArray[np.int16]:
    """The facts about tags given without their brackets, as bits of :class:`Tag`."""
    names = [tag.partition(" ")[0] for tag in tags]
    found = np.fromiter(map(_FACTS.__getitem__, names), np.int16, len(names))
    hiding = [i for i, tag in enumerate(tags) if "hidden" in tag or "display" in tag]
    for i in [*hiding, *np.flatnonzero(found & _CLOSED).tolist()]:
        if _hides(names[i], tags[i]):
            found[i] |= Tag.HIDDEN
    return found


def _facts_of(name: str) -> int:
    """What the name of a tag tells, a closing one's beginning with a slash."""
    closes = name.startswith("/")
    name = name[closes:]
    found: int = 0 if name in _VOID else Tag.CLOSES if closes else Tag.OPENS
    if name in BLOCK_LEVEL:
        found |= Tag.BLOCK
        if name in ("pre", "textarea", "listing"):
            found |= Tag.PREFORMATTED
    elif name == "a":
        found |= Tag.LINK
    if name in _AT_FIRST_CLOSED:
        found |= _CLOSED
    if name in _MEDIA:
        found |= Tag.MEDIA
    elif name in _INPUTS:
        found |= Tag.INPUT
    return found


class _Facts(dict[str, int]):
    """The facts of names, of which it remembers the first short ones it met."""

    def __missing__(self, name: str) -> int:
        found = _facts_of(name)
        if len(self) < _REMEMBERED and len(name) <= _LONGEST:
            self[name] = found
        return found


_FACTS: Final = _Facts()


def _hides(name: str, tag: str) -> bool:
    """Whether an opening tag says by itself that its element is not shown."""
    if name.startswith("/"):
        return False
    if name in _AT_FIRST_CLOSED:
        return " open" not in tag
    if ' hidden="' in tag or 'aria-hidden="true"' in tag:
        pieces = tag.split('"')
        for key, value in zip(pieces[0::2], pieces[1::2], strict=False):
            if key.endswith(" hidden=") or (key.endswith("aria-hidden=") and value == "true"):
                return True
    return ' style="' in tag and _style_hides(tag)


def _style_hides(tag: str) -> bool:
    style = tag.partition(' style="')[2].partition('"')[0].replace(" ", "").lower()
    return "display:none" in style or "visibility:hidden" in style
