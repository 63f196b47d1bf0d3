"""The notebooks run from top to bottom with the model that ships."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

nbformat = pytest.importorskip("nbformat", reason="the extra 'notebooks' is not installed")
nbclient = pytest.importorskip("nbclient", reason="the extra 'notebooks' is not installed")
pytest.importorskip("matplotlib", reason="the extra 'notebooks' is not installed")

pytestmark = pytest.mark.skipif(
    not list((ROOT / "models").glob("*.joblib")), reason="no model in models/"
)


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda p: p.stem)
def test_the_notebook_runs_and_keeps_its_outputs(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    kept = [output for cell in code for output in cell.outputs]
    assert kept
    assert not [output for output in kept if output.output_type == "error"]
    assert path.stat().st_size < 200_000
    nbclient.NotebookClient(
        notebook, timeout=600, resources={"metadata": {"path": str(ROOT)}}
    ).execute()
