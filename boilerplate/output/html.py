"""A page one can look at: every block coloured by its label, in one self-contained file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from html import escape

from boilerplate.document import Block
from boilerplate.labels import LABELS
from boilerplate.output.entry import Entry

_STYLE = """
:root { color-scheme: light dark; --ground: #fff; --ink: #1c1d21; --quiet: #6b6e76;
  --body: #18794e; --caption: #a15c00; --player_chrome: #8e4ec6; --footer: #0b68cb; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #17181b; --ink: #e8e9ec; --quiet: #9a9da6;
    --body: #5bb98b; --caption: #e9a545; --player_chrome: #c79bef; --footer: #70b8ff; } }
body { margin: 0 auto; max-width: 60rem; padding: 1rem; background: var(--ground);
  color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
.legend { position: sticky; top: 0; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem;
  padding: .6rem 0; background: var(--ground); }
.legend label { color: var(--hue); font-weight: 600; }
h2 { font-size: 1.1rem; margin: 1.5rem 0 .5rem; overflow-wrap: anywhere; }
.counts { color: var(--quiet); margin: 0 0 .75rem; }
.block { display: grid; grid-template-columns: 9.5rem 1fr; gap: .75rem; padding: .15rem .6rem;
  border-left: 4px solid var(--hue); margin: 2px 0; overflow-wrap: anywhere; }
.block span { color: var(--hue); font-size: .8rem; line-height: 1.5rem; white-space: nowrap; }
.kept { background: color-mix(in srgb, var(--hue) 14%, transparent); }
.body { --hue: var(--body); } .caption { --hue: var(--caption); }
.player_chrome { --hue: var(--player_chrome); } .footer { --hue: var(--footer); }
@media (max-width: 36rem) { .block { grid-template-columns: 1fr; gap: 0; } }
"""


def render(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield one HTML document that shows all pages; shaded blocks are the main content."""
    opened = False
    for entry in entries:
        if not opened:
            yield _head(entry)
            opened = True
        yield from _section(entry)
    if opened:
        yield "</body>\n</html>\n"


def _head(entry: Entry) -> str:
    title = escape(entry.name or entry.page.title or "Labelled page")
    hiding = "\n".join(
        f"body:has(#show-{label}:not(:checked)) .block.{label} {{ display: none; }}"
        for label in LABELS
    )
    legend = "\n".join(
        f'<label class="{label}"><input type="checkbox" id="show-{label}" checked> {label}</label>'
        for label in LABELS
    )
    return (
        '<!doctype html>\n<html>\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}{hiding}\n</style>\n</head>\n<body>\n"
        f'<div class="legend">\n{legend}\n</div>\n'
    )


def _section(entry: Entry) -> Iterator[str]:
    if entry.name is not None:
        yield f"<h2>{escape(entry.name)}</h2>\n"
    counts = Counter(block.label for block in entry.blocks)
    parts = [f"{counts[label]} {label}" for label in LABELS if counts[label]]
    summary = ", ".join(parts) or "no blocks"
    yield f'<p class="counts">{summary}; shaded blocks are the main content</p>\n'
    for block in entry.blocks:
        yield _block(block, kept=bool(entry.page.kept[block.index]))


def _block(block: Block, *, kept: bool) -> str:
    likely = sorted(block.probabilities.items(), key=lambda pair: -pair[1])[:3]
    hint = ", ".join(f"{role} {probability:.0%}" for role, probability in likely)
    return (
        f'<div class="block {block.label}{" kept" if kept else ""}" title="{hint}">'
        f"<span>{block.role} {block.probabilities[block.role]:.0%}</span>"
        f'<div dir="auto">{escape(block.text)}</div></div>\n'
    )
