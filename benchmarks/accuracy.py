"""Measure our model, cross-validated by site, beside other packages on the same pages.

``python -m benchmarks.accuracy --out docs/benchmarks`` writes ``accuracy.md``, ``accuracy.csv``
and, with matplotlib, ``reliability.png``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from benchmarks import outputs, predictions, wcxb
from benchmarks.content import html_tables, text_tables
from benchmarks.lines import TEXT_FORMS, grouped, language_tables, line_tables
from benchmarks.machine import about
from benchmarks.pages import corpus
from benchmarks.peers import PEERS, RULES, installed
from benchmarks.reliability import draw, reliability_table
from benchmarks.tables import Table, write
from benchmarks.wcxb import WcxbPage
from boilerplate.evaluation.report import Prediction
from boilerplate.model.decide import decide_roles, main_content, word_sizes

_OURS: Final = "boilerplate"

_LEAD: Final = """
Every page was predicted by networks that had seen no page of its site (five folds). The other
packages ran with their defaults on the same pages, decoded in the same way. Word-F1 compares
the words of an extract with those of the truth as multisets.
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
    extracts = {}
    for prediction in found:
        if prediction.form == form:
            texts = prediction.page.columns.texts
            roles = decide_roles(prediction.roles)
            kept = main_content(prediction.content, roles, word_sizes(texts)).tolist()
            extracts[prediction.page.id] = "\n".join(
                text for text, keep in zip(texts, kept, strict=True) if keep
            )
    return extracts


def _by_rule(found: Sequence[Prediction], form: str, rule: Callable[[str], str]) -> dict[str, str]:
    return {p.page.id: rule("\n".join(p.page.columns.texts)) for p in found if p.form == form}


def main(argv: Sequence[str] | None = None) -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=corpus(), help="folder of labelled pages")
    parser.add_argument("--predictions", type=Path, help=".npz file that keeps our predictions")
    parser.add_argument("--outputs", type=Path, help=".json.gz file that keeps the peers' outputs")
    parser.add_argument("--jobs", type=int, default=2, help="processes that run the peers")
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    args = parser.parse_args(argv)
    if args.corpus is None:
        parser.error("no corpora found; name them with --corpus or BOILERPLATE_CORPUS")

    pages = list(wcxb.read(args.corpus))
    if not pages:
        parser.error(f"{args.corpus}: no WCXB pages")
    outcomes = outputs.obtain(installed(), pages, args.outputs, args.jobs)
    try:
        found, made = predictions.obtain(args.corpus, args.predictions)
    except ValueError as error:
        parser.error(str(error))

    groups = {name: lines for name, lines in grouped(found).items() if lines.pages}
    facts: dict[str, object] = {
        "WCXB pages": len(pages),
        "pages in all": len({p.page.id for p in found}),
        "predictions made": made["date"],
        "network": ", ".join(f"{name} {value}" for name, value in made["settings"].items()),
    }
    tables = [
        *html_results(found, pages, outcomes),
        *text_results(found, pages),
        *line_tables(found),
        *language_tables(found),
        reliability_table(groups),
        about("Run", facts, [peer.package for peer in PEERS.values()]),
    ]
    drawn = draw(groups, args.out / "reliability.png")
    lead = _LEAD + ("\n![Reliability](reliability.png)\n" if drawn else "")
    write(tables, "Accuracy", lead, args.out / "accuracy")
    print(f"written: {args.out / 'accuracy.md'}, {args.out / 'accuracy.csv'}", file=sys.stderr)


if __name__ == "__main__":
    main()
