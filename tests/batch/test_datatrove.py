"""Needs datatrove, which is in no extra."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

data = pytest.importorskip("datatrove.data")


def test_the_step_leaves_the_main_content(root: Path) -> None:
    import boilerplate

    step = runpy.run_path(str(root / "examples" / "datatrove_label.py"))["LabelPages"]
    source = (root / "examples" / "harbour-news.html").read_text("utf-8")
    pages = [data.Document(text=source, id="a"), data.Document(text=" ", id="b")]
    (page,) = step(blocks=True)(pages)
    assert page.id == "a"
    assert page.text == boilerplate.extract(source)
    assert page.metadata["blocks"][0]["index"] == 0
