"""What the features of a block are made of: parts with names that a reader understands.

Tokens are hashed, so that their texts are found again here, in the order in which
:mod:`boilerplate.features.tokens` puts them into the bags.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from boilerplate.features import context, tokens
from boilerplate.features.bag import Bag
from boilerplate.features.characters import Characters
from boilerplate.features.schema import NAMES, Features
from boilerplate.page import PageColumns

_NEIGHBOURS: Final = 6
"""Blocks on either side that are looked at one by one."""

_NAME: Final = 60
"""Characters of a name that quotes the page."""

_FAMILIES: Final = {
    "words": "its words",
    "characters": "its characters",
    "lexical": "what its text is like",
    "layout": "its place on the page",
    "dom": "its links and surroundings in the markup",
    "hints": "what the page says of itself",
    "tags": "the tags it stands in",
    "signs": "signs of what kind of page it is",
    "neighbours": "the blocks around it",
}

_NEIGHBOURHOODS: Final = {
    "previous": "the block before",
    "next": "the block after",
    "previous_3": "3 blocks before that",
    "next_3": "3 blocks after that",
    "previous_12": "12 blocks before those",
    "next_12": "12 blocks after those",
    "page": "the whole page",
    "page_before": "the page before it",
    "page_after": "the page after it",
    "widest_before": "its widest section before it",
    "widest_after": "its widest section after it",
    "heading": "the heading above",
}

_TAG: Final = re.compile(r"([^ ]+)(?:.*? id=\"([^\"]*)\")?")
_CLASS: Final = re.compile(r' class="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Part:
    """Something that the model sees of a block or its page, and that can be taken away.

    Attributes
    ----------
    family
        What it belongs to, as ``"words"`` or ``"layout"``.
    name
        What it is, for a reader.
    block
        The block whose features it is a part of.
    value
        Of a dense feature.
    items
        Places in the block's bags, by their names; in the page's bag for ``"signs"``.
    columns
        Columns of the dense features.
    ranges
        Neighbourhoods.
    """

    family: str
    name: str
    block: int
    value: float | None = None
    items: Mapping[str, Sequence[int]] = field(default_factory=dict)
    columns: Sequence[int] = ()
    ranges: Sequence[int] = ()


def parts(page: PageColumns, features: Features, block: int) -> list[Part]:
    """The parts of a block: words, runs of characters, dense features, tags, neighbours."""
    text = page.texts[block]
    return [
        *(Part("words", name, block, items={"words": at}) for name, at in _words(text)),
        *(
            Part("characters", name, block, items={"characters": at})
            for name, at in _characters(text)
        ),
        *_dense(features, block),
        *_tags(page, features, block),
        *(Part("signs", name, block, items={"signs": at}) for name, at in _signs(page.signs)),
        *_neighbours(page, features, block),
    ]


def families(features: Features, block: int) -> list[Part]:
    """The same parts by whole families."""
    columns = defaultdict(list)
    for column, name in enumerate(NAMES):
        columns[name.partition(".")[0]].append(column)
    bags = {"words": ["words"], "characters": ["characters"], "tags": list(tokens.PATHS)}
    items = {family: _all(features, block, names) for family, names in bags.items()}
    items["signs"] = {"signs": range(_size(features.signs, 0))}
    ranges = {"neighbours": range(len(context.NAMES))}
    return [
        Part(
            family,
            name,
            block,
            items=items.get(family, {}),
            columns=columns.get(family, ()),
            ranges=ranges.get(family, ()),
        )
        for family, name in _FAMILIES.items()
    ]


def _words(text: str) -> Iterator[tuple[str, list[int]]]:
    """Each word with all tokens it takes part in, then pairs and the block as a whole."""
    characters = Characters.of([text])
    words = characters.words
    spans = list(zip(words.start.tolist(), (words.start + words.length).tolist(), strict=True))
    shown = [_string(characters.codes[low:high]) for low, high in spans]
    folded = [_string(characters.folded[low:high]) for low, high in spans]
    if not shown:
        return
    seen = min(len(shown), tokens.WORDS_SEEN)
    made_of: list[Sequence[int]] = [
        *((at,) for at in range(seen)),
        *((at, at + 1) for at in range(seen - 1)),
        (0,),
        (len(shown) - 1,),
        *([range(len(shown))] if len(shown) <= tokens.SHORT else ()),
    ]
    by_word: dict[str, dict[int, None]] = defaultdict(dict)
    for item, of in enumerate(made_of):
        for at in of:
            by_word[folded[at]][item] = None
    first = {word: shown[at] for at, word in reversed(list(enumerate(folded)))}
    yield from ((f"word “{first[word]}”", list(items)) for word, items in by_word.items())
    pairs = _grouped((f"“{shown[a]} {shown[a + 1]}”", seen + a) for a in range(seen - 1))
    yield from ((f"words {name}", items) for name, items in pairs)
    if len(shown) <= tokens.SHORT:
        yield "the words as a whole", [len(made_of) - 1]


def _characters(text: str) -> Iterator[tuple[str, list[int]]]:
    """Each run of characters, and the shape of a short block."""
    characters = Characters.of([text])
    size, run = len(characters.codes), tokens.NGRAM
    runs = min(max(size - run, 0), tokens.CHARACTERS_SEEN)
    folded = _string(characters.folded)
    yield from _grouped((f"characters “{folded[at : at + run]}”", at) for at in range(runs))
    if size <= tokens.CHARACTERS_SEEN:
        yield "the shape of the text", [runs]


def _dense(features: Features, block: int) -> Iterator[Part]:
    for column, value in enumerate(features.dense[block].tolist()):
        if value == value:  # what is missing can't be taken away
            family, _, name = NAMES[column].partition(".")
            yield Part(family, _spoken(name), block, value, columns=[column])


def _tags(page: PageColumns, features: Features, block: int) -> Iterator[Part]:
    for name, place in zip(tokens.PATHS, ("in", "inside"), strict=True):
        bag = features.paths[name]
        tags = bag.items[bag.offsets[block] : bag.offsets[block + 1]].tolist()
        for shown, at in _grouped((_tag(page.tags[tag]), i) for i, tag in enumerate(tags)):
            yield Part("tags", f"{place} {shown}", block, items={name: at})


def _tag(tag: str) -> str:
    """A tag as in a style sheet: ``p#lead.wide``."""
    found, classes = _TAG.match(tag), _CLASS.search(tag)
    name, id = found.groups() if found else (tag, None)
    selector = name + (f"#{id}" if id else "")
    return _cropped(selector + "".join(f".{c}" for c in (classes[1].split() if classes else ())))


