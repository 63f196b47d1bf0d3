"""What one opening or closing tag means for the splitter."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

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


@lru_cache(maxsize=1 << 14)
def facts(tag: str) -> int:
    """The facts about a tag given without its brackets, as bits of :class:`Tag`."""
    closes = tag.startswith("/")
    name = tag[1:] if closes else tag.partition(" ")[0]
    found: int = 0 if name in _VOID else Tag.CLOSES if closes else Tag.OPENS
    if name in BLOCK_LEVEL:
        found |= Tag.BLOCK
        if name in ("pre", "textarea", "listing"):
            found |= Tag.PREFORMATTED
    elif name == "a":
        found |= Tag.LINK
    if name in _MEDIA:
        found |= Tag.MEDIA
    elif name in _INPUTS:
        found |= Tag.INPUT
    if not closes and _hides(name, tag):
        found |= Tag.HIDDEN
    return found


def _hides(name: str, tag: str) -> bool:
    """Whether an opening tag says by itself that its element is not shown."""
    if name in ("dialog", "datalist"):
        return " open" not in tag
    if "hidden" in tag:
        pieces = tag.split('"')
        for key, value in zip(pieces[0::2], pieces[1::2], strict=False):
            if key.endswith(" hidden=") or (key.endswith("aria-hidden=") and value == "true"):
                return True
        return _style_hides(tag)
    return "display" in tag and _style_hides(tag)


def _style_hides(tag: str) -> bool:
    style = tag.partition(' style="')[2].partition('"')[0].replace(" ", "").lower()
    return "display:none" in style or "visibility:hidden" in style
