"""Write the figures that documents quote, from the CSV files of the benchmarks.

``python -m benchmarks.figures`` writes them into every document that has the lines
``<!-- figures: NAME -->`` and ``<!-- end of figures -->``, between the two; so that no figure
is copied by hand. ``--check`` tells which documents are not as the results would have them.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from benchmarks.cells import Cells
from benchmarks.contenders import OURS, OURS_IN_BATCHES
from benchmarks.pages import ROOT

_BLOCK: Final = re.compile(
    r"(<!-- figures: (?P<name>[a-z ]+) -->\n).*?(<!-- end of figures -->)", re.S
)

_MAIN: Final = "Main content of HTML"
_PLAIN: Final = "Main content of plain text"
_LINES: Final = "Labels and roles"
_KINDS_HTML: Final = "word-F1 on HTML by page type"
_KINDS_TEXT: Final = "word-F1 on plain text by page type"
_ROLES: Final = "F1 of each role"
_TIME: Final = "Time of a page"
_HTML_PAGES: Final = "role pages, HTML"
_TEXT_PAGES: Final = "role pages, all text"
_STATIONS: Final = "station pages, text"
_BEST_PEER: Final = "trafilatura"

_ENOUGH: Final = 4
"""Pages from which a language's score is told."""


def beside_others(results: Cells) -> str:
    """Accuracy and time of this package and the others."""
    kinds = ("article", "forum", "service", "listing", "product")
    columns = {name.split()[0]: name for name in results.columns(_KINDS_HTML)}
    head = ["", "all pages", *kinds, "ms a page"]
    rows = []
    for package, f1 in results.column(_MAIN, "word-F1"):
        if package not in results.rows(_KINDS_HTML):
            continue
        by_kind = [results.number(_KINDS_HTML, package, columns[kind]) for kind in kinds]
        ms = results.number(_TIME, package, "mean ms")
        cells = [_f1(value) for value in (f1, *by_kind)] + ["–" if ms is None else f"{ms:.1f}"]
        if package == OURS:
            in_batches = results.number(_TIME, OURS_IN_BATCHES, "mean ms")
            together = "" if in_batches is None else f" ({in_batches:.1f} in batches)"
            rows.append([f"**{OURS}**", *(f"**{cell}**" for cell in cells[:-1])])
            rows[-1].append(cells[-1] + together)
        else:
            rows.append([package, *cells])
    return _table(head, rows)


def lead(results: Cells) -> str:
    """How far ahead of the best other package, and on how many pages."""
    row = results.rows("Word-F1 on HTML beside the best other package")["all"]
    pages, f1 = int(row["pages"]), float(row["boilerplate"])
    ahead, spread = float(row["difference"]), float(row["±"])
    return (
        f"On {pages:,} pages of the WCXB benchmark (Foley 2026), of sites that the model has not"
        f" seen, the main content it finds scores {f1:.3f} (mean F1 in words): {ahead:.3f} ±"
        f" {spread:.3f} more than the best other package, {row['best other']}."
    )


def own_scores(results: Cells) -> str:
    """Our scores by what the pages are given as."""
    groups = (
        ("HTML", _HTML_PAGES, results.number(_MAIN, OURS, "word-F1")),
        ("the same as plain text", _TEXT_PAGES, results.number(_PLAIN, f"{OURS}, mean", "word-F1")),
        ("radio and video sites, plain text", _STATIONS, None),
    )
    columns = ("label macro-F1", "role macro-F1", "calibration error")
    head = ["", "main content", "four labels", "twelve roles", "calibration error"]
    rows = [
        [name, _f1(content), *(_f1(results.number(_LINES, group, column)) for column in columns)]
        for name, group, content in groups
    ]
    return _table(head, rows)


def by_kind(results: Cells) -> str:
    """Main content by kind of page."""
    rows = []
    for column in results.columns(_KINDS_HTML):
        kind, _, pages = column.partition(" ")
        found = (
            results.number(table, package, column)
            for table, package in (
                (_KINDS_HTML, OURS), (_KINDS_TEXT, OURS), (_KINDS_HTML, _BEST_PEER)
            )
        )  # fmt: skip
        rows.append([kind, pages.strip("()"), *map(_f1, found)])
    head = ["", "pages", "from HTML", "from plain text", f"{_BEST_PEER}, from HTML"]
    return _table(head, rows)


