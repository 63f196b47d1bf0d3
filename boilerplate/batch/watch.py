"""Watch labelled chunks go by: tell of the errors at once, and how far the run is."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterable, Sequence
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from boilerplate.batch import durable
from boilerplate.batch.done import errors_of
from boilerplate.batch.folder import bookkeeping
from boilerplate.batch.jobs import Chunk, Job
from boilerplate.batch.summary import parts_done
from boilerplate.errors import BatchError

if TYPE_CHECKING:
    from boilerplate.training import Progress


def errors_file(out: Path) -> Path:
    """The file that tells of the pages that could not be labelled."""
    return bookkeeping(out) / "errors.jsonl"


def write_errors(out: Path) -> None:
    """Bring the file in line with the parts that are done."""

    def write(path: Path) -> None:
        with path.open("w", encoding="utf-8", newline="\n") as file:
            for part in parts_done(out):
                file.writelines(map(_line, part.errors))

    durable.replace(errors_file(out), write)


def watched(
    chunks: Iterable[Chunk],
    jobs: Sequence[Job],
    out: Path,
    max_errors: int | None,
    progress: Progress | None,
) -> Generator[Chunk]:
    """Hand labelled chunks on, write down their errors, and tell of the progress.

    Raises
    ------
    BatchError
        If there are more than `max_errors`, those of earlier runs included.
    """
    total = sum(_weight(job) for job in jobs)
    weights = {job.number: _weight(job) for job in jobs}
    before = dict(zip(weights, _sums(weights.values()), strict=True))
    pages, size, failed = 0, 0, sum(len(part.errors) for part in parts_done(out))
    began = monotonic()
    if progress is not None:
        progress.stage("Labelling")
    for chunk in chunks:
        errors = errors_of(chunk.rows)
        if errors:
            _append(errors_file(out), errors)
        pages += chunk.rows.num_rows
        size += chunk.size
        failed += len(errors)
        if progress is not None:
            read = before[chunk.job] + chunk.share * weights[chunk.job]
            seconds = max(monotonic() - began, 1e-9)
            progress.update(
                min(read / total, 1.0),
                f"{pages:,} pages, {pages / seconds:,.0f} pages/s, "
                f"{size / seconds / 1e6:.1f} MB/s, {failed:,} errors",
            )
        if max_errors is not None and failed > max_errors:
            raise BatchError(f"more than {max_errors:,} errors: see {errors_file(out)}")
        yield chunk
    if progress is not None:
        progress.update(1.0)


def _append(path: Path, errors: Iterable[dict[str, Any]]) -> None:
    with durable.named(path), path.open("a", encoding="utf-8", newline="\n") as file:
        file.writelines(map(_line, errors))


def _weight(job: Job) -> int:
    return max(job.input.size, 1)


def _sums(values: Iterable[int]) -> list[int]:
    sums = [0]
    for value in values:
        sums.append(sums[-1] + value)
    return sums[:-1]


def _line(error: dict[str, Any]) -> str:
    return json.dumps(error, ensure_ascii=False) + "\n"
