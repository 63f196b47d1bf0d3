"""Snippets that an extract must have, or must not have."""

from __future__ import annotations

from collections.abc import Sequence

from boilerplate.corpus.words import words


def spelt(text: str) -> str:
    """A text's words, lower case and without punctuation, with a space around each."""
    return f" {' '.join(words(text))} "


def share_found(snippets: Sequence[Sequence[str]], extracts: Sequence[str]) -> float:
    """Share of the snippets that occur in their pages' extracts.

    A snippet occurs where all its words stand in a row, whatever the punctuation, case and
    spaces between them. One without words is not counted.

    Parameters
    ----------
    snippets
        Those of each page.
    extracts
        What was extracted from each page.

    Returns
    -------
    float
        NaN where there are no snippets.
    """
    found = total = 0
    for wanted, extract in zip(snippets, extracts, strict=True):
        there = spelt(extract)
        for snippet in map(spelt, wanted):
            if snippet.strip():
                total += 1
                found += snippet in there
    return found / total if total else float("nan")
