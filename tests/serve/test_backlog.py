from __future__ import annotations

import pytest

pytest.importorskip("fastapi")

from boilerplate.serve.backlog import Backlog

PAGE = "x" * 300_000


def waiting(backlog: Backlog, *sources: str) -> float:
    for source in sources:
        backlog.add(source)
    seconds = backlog.seconds
    for source in sources:
        backlog.remove(source)
    return seconds


@pytest.fixture
def backlog() -> Backlog:
    """One that has seen many pages take 0.1 s each."""
    backlog = Backlog()
    for _ in range(200):
        backlog.learn([PAGE] * 5, 0.5)
    return backlog


def test_what_pages_took_tells_how_long_others_will_take(backlog: Backlog) -> None:
    assert waiting(backlog, *[PAGE] * 10) == pytest.approx(1.0)
    assert backlog.seconds == 0


def test_a_slower_machine_is_noticed_soon(backlog: Backlog) -> None:
    for _ in range(20):
        backlog.learn([PAGE], 0.3)
    assert waiting(backlog, PAGE) > 0.2


def test_one_huge_page_does_not_make_others_look_slow(backlog: Backlog) -> None:
    huge = PAGE * 30
    assert waiting(backlog, huge) > 2
    backlog.learn([huge], 2.3)
    assert waiting(backlog, PAGE) == pytest.approx(0.1, rel=0.05)


def test_even_the_smallest_pages_count(backlog: Backlog) -> None:
    assert waiting(backlog, *["a"] * 1000) > 10
