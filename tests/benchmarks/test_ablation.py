from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from toys import html, toy_page

from benchmarks import ablation
from benchmarks.ablation import insert
from benchmarks.variants import WHOLE, Variant, variants
from boilerplate.corpus.align import align
from boilerplate.page import split
from boilerplate.training.examples import Example, examples
from boilerplate.training.fit import Settings

Results = dict[str, dict[str, dict[str, str]]]

ONLY = ["two that are averaged", "above 0.5", "path tags", "station pages"]


@pytest.fixture(scope="module")
def example() -> Example:
    """A page of HTML with all there is."""
    meta = '<meta property="og:type" content="article">'
    head = f"<head><title>The bridge opens again</title>{meta}</head>"
    page = replace(toy_page(0), source=head + html(0))
    return next(examples(align(page, split(page.source, "html")), seed=0))


@pytest.fixture
def fitted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The variants that were trained."""
    fitted: list[str] = []
    predict = ablation._predict

    def watched(run: ablation.Run, variant: Variant, *rest: object) -> object:
        fitted.append(variant.name)
        return predict(run, variant, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(ablation, "_predict", watched)
    return fitted


def test_a_table_goes_into_the_document_and_nothing_is_measured_twice(
    small_corpus: Path,
    quick: Settings,
    fitted: list[str],
    tmp_path: Path,
    rows_of: Callable[[Path], Results],
) -> None:
    document = tmp_path / "recipe.md"
    document.write_text(
        f"# Recipe\n\n{ablation._BEGIN}\nwhat was here\n{ablation._END}\n\nThe end.\n"
    )
    command = ["--corpus", str(small_corpus), "--cache", str(tmp_path / "cache")]
    command += ["--document", str(document), "--out", str(tmp_path)]
    ablation.main([*command, "--only", *ONLY], quick)
    trained = [WHOLE, "network: two that are averaged", "features: without path tags"]
    assert fitted == [*trained, "truth: without station pages"]

    text = document.read_text("utf-8")
    assert "| the whole recipe |" in text
    assert "The end." in text
    assert "what was here" not in text
    rows = rows_of(tmp_path / "ablation.csv")["What each ingredient is worth"]
    assert list(rows) == [WHOLE, *(v.name for v in variants() if any(o in v.name for o in ONLY))]
    assert 0 <= float(rows[WHOLE]["word-F1, HTML"]) <= 1
    assert rows["features: without path tags"]["word-F1, HTML"][0] in "+-"

    ablation.main([*command, "--only", *ONLY, "tokens of single"], quick)
    assert fitted[4:] == ["training: tokens of single sites too"]
    ablation.main([*command, "--only", "path tags"], replace(quick, hidden=9))
    assert fitted[5:] == [WHOLE, "features: without path tags"]


def test_a_document_without_marks_is_left_alone(tmp_path: Path) -> None:
    document = tmp_path / "recipe.md"
    document.write_text("# Recipe\n")
    with pytest.raises(ValueError, match="lacks the lines"):
        insert("table", document)
    assert document.read_text() == "# Recipe\n"


def test_a_document_that_is_not_there_is_begun(tmp_path: Path) -> None:
    insert("table", tmp_path / "new" / "recipe.md")
    insert("another", tmp_path / "new" / "recipe.md")
    text = (tmp_path / "new" / "recipe.md").read_text()
    assert "another" in text
    assert "table" not in text


@pytest.mark.parametrize("variant", variants(), ids=lambda variant: variant.name)
def test_every_variant_leaves_something_out(variant: Variant, example: Example) -> None:
    settings = replace(Settings(), **variant.settings)
    if variant.settings:
        assert settings != Settings()
    changed = variant.change(example) if variant.change else example
    assert len(changed) == len(example)
    if variant.name.startswith("features"):
        before, after = example.features, changed.features
        lost = int(np.isnan(after.dense).sum() - np.isnan(before.dense).sum())
        for old, new in ((before.bags, after.bags), (before.paths, after.paths)):
            lost += sum(len(old[name].items) - len(new[name].items) for name in old)
        lost += len(before.signs.items) - len(after.signs.items)
        assert lost > 0
    assert json.dumps(variant.spelt())


def test_names_of_variants_differ() -> None:
    names = [variant.name for variant in variants()]
    assert len(set(names)) == len(names)


def test_pages_without_their_roles_still_teach_main_content(example: Example) -> None:
    change = next(
        v.change
        for v in variants()
        if v.name == "truth: without role pages' roles and the annotations"
    )
    assert change is not None
    changed = change(example)
    assert changed.page.allowed.all()
    assert changed.page.content.tolist() == example.page.content.tolist()
    assert changed.page.weight.tolist() == example.page.weight.tolist()
