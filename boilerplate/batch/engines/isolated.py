"""A worker process seen from outside: whatever a page does to it costs only that page."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from tempfile import TemporaryFile
from typing import Any, Final

import pyarrow as pa

from boilerplate.arrow import PAGES
from boilerplate.batch.engines import worker
from boilerplate.batch.jobs import Settings
from boilerplate.errors import BatchError

_TRIES: Final = 2
"""A process may also be killed from outside, by which no page is to be lost."""

_STARTS: Final = 3

_BLAS: Final = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


class _DiedError(Exception):
    """The process has ended instead of replying."""


class _TimedOutError(Exception):
    """The process has run out of time."""


def command(settings: Settings) -> list[str]:
    """The command line of a worker process."""
    module = worker.__name__
    return [sys.executable, "-m", module, settings.model or "", str(settings.timeout)]


class Isolated:
    """Labels batches in a process of its own, which is started anew whenever it has died.

    Parameters
    ----------
    settings
        Which model it loads, and how long a batch may take.
    version
        The version of that model.
    """

    def __init__(self, settings: Settings, version: str) -> None:
        self._timeout = settings.timeout
        self._version = version
        self._command = command(settings)
        self._process: subprocess.Popen[bytes] | None = None
        self._requests: Any = None
        self._replies: Any = None
        self._closed = False

    def label(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Label a batch as :func:`boilerplate.arrow.label_batch` does.

        Should it take too long, or the process die of it twice, each page is tried alone.

        Raises
        ------
        BatchError
            If the process can't be started.
        """
        problem = ""
        for _ in range(_TRIES):
            try:
                return self._ask(batch)
            except _TimedOutError:
                problem = f"took longer than {self._timeout:g} seconds"
                break
            except _DiedError as error:
                problem = str(error)
        if batch.num_rows == 1:
            return self._failed(batch, problem)
        alone = [self.label(batch.slice(i, 1)) for i in range(batch.num_rows)]
        return pa.Table.from_batches(alone).combine_chunks().to_batches()[0]

    def close(self) -> None:
        """End the process, whatever it is doing."""
        self._closed = True
        if self._process is not None:
            self._process.kill()

    def _ask(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        process = self._started(batch.schema)
        assert process.stdin is not None
        try:
            self._requests.write_batch(batch)
            process.stdin.flush()
            if self._replies is None:
                self._replies = pa.ipc.open_stream(process.stdout)
            return self._replies.read_next_batch()
        except (OSError, StopIteration, ValueError) as error:
            code = self._ended()
            if code == worker.TIMED_OUT:
                raise _TimedOutError from error
            raise _DiedError(f"the process ended ({_ending(code)})") from error

    def _started(self, schema: pa.Schema) -> subprocess.Popen[bytes]:
        tries = _STARTS
        while self._process is None:
            tries -= 1
            self._start(schema, tries)
        return self._process

    def _start(self, schema: pa.Schema, tries: int) -> None:
        """Start the process and wait until it is ready; should it be killed, others may try."""
        if self._closed:
            raise BatchError("stopped")
        with TemporaryFile() as said:
            process = self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=said,
                env=_environment(),
            )
            assert process.stdout is not None
            if process.stdout.read(1):
                self._requests, self._replies = pa.ipc.new_stream(process.stdin, schema), None
                return
            code = self._ended()
            if code >= 0 or tries == 0:
                said.seek(0)
                lines = said.read().decode(errors="replace").strip().splitlines()
                raise BatchError(f"a worker can't start ({lines[-1] if lines else _ending(code)})")

    def _ended(self) -> int:
        """Clear away a process that has closed its output, and tell its exit code."""
        process, self._process = self._process, None
        assert process is not None
        try:
            code = process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            code = process.wait()
        for pipe in (process.stdin, process.stdout):
            try:
                assert pipe is not None
                pipe.close()
            except OSError:
                pass  # what was still to be written goes nowhere
        return code

    def _failed(self, batch: pa.RecordBatch, problem: str) -> pa.RecordBatch:
        row = batch.to_pylist()[0]
        page = {name: row.get(name) for name in PAGES.names}
        page |= {"blocks": [], "stage": "label", "error": problem, "model_version": self._version}
        return pa.RecordBatch.from_pylist([page], schema=PAGES)


def _environment() -> dict[str, str]:
    """One thread a process, and the imports of this process whatever the folder."""
    imports = os.pathsep.join(path for path in sys.path if path)
    one = dict.fromkeys(_BLAS, "1")
    return {**os.environ, **one, "PYTHONPATH": imports, "PYTHONSAFEPATH": "1"}


def _ending(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"
