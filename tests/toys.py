"""Labelled pages that are easy to learn, and networks small enough to be looked into."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from boilerplate.corpus.align import align
from boilerplate.corpus.records import ContentTruth, LabelledPage, RoleTruth, Truth
from boilerplate.features import schema
from boilerplate.labels import CONTENT_ROLES, ROLES, Role
from boilerplate.model.network import Weights, packed
from boilerplate.page import split
from boilerplate.training.examples import Example, examples
from boilerplate.training.fit import Settings, initial_weights

SMALL = Settings(
    hidden=12,
    layers=1,
    pool=4,
    epochs=25,
    least_steps=1,
    rate=2e-2,
    dropout=0,
    token_dropout=0,
    token_sites=2,
)

QUICK = Settings(hidden=8, layers=1, pool=4, epochs=1, least_steps=1, token_sites=1)
"""A network that is fitted at once and knows next to nothing."""

_SUBJECTS = "bridge ferry market museum school harbour library theatre".split()


def lines(number: int) -> list[tuple[str, Role]]:
    """The lines of a toy page with their roles."""
    subject, other = _SUBJECTS[number % 8], _SUBJECTS[(number + 3) % 8]
    return [
        ("Home", Role.NAVIGATION),
        ("News", Role.NAVIGATION),
        ("Play Live Radio", Role.PLAYER),
        (f"The {subject} opens again", Role.TITLE),
        (f"By Ada Brook, {number + 1} May 2021", Role.BYLINE),
        (f"The {subject} in the lower town opens again on Monday, says the {other}.", Role.TEXT),
        (f"It was closed for {number + 2} weeks because of the rain and the {other}.", Role.TEXT),
        (f"Read more about the {other}", Role.PROMO),
        ("© River Radio", Role.LEGAL),
    ]


def html(number: int) -> str:
    """A toy page as HTML."""
    home, news, player, title, byline, first, second, more, small = [t for t, _ in lines(number)]
    kind = ("single-post", "archive")[number // 2 % 2]
    return f"""<head><meta property=og:type content=article></head>
    <body class={kind}><nav class=menu><a href=/>{home}</a><br><a href=/news>{news}</a></nav>
    <div class=player>{player}</div><main><h1>{title}</h1><p class=byline>{byline}</p>
    <p>{first}</p><p>{second}</p></main><aside><a href=/more>{more}</a></aside>
    <footer><p>{small}</p></footer></body>"""


def toy_page(number: int, *, content_only: bool = False) -> LabelledPage:
    """Even pages are HTML, odd ones plain text; each is of a site of its own."""
    truth: Truth = RoleTruth(tuple(lines(number)))
    if content_only:
        kept = [text for text, role in lines(number) if role in CONTENT_ROLES]
        truth = ContentTruth("\n".join(kept))
    is_html = number % 2 == 0
    source = html(number) if is_html else "\n".join(text for text, _ in lines(number))
    return LabelledPage(
        f"toy:{number}", f"{number}.example", source, "html" if is_html else "text", truth
    )


def toy_examples(numbers: Iterable[int], *, content_only: bool = False) -> list[Example]:
    found: list[Example] = []
    for page in [toy_page(number, content_only=content_only) for number in numbers]:
        found += examples(align(page, split(page.source, page.kind)), seed=0)
    return found


def random_weights(
    shown: list[Example], settings: Settings, seed: int = 0, types: int = 0
) -> Weights:
    """Weights large enough for every one to matter."""
    rng = np.random.default_rng(seed)
    weights = initial_weights(shown, settings, seed, types)
    for name, w in weights.items():
        if "bias" in name or name == "out":
            weights[name] = rng.normal(0, 0.3, w.shape).astype(np.float32)
        elif name.startswith("table_"):
            weights[name] = (w * 5).astype(np.float32)
    return weights


def model_state(*networks: Weights) -> dict:
    """What the file of a model with these networks holds."""
    return {
        "schema": schema(),
        "roles": [role.value for role in ROLES],
        "temperatures": {"html": [1.25, 0.8], "text": [0.9, 1.5]},
        "networks": [packed(weights) for weights in networks],
    }
