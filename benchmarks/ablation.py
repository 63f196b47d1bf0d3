"""Measure what each ingredient of the recipe is worth: train it without one at a time.

``python -m benchmarks.ablation`` writes a table into ``docs/recipe.md`` and all figures to
``docs/benchmarks/ablation.csv``. Every variant is kept in ``build/benchmarks/ablation`` once it
is measured: the same command goes on where it stopped, and measures again what has changed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.fingerprint import fingerprint
from benchmarks.lines import TEXT_FORMS, grouped
from benchmarks.pages import ROOT, corpus, with_annotations
from benchmarks.tables import Table, write
from benchmarks.variants import WHOLE, Keep, Variant, variants
from boilerplate.cli.progress import shown_progress
from boilerplate.evaluation.metrics import calibration_error, macro_f1, word_scores
from boilerplate.evaluation.report import Prediction
from boilerplate.training.calibration import temperatures
from boilerplate.training.crossval import FOLDS, calibrated, cross_validate, read_examples
from boilerplate.training.estimator import NETWORKS, PageClassifier
from boilerplate.training.examples import Example
from boilerplate.training.fit import Settings
from boilerplate.training.progress import Progress

_DOCUMENT: Final = ROOT / "docs" / "recipe.md"
_OUT: Final = ROOT / "docs" / "benchmarks"
_CACHE: Final = ROOT / "build" / "benchmarks" / "ablation"

_BEGIN: Final = "<!-- ablation: written by benchmarks/ablation.py -->"
_END: Final = "<!-- end of ablation -->"

_SEED: Final = 0

Measured = dict[str, Any]
"""Figures by name; ``pages`` has the word-F1 of each page by manner and id."""


@dataclass(frozen=True, slots=True)
class Run:
    """What all variants have in common.

    Attributes
    ----------
    corpus
        Labelled pages.
    folds
        How many of the folds are tested.
    networks
        How many networks are averaged.
    settings
        Of the whole recipe.
    """

    corpus: Path
    folds: int
    networks: int
    settings: Settings


def measure(
    run: Run, chosen: Sequence[Variant], cache: Path, progress: Progress
) -> dict[str, Measured]:
    """Measure variants, but for those that a file tells of already."""
    depends = fingerprint(run.corpus, run.settings, _SEED) | {
        "folds": str(run.folds), "networks": str(run.networks)
    }  # fmt: skip
    files = {variant.name: cache / f"{_key(variant, depends)}.json" for variant in chosen}
    missing = [variant for variant in chosen if not files[variant.name].exists()]
    shown = read_examples(with_annotations(run.corpus), _SEED, progress) if missing else []
    whole: list[Prediction] = []
    for variant in missing:
        if variant.trained or not whole:
            predictions = _predict(run, variant, shown, progress)
            whole = predictions if not variant.trained else whole
        else:
            predictions = whole
        _write(files[variant.name], figures(predictions, variant.keep or Prediction.kept))
    return {name: json.loads(file.read_text("utf-8")) for name, file in files.items()}


def figures(predictions: Sequence[Prediction], keep: Keep | Callable[..., Any]) -> Measured:
    """Figures of some predictions, with main content decided by `keep`."""
    found: Measured = {"pages": {"HTML": {}, "text": {}}}
    for p in predictions:
        if p.page.reference is not None and p.form in ("html", *TEXT_FORMS):
            manner = "HTML" if p.form == "html" else "text"
            f1 = word_scores(p.extract(keep(p)), p.page.reference)[0]
            found["pages"][manner].setdefault(p.page.id, []).append(f1)
    for manner, by_page in found["pages"].items():
        found["pages"][manner] = {name: float(np.mean(f1)) for name, f1 in by_page.items()}
        found[f"word-F1, {manner}"] = _mean(found["pages"][manner].values())
    for group, lines in grouped(predictions).items():
        found[f"label F1, {group}"] = macro_f1(lines.labels()) if lines.pages else None
        found[f"role F1, {group}"] = macro_f1(lines.roles()) if lines.pages else None
        error = calibration_error(lines.probability, lines.correct) if lines.pages else None
        found[f"calibration error, {group}"] = error
    return found


def table(measured: dict[str, Measured], run: Run) -> Table:
    """What is lost without each ingredient; the first row has the figures themselves."""
    base = measured[WHOLE]
    rows: list[list[object]] = []
    for name, one in measured.items():
        row: list[object] = [name]
        for column in _COLUMNS:
            row.append(one[column] if name == WHOLE else _signed(one[column], base[column]))
            if column.startswith("word-F1"):
                row.append(None if name == WHOLE else _spread(one, base, column.split(", ")[1]))
        rows.append(row)
    columns = [""]
    for column in _COLUMNS:
        columns += [column, "±"] if column.startswith("word-F1") else [column]
    note = (
        f"Trained on four of {FOLDS} folds of sites and tested on the rest, {run.folds} of {FOLDS}"
        f" times, {run.networks} networks averaged. The first row has the figures of the whole"
        " recipe, the others their change where one ingredient is left out: the lower, the more it"
        " is worth. ± is half the 95 % interval of a change in word-F1; other changes under 0.01"
        " mean little."
    )
    return Table("What each ingredient is worth", columns, rows, note)


_COLUMNS: Final = (
    "word-F1, HTML",
    "word-F1, text",
    "label F1, role pages, HTML",
    "label F1, role pages, text",
    "label F1, station pages",
    "role F1, role pages, HTML",
)


def insert(text: str, document: Path) -> None:
    """Put text into a document, between the marks that say where."""
    old = (
        document.read_text("utf-8") if document.exists() else f"# The recipe\n\n{_BEGIN}\n{_END}\n"
    )
    if _BEGIN not in old or _END not in old:
        raise ValueError(f"{document}: lacks the lines {_BEGIN!r} and {_END!r}")
    before, rest = old.split(_BEGIN, 1)
    after = rest.split(_END, 1)[1]
    document.parent.mkdir(parents=True, exist_ok=True)
    document.write_text(f"{before}{_BEGIN}\n\n{text}\n{_END}{after}", "utf-8")


def main(argv: Sequence[str] | None = None, settings: Settings | None = None) -> None:
    """Measure and write; `settings` of the network are by default those of the recipe."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ablation", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=corpus(), help="folder of labelled pages")
    parser.add_argument("--folds", type=int, default=1, help=f"folds to test, of {FOLDS}")
    parser.add_argument("--networks", type=int, default=NETWORKS, help="networks to average")
    parser.add_argument("--only", nargs="+", metavar="TEXT", help="variants with this in the name")
    parser.add_argument("--list", action="store_true", help="name the variants and end")
    parser.add_argument("--document", type=Path, default=_DOCUMENT, help="where the table goes")
    parser.add_argument("--out", type=Path, default=_OUT, help="folder of the CSV")
    parser.add_argument("--cache", type=Path, default=_CACHE, help="folder to keep results in")
    args = parser.parse_args(argv)
    chosen = [v for v in variants() if v.name == WHOLE or _wanted(v.name, args.only)]
    if args.list:
        print("\n".join(variant.name for variant in chosen))
        return
    if args.corpus is None:
        parser.error("no corpora found; name them with --corpus or BOILERPLATE_CORPUS")
    run = Run(args.corpus, args.folds, args.networks, settings or Settings())
    with shown_progress() as progress:
        measured = measure(run, chosen, args.cache, progress)
    found = table(measured, run)
    insert(found.markdown(), args.document)
    write([found], "What each ingredient is worth", "", args.out / "ablation")
    print(f"written: {args.document}, {args.out / 'ablation.csv'}", file=sys.stderr)