def _signs(signs: Iterable[str]) -> Iterator[tuple[str, list[int]]]:
    """Signs by kind: the word that each begins with."""
    kinds = defaultdict(list)
    for at, sign in enumerate(signs):
        kind, _, rest = sign.partition(" ")
        kinds[kind.rstrip(".")].append((rest, at))
    for kind, found in kinds.items():
        names = ", ".join(dict.fromkeys(rest for rest, _ in found))
        yield _cropped(f"{kind}: {names}"), [at for _, at in found]


def _neighbours(page: PageColumns, features: Features, block: int) -> Iterator[Part]:
    columns = range(len(NAMES))
    for other in range(max(block - _NEIGHBOURS, 0), min(block + _NEIGHBOURS + 1, len(page))):
        if other != block:
            items = _all(features, other, (*tokens.BAGS, *tokens.PATHS))
            name = _cropped(f"block {other} “{page.texts[other]}”")
            yield Part("neighbours", name, other, items=items, columns=columns)
    for number, name in enumerate(context.NAMES):
        if features.range_starts[number, block] < features.range_ends[number, block]:
            shown = _NEIGHBOURHOODS.get(name, _spoken(name))
            yield Part("neighbours", shown, block, ranges=[number])


def _all(features: Features, block: int, names: Iterable[str]) -> dict[str, Sequence[int]]:
    bags = {**features.bags, **features.paths}
    return {name: range(_size(bags[name], block)) for name in names}


def _size(bag: Bag, row: int) -> int:
    return int(bag.offsets[row + 1] - bag.offsets[row])


def _grouped(named: Iterable[tuple[str, int]]) -> Iterator[tuple[str, list[int]]]:
    groups = defaultdict(list)
    for name, at in named:
        groups[name].append(at)
    yield from groups.items()


def _string(codes: np.ndarray) -> str:
    return "".join(map(chr, codes.tolist()))


def _spoken(name: str) -> str:
    return re.sub(r"section(\d)", r"section \1", name.replace("_", " "))


def _cropped(name: str) -> str:
    return name if len(name) <= _NAME else name[: _NAME - 1] + "…"
