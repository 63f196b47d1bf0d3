"""Measure our model, cross-validated by site, beside other packages on the same pages.

``python -m benchmarks.accuracy`` writes ``accuracy.md``, ``accuracy.csv``, ``reliability.svg`` and
``preferences.svg`` to ``docs/benchmarks``. What takes long is kept in ``build/benchmarks`` and used
again as long as nothing that it depends on has changed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from benchmarks import outputs, predictions, wcxb
from benchmarks.content import html_tables, text_tables
from benchmarks.goals import goals_table
from benchmarks.languages import language_tables
from benchmarks.lines import TEXT_FORMS, grouped, line_tables
from benchmarks.machine import about
from benchmarks.pages import ROOT, corpus
from benchmarks.peers import PEERS, RULES, installed
from benchmarks.preferences import draw_preferences, preference_tables
from benchmarks.reliability import draw_reliability, reliability_table
from benchmarks.tables import Table, write
from benchmarks.wcxb import WcxbPage
from boilerplate.evaluation.report import Prediction
from boilerplate.training.fit import Settings

_OURS: Final = "boilerplate"

_OUT: Final = ROOT / "docs" / "benchmarks"

_CACHE: Final = ROOT / "build" / "benchmarks"

_LEAD: Final = """
Every page was predicted by networks that had seen no page of its site (five folds). The other
packages ran with their defaults on the same pages, decoded in the same way. Word-F1 compares
the words of an extract with those of the truth as multisets.

![Reliability: how often labels are right, by their probability](reliability.svg)
![Precision against recall, by preference and by least probability](preferences.svg)
"""


def html_results(
    found: Sequence[Prediction], pages: Sequence[WcxbPage], outcomes: outputs.Outputs
) -> list[Table]:
    """Main content of HTML, ours beside the peers'."""
    extracts = {_OURS: _kept(found, "html")}
    failures = {}
    for name, by_page in outcomes.items():
        extracts[name] = {page: outcome.text for page, outcome in by_page.items()}
        failures[name] = sum(outcome.failed for outcome in by_page.values())
    return html_tables(extracts, failures, pages)


def text_results(found: Sequence[Prediction], pages: Sequence[WcxbPage]) -> list[Table]:
    """Main content of plain text, ours beside the rules'."""
    extracts = {_OURS: {form: _kept(found, form) for form in TEXT_FORMS}}
    for name, rule in RULES.items():
        extracts[name] = {form: _by_rule(found, form, rule) for form in TEXT_FORMS}
    return text_tables(extracts, pages)


def _kept(found: Sequence[Prediction], form: str) -> dict[str, str]:
    """Our main content by page id."""
    return {p.page.id: p.extract(p.kept()) for p in found if p.form == form}


def _by_rule(found: Sequence[Prediction], form: str, rule: Callable[[str], str]) -> dict[str, str]:
    return {p.page.id: rule("\n".join(p.page.columns.texts)) for p in found if p.form == form}


def main(argv: Sequence[str] | None = None, settings: Settings | None = None) -> None:
    """Measure and write; `settings` of the network are by default those of the recipe."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=corpus(), help="folder of labelled pages")
    parser.add_argument("--out", type=Path, default=_OUT, help="folder to write to")
    parser.add_argument("--cache", type=Path, default=_CACHE, help="folder to keep results in")
    parser.add_argument("--jobs", type=int, default=2, help="processes that run the peers")
    args = parser.parse_args(argv)
    if args.corpus is None:
        parser.error("no corpora found; name them with --corpus or BOILERPLATE_CORPUS")

    pages = list(wcxb.read(args.corpus))
    if not pages:
        parser.error(f"{args.corpus}: no WCXB pages")
    outcomes = outputs.obtain(installed(), pages, args.cache / "peers.json.gz", args.jobs)
    found, made = predictions.obtain(args.corpus, args.cache, settings)

    groups = {name: lines for name, lines in grouped(found).items() if lines.pages}
    preferences = preference_tables(found, groups)
    tables = [
        *html_results(found, pages, outcomes),
        *text_results(found, pages),
        *line_tables(found),
        *language_tables(found),
        *preferences,
        reliability_table(groups),
        about("Run", _facts(pages, found, made), [peer.package for peer in PEERS.values()]),
    ]
    draw_reliability(groups, args.out / "reliability.svg")
    draw_preferences(preferences, args.out / "preferences.svg")
    write([goals_table(tables), *tables], "Accuracy", _LEAD, args.out / "accuracy")
    print(f"written: {args.out / 'accuracy.md'}, {args.out / 'accuracy.csv'}", file=sys.stderr)


def _facts(
    pages: Sequence[WcxbPage], found: Sequence[Prediction], made: predictions.Made
) -> dict[str, object]:
    return {
        "WCXB pages": len(pages),
        "pages in all": len({p.page.id for p in found}),
        "predictions made": made["date"],
        "predictions depend on": ", ".join(
            f"{name} {key}" for name, key in made["depends"].items()
        ),
        "network": ", ".join(f"{name} {value}" for name, value in made["settings"].items()),
    }


if __name__ == "__main__":
    main()
