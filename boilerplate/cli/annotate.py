"""``boilerplate annotate``: label pages by hand, with the model's help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from boilerplate.cli.options import Model
from boilerplate.errors import CorpusError, MissingExtraError

EXAMPLES = """[bold]Examples[/bold]

boilerplate annotate pages.jsonl

boilerplate annotate saved-pages/ --out mine.jsonl

boilerplate train mine.jsonl --out mine-1.0.0.joblib"""


def annotate(
    sources: Annotated[
        list[Path],
        typer.Argument(
            metavar="CORPUS",
            help="Pages to label: a .jsonl file of them (labelled or not), HTML and text files,"
            " or folders.",
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            metavar="FILE",
            dir_okay=False,
            help="Where labelled pages go, and are taken up again; by default"
            " CORPUS.labelled.jsonl.",
            show_default=False,
        ),
    ] = None,
    model: Model = None,
    port: Annotated[int, typer.Option(help="Port to listen on.", min=0, max=65535)] = 8001,
    open_browser: Annotated[
        bool, typer.Option("--open/--no-open", help="Open the page in a browser.")
    ] = True,
) -> None:
    """Label pages in the browser; what is saved trains a model.

    The model proposes every block's role, a person corrects it with keys. Pages come in the
    order of the model's uncertainty, and each is saved as soon as it is done.
    """
    try:
        from boilerplate.annotate import Session, Store
        from boilerplate.annotate.app import create
        from boilerplate.annotate.sources import read_pages
        from boilerplate.serve import Settings
        from boilerplate.serve.listener import listen
        from boilerplate.serve.run import serve
    except ModuleNotFoundError as error:
        raise MissingExtraError(
            f"{error.name} is not installed: pip install 'boilerplate[serve]'"
        ) from None
    from boilerplate.model.labeler import load

    out = out or _labelled(sources[0])
    if not out.name.endswith((".jsonl", ".jsonl.gz")):
        raise typer.BadParameter(f"{out} does not end in .jsonl", param_hint="--out")
    if not out.parent.is_dir():
        raise typer.BadParameter(f"no such folder: {out.parent}", param_hint="--out")
    if any(source.is_file() and out.is_file() and source.samefile(out) for source in sources):
        raise typer.BadParameter(f"{out} is one of the sources", param_hint="--out")
    listener = listen("127.0.0.1", port)
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/annotate"
    session = Session(read_pages(sources), Store(out), load(model))
    if not session.entries:
        raise CorpusError(f"{sources[0]}: no pages found")
    stem = out.name.partition(".")[0]
    app = create(session, out.with_name(f"{stem}-1.0.0.joblib"))
    typer.echo(f"boilerplate: {address}  (Ctrl-C to end)", err=True)
    typer.echo(f"boilerplate: labelled pages go to {out}", err=True)
    if open_browser:
        typer.launch(address)
    serve(app, listener, Settings(drain=0))


def _labelled(source: Path) -> Path:
    """The file beside a source that holds its labelled pages."""
    name = source.name.removesuffix(".gz").removesuffix(".jsonl")
    return source.with_name(f"{name}.labelled.jsonl")
