"""Which captions a page has, and which credit goes with each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from boilerplate.labels import Label, Role

_Line = tuple[str, Role]


def with_credits(lines: Iterable[_Line]) -> list[tuple[str, str | None]]:
    """Each caption once, in document order, with the credit that goes with it."""
    credits: dict[str, str | None] = {}
    for run in _runs(lines):
        for caption, credit in _pairs(run):
            credits[caption] = credits.get(caption) or credit
    return list(credits.items())


def _runs(lines: Iterable[_Line]) -> Iterator[list[_Line]]:
    """Captions and credits that stand together; buttons in between don't part them."""
    run: list[_Line] = []
    for text, role in lines:
        if role.label is Label.CAPTION:
            run.append((text, role))
        elif run and role.label is not Label.PLAYER_CHROME:
            yield run
            run = []
    if run:
        yield run


def _pairs(run: list[_Line]) -> Iterator[tuple[str, str | None]]:
    """Captions of a run with the credits after them; credits before the first go with it."""
    caption: str | None = None
    credit: list[str] = []
    for text, role in run:
        if role is Role.CREDIT:
            credit.append(text)
            continue
        if caption is not None:
            yield caption, " ".join(credit) or None
            credit = []
        caption = text
    if caption is not None:
        yield caption, " ".join(credit) or None
