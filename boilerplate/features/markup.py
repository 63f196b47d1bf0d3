"""Hashed tokens of markup: the names of tags, the words in their telling attributes, signs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain, count
from typing import Final
from zlib import crc32

import numpy as np

from boilerplate.features.bag import BUCKETS, Bag

_KEYS: Final = "class id role itemprop rel type name aria-label data-testid".split()
_TELLING: Final = re.compile(
    r"<[^ <]*"
    rf'| (?:{"|".join(_KEYS)})="[^"<]*'
    r'| href="(?:#|mailto:|tel:|javascript:|https?:|/)?'
)
"""What tells something in a run of tags each of which begins with a bracket."""

_VALUE_SEEN: Final = 200
"""Characters of an attribute's value that are looked at."""

_SEEN: Final = _VALUE_SEEN + len(' ="') + max(map(len, _KEYS))
"""Characters of a match that can tell anything: what is remembered must not be any longer."""

_PART: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_OF_PART: Final = crc32(b". ")
_OF_KEY: Final = {key: crc32(f"{key} ".encode()) for key in _KEYS}


def tag_tokens(tags: Sequence[str]) -> Bag:
    """The distinct tokens of each of `tags`, which are given without brackets."""
    found = _TELLING.findall(f"<{'<'.join(tags)}") if tags else []
    index: defaultdict[str, int] = defaultdict(count().__next__)
    number = np.fromiter(map(index.__getitem__, found), np.int64, len(found))
    hashes = [_hashes(text[:_SEEN]) for text in index]
    sizes = np.fromiter(map(len, hashes), np.int64, len(hashes))
    flat = np.fromiter(chain.from_iterable(hashes), np.int64, sizes.sum())
    is_name = np.fromiter((text[0] == "<" for text in index), np.bool_, len(index))

    size = sizes[number]
    at = np.repeat((np.cumsum(sizes) - sizes)[number] - (np.cumsum(size) - size), size)
    at += np.arange(len(at))
    tag = np.cumsum(is_name[number]) - 1
    tokens = np.sort((np.repeat(tag, size) << 32) | flat[at])  # the same in every process
    tokens = tokens[np.diff(tokens, prepend=-1) != 0]
    counts = np.bincount(tokens >> 32, minlength=len(tags))
    return Bag.of(counts, (tokens % BUCKETS).astype(np.int32))


@lru_cache(maxsize=1 << 14)
def sign_token(sign: str) -> int:
    """The token of a sign of what kind of page it is."""
    return _hash(f"page {sign}") % BUCKETS


@lru_cache(maxsize=1 << 15)
def _hashes(text: str) -> tuple[int, ...]:
    """Hashes of a match of `_TELLING`."""
    if text[0] == "<":
        return (_hash(text[1:]),)
    key, _, value = text[1:].partition('="')
    if key == "href":
        return (_hash(f"href {value}"),)
    found: list[int] = []
    for word in value[:_VALUE_SEEN].split()[:12]:
        found += _word_hashes(key, word)
    return tuple(found)


@lru_cache(maxsize=1 << 15)
def _word_hashes(key: str, word: str) -> list[int]:
    """Hashes of a word of an attribute, if it is not a long one, and of its parts."""
    found = list(map(_part_hash, _PART.findall(word)[:8]))
    if len(word) < 40:
        found.append(crc32(word.lower().encode("utf-8", "replace"), _OF_KEY[key]))
    return found


@lru_cache(maxsize=1 << 15)
def _part_hash(part: str) -> int:
    return crc32(part.lower().encode(), _OF_PART)


def _hash(token: str) -> int:
    return crc32(token.encode("utf-8", "replace"))
