from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest
from batches import page_text

from boilerplate.arrow import PAGES
from boilerplate.batch.engines import isolated, local
from boilerplate.batch.engines.isolated import Isolated
from boilerplate.batch.jobs import Settings
from boilerplate.errors import BatchError

pytestmark = pytest.mark.usefixtures("fake_workers")


def batch(*texts: str) -> Any:
    return pa.RecordBatch.from_pydict({"id": [str(i) for i in range(len(texts))], "text": texts})


@pytest.fixture
def worker() -> Iterator[Isolated]:
    made = Isolated(Settings(timeout=2), "0.0.0-fake")
    yield made
    made.close()


def test_batches_come_back_labelled(worker: Isolated) -> None:
    for _ in range(2):
        labelled = worker.label(batch(page_text(1), page_text(2)))
        assert labelled.schema == PAGES
        assert [len(page["blocks"]) for page in labelled.to_pylist()] == [4, 4]


def test_a_page_that_kills_the_process_costs_only_itself(worker: Isolated) -> None:
    labelled = worker.label(batch(page_text(1), page_text(2, "text| crash"), page_text(3)))
    one, two, three = labelled.to_pylist()
    assert len(one["blocks"]) == len(three["blocks"]) == 4
    assert (two["id"], two["stage"], two["blocks"]) == ("1", "label", [])
    assert two["error"] == "the process ended (SIGKILL)"
    assert len(worker.label(batch(page_text(4))).to_pylist()[0]["blocks"]) == 4


def test_a_page_that_takes_too_long_costs_only_itself(worker: Isolated) -> None:
    one, two = worker.label(batch(page_text(1, "text| hang"), page_text(2))).to_pylist()
    assert (one["stage"], one["error"]) == ("label", "took longer than 2 seconds")
    assert len(two["blocks"]) == 4


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_a_process_killed_from_outside_costs_nothing(worker: Isolated) -> None:
    before = worker.label(batch(page_text(1)))
    assert worker._process is not None
    os.kill(worker._process.pid, signal.SIGKILL)
    assert worker.label(batch(page_text(1))) == before


def test_what_pages_print_does_no_harm(worker: Isolated, monkeypatch: pytest.MonkeyPatch) -> None:
    code = (
        "import sys, boilerplate.arrow as arrow\n"
        "from boilerplate.batch.engines import worker\n"
        "real = worker.label_batch\n"
        "worker.label_batch = lambda *a: (print('noise', flush=True), real(*a))[1]\n"
        f"exec(open({isolated.command(Settings())[1]!r}).read())"
    )
    command = [sys.executable, "-c", code, "", "2"]
    monkeypatch.setattr(isolated, "command", lambda settings: command)
    noisy = Isolated(Settings(), "0.0.0-fake")
    assert noisy.label(batch(page_text(1))) == worker.label(batch(page_text(1)))
    noisy.close()


def test_a_process_that_cannot_start_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    command = [sys.executable, "-m", "boilerplate.batch.engines.worker", "9.9.9", "2"]
    monkeypatch.setattr(isolated, "command", lambda settings: command)
    with pytest.raises(BatchError, match=r"a worker can't start \(no model '9.9.9'"):
        Isolated(Settings(), "9.9.9").label(batch(page_text(1)))


def test_the_real_worker_labels_as_the_model_does(monkeypatch: pytest.MonkeyPatch) -> None:
    import boilerplate
    from boilerplate.arrow import label_batch

    monkeypatch.undo()
    model = boilerplate.load()
    pages = batch("Play Live Radio\n\nThe river rises\n\nThe river rose by a metre on Monday.")
    worker = Isolated(Settings(), model.version)
    assert worker.label(pages) == label_batch(pages, model)
    worker.close()


def test_processes_end_with_the_run(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from batches import write_jsonl

    from boilerplate.batch.inputs import find, group
    from boilerplate.batch.jobs import Job

    made: list[Isolated] = []

    class Noted(Isolated):
        def __init__(self, *args: Any) -> None:
            super().__init__(*args)
            made.append(self)

    monkeypatch.setattr(local, "Isolated", Noted)
    path = write_jsonl(tmp_path / "a.jsonl", (page_text(i, "text| slow") for i in range(2000)))
    (input,) = group(find([str(path)], besides=tmp_path / "out"), 9)
    chunks = local.label([Job(0, input, 0)], Settings(), "0.0.0-fake", 2)
    assert next(chunks).rows.num_rows == 64
    processes = [worker._process for worker in made]
    chunks.close()
    assert all(process is not None and process.wait(10) is not None for process in processes)
