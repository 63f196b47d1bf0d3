"""A batch run from top to bottom: sources, jobs, an engine, parts."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from boilerplate._version import __version__
from boilerplate.batch.engines import local
from boilerplate.batch.folder import claimed
from boilerplate.batch.inputs import find
from boilerplate.batch.jobs import Chunk, Settings
from boilerplate.batch.parts import by_job, write_parts
from boilerplate.batch.plan import jobs, plan
from boilerplate.batch.sinks import Layout, sink_for
from boilerplate.batch.sources import Reading
from boilerplate.batch.summary import Summary, summary
from boilerplate.batch.watch import watched, write_errors
from boilerplate.document import roles_named

if TYPE_CHECKING:
    from boilerplate.model.labeler import Labeler
    from boilerplate.training import Progress


def run(
    sources: str | Path | Sequence[str | Path],
    out: str | Path,
    *,
    model: str | Path | None = None,
    keep: Iterable[str] | None = None,
    layout: Layout = "blocks",
    html_field: str | None = None,
    text_field: str | None = None,
    id_field: str | None = None,
    url_field: str | None = None,
    timeout: float = 60.0,
    max_bytes: int = 10_000_000,
    max_errors: int | None = None,
    part_pages: int = 2000,
    workers: int | None = None,
    engine: Literal["local", "ray"] = "local",
    ray_address: str | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Label the pages of folders, archives and tables, and go on where an earlier run stopped.

    The same call again does nothing that is done already. However often it was stopped, and
    whatever stopped it, the output is the same, byte for byte.

    Parameters
    ----------
    sources
        Files, folders, patterns, addresses (``s3://``, ``https://``), or ``-`` for a list of
        these on the standard input. Files of many pages are JSON lines, Parquet, WARC, WET, zip
        and tar, going by their names; all others are a page each.
    out
        The folder to write to. Its ending chooses the format: ``.parquet`` or none, ``.jsonl``,
        ``.jsonl.gz``, ``.jsonl.zst``, or ``.txt`` for a text file a page.
    model
        What :func:`boilerplate.load` takes.
    keep
        Names of labels or roles: only their blocks are written.
    layout
        Whether a row is a block, or a page with its blocks as a list.
    html_field, text_field, id_field, url_field
        Fields of JSON lines and columns of Parquet files; by default ``html``, ``text``, ``id``
        and ``url`` as far as they are there.
    timeout, max_bytes
        What a page may take and have; one beyond is an error.
    max_errors
        Stop when there are more.
    part_pages
        Pages in a part of the output.
    workers
        Processes that label; by default as many as there are processors.
    engine, ray_address
        Label on this machine, or with Ray: on the cluster at an address, or one started here.
    progress
        Is told how far it is.

    Returns
    -------
    Summary
        What is in the output, of this run and the ones before.

    Raises
    ------
    SourceError
        If there is no such source.
    BatchError
        If there are too many errors, the folder is of another run, or one is at work in it.
    ModelError
        If the model can't be loaded.
    MissingExtraError
        If a package is missing.
    OSError
        If the output can't be written.
    ValueError
        If `keep` has a name that is neither a label nor a role.
    """
    out = Path(out)
    names = [str(s) for s in ([sources] if isinstance(sources, (str, Path)) else sources)]
    reading = Reading(html_field, text_field, id_field, url_field, max_bytes)
    settings = Settings(None if model is None else str(model), reading, timeout, part_pages)
    roles = None if keep is None else roles_named(keep)
    sink = sink_for(out, layout, roles)
    labeler = _load(settings)
    manifest = _manifest(labeler, names, settings, layout, roles)
    files = find(names, besides=out)
    with claimed(out, manifest):
        left = jobs(out, plan(out, files, part_pages), part_pages)
        write_errors(out)
        label = _engine(engine, ray_address)
        with closing(label(left, settings, labeler.version, workers)) as labelled:
            for job, chunks in by_job(left, watched(labelled, left, out, max_errors, progress)):
                write_parts(out, job, chunks, settings.part_pages, sink)
        write_errors(out)
    return summary(out)


def _engine(name: str, ray_address: str | None) -> Callable[..., Generator[Chunk]]:
    if name == "local":
        return local.label
    from boilerplate.batch.engines.ray import label

    return partial(label, address=ray_address)


def _load(settings: Settings) -> Labeler:
    from boilerplate.model.labeler import load

    return load(settings.model)


def _manifest(
    labeler: Labeler, sources: list[str], settings: Settings, layout: str, roles: Any
) -> dict[str, Any]:
    """What the output depends on, besides the pages."""
    reading = settings.reading
    return {
        "format": 1,
        "boilerplate": __version__,
        "model": {"version": labeler.version, "sha256": labeler.manifest.get("sha256")},
        "sources": sources,
        "options": {
            "layout": layout,
            "keep": None if roles is None else sorted(role.value for role in roles),
            **{f"{name}_field": field for name, field in reading.names.items()},
            "timeout": settings.timeout,
            "max_bytes": reading.max_bytes,
            "part_pages": settings.part_pages,
        },
    }
