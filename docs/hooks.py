"""What the site adds to the files of docs/: files of the project, and the command line's help.

Pages may link to whatever is in the project. Files outside docs/ that they link to, or that the
navigation names, become part of the site, under ``project/``.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path, PurePosixPath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
OUTSIDE = "project"

_LINK = re.compile(r"(\]\()(?![a-z]+:|#|/)([^)\s#]+)((?:#[^)\s]*)?\))")
_CODE = re.compile(r"(^```.*?^```$)", re.M | re.S)
_HELP = "<!-- help of the command line -->"


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the files outside docs/ that the navigation and pages lead to."""
    named = re.findall(rf"'{OUTSIDE}/([^']+)'", str(config.nav))
    found = {ROOT / name for name in named}
    left = [DOCS / file.src_uri for file in files.documentation_pages()] + sorted(found)
    while left:
        path = left.pop()
        for target in _targets(path):
            if DOCS not in target.parents and target not in found:
                found.add(target)
                left += [target] * (target.suffix == ".md")
    for path in sorted(found):
        uri = f"{OUTSIDE}/{path.relative_to(ROOT).as_posix()}"
        files.append(File.generated(config, uri, abs_src_path=str(path)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Turn links out of docs/, and those of files outside it, into links within the site."""
    path = _path(page.file.src_uri)

    def link(match: re.Match[str]) -> str:
        target = _target(path, match[2])
        if target is None:
            return match[0]
        here = PurePosixPath(page.file.src_uri).parent
        return f"{match[1]}{os.path.relpath(_uri(target), here)}{match[3]}"

    parts = _CODE.split(markdown)
    text = "".join(part if i % 2 else _LINK.sub(link, part) for i, part in enumerate(parts))
    return text.replace(_HELP, command_line()) if _HELP in text else text


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Show names in docstrings without Sphinx's roles before them."""
    return re.sub(r":(?:class|data|func|meth|mod):(?=<code>)", "", html)


def command_line() -> str:
    """The help of all commands, as Typer writes it."""
    command = [sys.executable, "-m", "typer", "boilerplate.cli", "utils", "docs"]
    done = subprocess.run(
        [*command, "--name", "boilerplate"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    text = re.sub(r"^# .*?(?=^\*\*Usage)", "", done.stdout, count=1, flags=re.M | re.S)
    text = re.sub(r"\*\*Commands\*\*:\n\n(?:\* .*\n)+\n", "", text)
    text = re.sub(r"\[bold\](.*?)\[/bold\]", r"**\1**", text)
    return re.sub(r"\*\*Examples\*\*\n\n(.*?)(?=^#|\Z)", _examples, text, flags=re.M | re.S)


def _examples(match: re.Match[str]) -> str:
    lines, rest, other = match[1].partition("\n\n**")
    commands = "\n".join(line for line in lines.splitlines() if line)
    return f"**Examples**:\n\n```console\n{commands}\n```\n\n" + "**" * bool(rest) + other


def _targets(path: Path) -> list[Path]:
    """The files of the project that a Markdown file links to."""
    if path.suffix != ".md" or not path.exists():
        return []
    text = _CODE.sub("", path.read_text("utf-8"))
    return [target for _, link, _ in _LINK.findall(text) if (target := _target(path, link))]


def _target(path: Path, link: str) -> Path | None:
    """The file of the project that a link leads to, None where it leads to none."""
    target = Path(os.path.normpath(path.parent / link))
    return target if target.is_file() and ROOT in target.parents else None


def _path(uri: str) -> Path:
    """The file of the project behind a file of the site."""
    inside = PurePosixPath(uri)
    if inside.parts[0] == OUTSIDE:
        return ROOT / inside.relative_to(OUTSIDE)
    return DOCS / inside


def _uri(path: Path) -> str:
    """The file of the site that holds a file of the project."""
    if DOCS in path.parents:
        return path.relative_to(DOCS).as_posix()
    return f"{OUTSIDE}/{path.relative_to(ROOT).as_posix()}"
