from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks import fingerprint
from benchmarks.fingerprint import code_digest, source_digest

START = ("boilerplate.work", "run")

WORK = """
from boilerplate.tools import Helper, halve
from boilerplate import shapes

LIMIT = 3

def run(n):
    from boilerplate.late import finish
    return finish(halve(n) + LIMIT + shapes.side(n))

def other():
    return 1
"""
TOOLS = """
from boilerplate.deep import base

def halve(n):
    # rounds down
    return base(n) // 2

def double(n):
    return n * 2

class Helper:
    pass
"""


@pytest.fixture
def digest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """The digest of a little package, some of whose files are other than usual."""
    monkeypatch.setattr(fingerprint, "ROOT", tmp_path)

    def measure(**other: str) -> str:
        files = {
            "__init__": "",
            "work": WORK,
            "tools": TOOLS,
            "shapes": "def side(n):\n    return n\n",
            "late": "def finish(n):\n    return n\n",
            "deep/__init__": "from boilerplate.deep.core import base\n",
            "deep/core": "def base(n):\n    return n\n",
            "evaluation": "def score(n):\n    return n\n",
        }
        deep = other.pop("deep", None)
        files |= other | ({"deep/core": deep} if deep else {})
        for name, text in files.items():
            file = tmp_path / "boilerplate" / f"{name}.py"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        fingerprint._module.cache_clear()
        return code_digest(START)

    return measure


def test_what_can_be_reached_changes_the_digest(digest: Callable[..., str]) -> None:
    usual = digest()
    assert digest() == usual
    assert digest(tools=TOOLS.replace("// 2", "/ 2")) != usual
    assert digest(work=WORK.replace("LIMIT = 3", "LIMIT = 4")) != usual
    assert digest(shapes="def side(n):\n    return 2 * n\n") != usual
    assert digest(late="def finish(n):\n    return -n\n") != usual
    assert digest(deep="def base(n):\n    return n + 1\n") != usual


def test_what_cannot_be_reached_does_not(digest: Callable[..., str]) -> None:
    usual = digest()
    assert digest(tools=TOOLS.replace("n * 2", "n * 3")) == usual
    assert digest(work=WORK.replace("return 1", "return 2")) == usual
    assert digest(tools=TOOLS.replace("rounds down", "rounds")) == usual
    told = TOOLS.replace("    # rounds down", '    """Half of it."""')
    assert digest(tools=told) == usual


def test_what_looks_at_predictions_does_not(digest: Callable[..., str]) -> None:
    work = WORK.replace(
        "from boilerplate import shapes", "from boilerplate.evaluation import score"
    )
    work = work.replace("shapes.side(n)", "score(n)")
    usual = digest(work=work)
    assert digest(work=work, evaluation="def score(n):\n    return 0\n") == usual


def test_the_recipe_reaches_features_and_network_but_not_the_rule_of_decision() -> None:
    fingerprint._module.cache_clear()
    reached = fingerprint.reached(("boilerplate.training.crossval", "held_out"))
    modules = {module for module, _ in reached}
    assert {"boilerplate.features.tokens", "boilerplate.model.network"} <= modules
    assert ("boilerplate.page.text", "split_text") in reached
    assert not any(module.startswith("boilerplate.cli") for module in modules)


def test_comments_do_not_change_a_source(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text("x = 1\n")
    usual = source_digest(file)
    file.write_text('"""What it is."""\n\nx = 1  # one\n')
    assert source_digest(file) == usual
    file.write_text("x = 2\n")
    assert source_digest(file) != usual