def _predict(
    run: Run, variant: Variant, shown: Sequence[Example], progress: Progress
) -> list[Prediction]:
    progress.stage(variant.name)
    settings = replace(run.settings, **variant.settings)
    estimator = PageClassifier(settings, variant.networks or run.networks, _SEED)
    changed = [variant.change(example) for example in shown] if variant.change else shown
    whole = {(example.page.id, example.form): example for example in shown}
    scored = [
        (whole[example.page.id, example.form], z)
        for example, z in cross_validate(changed, run.folds, estimator, progress, parted_as=shown)
    ]
    return calibrated(scored, temperatures(scored))


def _wanted(name: str, only: Sequence[str] | None) -> bool:
    return only is None or any(text in name for text in only)


def _key(variant: Variant, depends: dict[str, str]) -> str:
    spelt = json.dumps([depends, variant.spelt()], sort_keys=True)
    return hashlib.sha256(spelt.encode()).hexdigest()[:16]


def _write(file: Path, measured: Measured) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}.part")
    part.write_text(json.dumps(measured), "utf-8")
    part.replace(file)


def _mean(values: Any) -> float | None:
    found = list(values)
    return float(np.mean(found)) if found else None


def _signed(value: float | None, base: float | None) -> str | None:
    return None if value is None or base is None else f"{value - base:+.3f}"


def _spread(one: Measured, base: Measured, manner: str) -> float | None:
    pages, others = one["pages"][manner], base["pages"][manner]
    change = np.array([f1 - others[name] for name, f1 in pages.items()])
    return float(1.96 * change.std(ddof=1) / np.sqrt(len(change))) if len(change) > 1 else None


if __name__ == "__main__":
    main()
