"""Pages whose names and addresses are long and new each time leave nothing behind."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable
from typing import Final

import pytest
from toys import SMALL, model_state, random_weights, toy_examples

from boilerplate.model.labeler import Labeler

LONG: Final = "abcdefghij" * 10_000
PAGES: Final = 30

KINDS: Final[dict[str, Callable[[str], str]]] = {
    "class": lambda name: f'<p class="{name}">text',
    "many classes": lambda name: f'<p class="{" ".join(name[i:] for i in range(10))}">text',
    "label": lambda name: f'<p aria-label="{name}">text',
    "tag": lambda name: f"<{name}>text",
    "class of the page": lambda name: f'<body class="{name}"><p>text',
    "address": lambda name: f'<link rel="canonical" href="https://a.example/{name}/b"><p>text',
    "link": lambda name: f'<a href="{name}">text</a>',
    "type": lambda name: f'<meta property="og:type" content="{name}"><p>text',
    "item": lambda name: f'<p itemtype="https://schema.org/{name}">text',
}


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_long_is_remembered(kind: str) -> None:
    labeler = Labeler(model_state(random_weights(toy_examples(range(4)), SMALL)), {})
    names = [f"{chr(97 + i % 26) * (i + 1)}X{LONG}" for i in range(PAGES)]
    labeler.label(KINDS[kind](LONG), "html")
    tracemalloc.start()
    try:
        gc.collect()
        before, _ = tracemalloc.get_traced_memory()
        for name in names:
            labeler.label(KINDS[kind](name), "html")
        gc.collect()
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert after - before < len(LONG) * PAGES // 4