def by_language(results: Cells) -> str:
    """Labels, and main content of news, by language."""
    tables = {
        "labels, HTML": ("Labels by language, role pages, HTML", "label macro-F1"),
        "labels, radio and video sites": ("Labels by language, station pages", "label macro-F1"),
        "main content of news": ("Main content of news by language", "F1"),
    }
    languages = dict.fromkeys(
        name
        for table, _ in tables.values()
        for name, pages in results.column(table, "pages")
        if pages >= _ENOUGH and name != "other"
    )
    rows = []
    for language in languages:
        row = [language]
        for table, column in tables.values():
            pages = results.number(table, language, "pages") or 0
            enough = results.number(table, language, column) if pages >= _ENOUGH else None
            row.append("–" if enough is None else f"{enough:.3f} ({pages:.0f} pages)")
        rows.append(row)
    return _table(["", *tables], rows)


def by_role(results: Cells) -> str:
    """F1 of each role by what the pages are given as."""
    groups = {"HTML": _HTML_PAGES, "plain text": _TEXT_PAGES, "radio and video sites": _STATIONS}
    rows = [
        [role, *(_f1(results.number(_ROLES, role, group)) for group in groups.values())]
        for role in results.rows(_ROLES)
    ]
    return _table(["", *groups], rows)


def weak_sides(results: Cells) -> str:
    """What it does badly."""

    def role(name: str, group: str) -> str:
        return f"{results.figure(_ROLES, name, group):.2f}"

    def kind(name: str, measure: str) -> str:
        column = next(c for c in results.columns(_KINDS_HTML) if c.startswith(name))
        return f"{results.figure(f'{measure} on HTML by page type', OURS, column):.2f}"

    return "\n".join(
        [
            f"- **Captions and credits in plain text**: F1 {role('caption', _TEXT_PAGES)} and"
            f" {role('credit', _TEXT_PAGES)}, where nothing but the words tells them from text"
            f" ({role('caption', _HTML_PAGES)} and {role('credit', _HTML_PAGES)} in HTML).",
            "- **Shops and collections**, of which it keeps too much: precision"
            f" {kind('product', 'precision')} and {kind('collection', 'precision')} at a recall of"
            f" {kind('product', 'recall')} and {kind('collection', 'recall')}.",
            "- **A player's words on other pages than a player's**: F1"
            f" {role('player', _HTML_PAGES)}, on radio and video sites"
            f" {role('player', _STATIONS)}.",
            f"- **Readers' comments**: F1 {role('comment', _HTML_PAGES)} in HTML,"
            f" {role('comment', _STATIONS)} on radio and video sites, for want of examples.",
        ]
    )


def run_facts(results: Cells) -> str:
    """When and with what the figures were measured."""
    accuracy = results.rows("Run")
    wanted = ("date", "boilerplate", "trafilatura", "resiliparse", "processor", "Python")
    rows = [[name, accuracy[name]["value"]] for name in wanted if name in accuracy]
    return _table(["of the run", ""], rows)


FIGURES: Final[dict[str, Callable[[Cells], str]]] = {
    "beside others": beside_others,
    "lead": lead,
    "own scores": own_scores,
    "by kind": by_kind,
    "by language": by_language,
    "by role": by_role,
    "weak sides": weak_sides,
    "run": run_facts,
}


def written(text: str, results: Cells) -> str:
    """A document with its figures as the results have them."""

    def figures(match: re.Match[str]) -> str:
        return f"{match[1]}\n{FIGURES[match['name']](results)}\n\n{match[3]}"

    return _BLOCK.sub(figures, text)


def documents() -> list[Path]:
    """The documents that quote figures."""
    files = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    return [file for file in files if _BLOCK.search(file.read_text("utf-8"))]


def main(argv: Sequence[str] | None = None) -> int:
    """Write, or check what is written."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.figures", description=__doc__)
    parser.add_argument("--results", type=Path, default=ROOT / "docs" / "benchmarks")
    parser.add_argument("--check", action="store_true", help="write nothing; 1 if it is not so")
    args = parser.parse_args(argv)
    results = Cells(args.results / "accuracy.csv", args.results / "speed.csv")
    changed = []
    for file in documents():
        old = file.read_text("utf-8")
        if (new := written(old, results)) != old:
            changed.append(file)
            if not args.check:
                file.write_text(new, "utf-8")
    for file in changed:
        print(file.relative_to(ROOT), file=sys.stderr)
    return int(args.check and bool(changed))


def _f1(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---", *["--:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


if __name__ == "__main__":
    sys.exit(main())
