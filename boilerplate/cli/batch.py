"""``boilerplate batch``: folders, archives and tables of pages."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from boilerplate.cli.failures import report
from boilerplate.cli.options import Keep, Model, kept_roles
from boilerplate.cli.progress import shown_progress

if TYPE_CHECKING:
    from boilerplate.batch import Summary

EXAMPLES = """[bold]Examples[/bold]

boilerplate batch pages/ --out labelled.parquet

boilerplate batch crawl-*.warc.gz --out texts.jsonl.zst --layout pages --keep body

boilerplate batch pages.parquet --html-field content --id-field key --out texts.txt

find pages -name '*.html' | boilerplate batch - --out labelled.parquet"""

_READING = "Reading"
_RUNNING = "Running"


class _TerminatedError(KeyboardInterrupt):
    """The process was asked to end; no handler of errors is to take it for one."""


def batch(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE",
            help="Files, folders, patterns or addresses: pages, JSON lines, Parquet, WARC, WET, "
            "zip, tar; - reads a list of these from the standard input.",
        ),
    ],
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            "-o",
            metavar="FOLDER",
            file_okay=False,
            help="Where the output goes: a folder whose name ends in .parquet, .jsonl, .jsonl.gz, "
            ".jsonl.zst or .txt.",
        ),
    ],
    model: Model = None,
    keep: Keep = None,
    layout: Annotated[
        Literal["blocks", "pages"], typer.Option(help="A row a block, or a row a page.")
    ] = "blocks",
    html_field: Annotated[
        str | None,
        typer.Option(help="Field or column with HTML.", rich_help_panel=_READING),
    ] = None,
    text_field: Annotated[
        str | None,
        typer.Option(help="Field or column with text.", rich_help_panel=_READING),
    ] = None,
    id_field: Annotated[
        str | None,
        typer.Option(help="Field or column with ids.", rich_help_panel=_READING),
    ] = None,
    url_field: Annotated[
        str | None,
        typer.Option(help="Field or column with addresses.", rich_help_panel=_READING),
    ] = None,
    max_bytes: Annotated[
        int, typer.Option(min=1, help="Largest page.", rich_help_panel=_READING)
    ] = 10_000_000,
    timeout: Annotated[
        float, typer.Option(min=0.1, help="Seconds a page may take.", rich_help_panel=_RUNNING)
    ] = 60.0,
    max_errors: Annotated[
        int | None,
        typer.Option(min=0, help="Stop when there are more.", rich_help_panel=_RUNNING),
    ] = None,
    part_pages: Annotated[
        int,
        typer.Option(min=1, help="Pages in a part of the output.", rich_help_panel=_RUNNING),
    ] = 2000,
    workers: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="Processes that label; by default one a processor.",
            rich_help_panel=_RUNNING,
        ),
    ] = None,
    engine: Annotated[
        Literal["local", "ray"],
        typer.Option(help="Label on this machine or with Ray.", rich_help_panel=_RUNNING),
    ] = "local",
    ray_address: Annotated[
        str | None,
        typer.Option(
            help="Ray's cluster; by default one is started here.", rich_help_panel=_RUNNING
        ),
    ] = None,
) -> None:
    """Label many pages on all processors; the same command again goes on where it stopped."""
    from boilerplate.batch import run, summary

    roles = kept_roles(keep)
    before, began = summary(out).pages, monotonic()
    try:
        with _terminable(), shown_progress() as progress:
            run(
                sources,
                out,
                model=model,
                keep=roles,
                layout=layout,
                html_field=html_field,
                text_field=text_field,
                id_field=id_field,
                url_field=url_field,
                max_bytes=max_bytes,
                timeout=timeout,
                max_errors=max_errors,
                part_pages=part_pages,
                workers=workers,
                engine=engine,
                ray_address=ray_address,
                progress=progress,
            )
    except KeyboardInterrupt as stop:
        _tell(out, before, began)
        number = signal.SIGTERM if isinstance(stop, _TerminatedError) else signal.SIGINT
        raise typer.Exit(128 + number) from None
    except Exception:
        if summary(out).pages > before:
            _tell(out, before, began)
        raise
    come_to = _tell(out, before, began)
    for name, problem in come_to.unread.items():
        report(f"{name}: {problem}")
    if come_to.errors:
        raise typer.Exit(1)


@contextmanager
def _terminable() -> Iterator[None]:
    """Let SIGTERM end the block as Ctrl-C does."""

    def terminate(number: int, frame: FrameType | None) -> None:
        raise _TerminatedError

    before = signal.signal(signal.SIGTERM, terminate)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _tell(out: Path, before: int, began: float) -> Summary:
    """Print what the output holds, and how fast this run was."""
    from boilerplate.batch import summary

    come_to = summary(out)
    blocks = ", ".join(f"{count:,} {label}" for label, count in come_to.blocks.items())
    pages, seconds = come_to.pages - before, monotonic() - began
    typer.echo(f"{come_to.pages:,} pages in {out}")
    typer.echo(f"{sum(come_to.blocks.values()):,} blocks: {blocks}")
    typer.echo(f"{come_to.body_share:.1%} of the text is body")
    errors = out / "_run" / "errors.jsonl"
    typer.echo(f"{come_to.errors:,} errors" + (f", told in {errors}" if come_to.errors else ""))
    rate = pages / max(seconds, 1e-9)
    typer.echo(f"{pages:,} pages now in {seconds:,.1f} s: {rate:,.0f} pages/s")
    return come_to
