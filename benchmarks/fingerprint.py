"""What predictions depend on, as short digests: code, corpora, settings and libraries.

Of the code, only what training can reach counts, name by name, and neither comments nor
docstrings do: what a later step decides by the same probabilities may change at will.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Final

from benchmarks.pages import ANNOTATIONS, ROOT
from boilerplate.training.fit import Settings

_PACKAGE: Final = "boilerplate"

_START: Final = (f"{_PACKAGE}.training.crossval", "held_out")

_OUTSIDE: Final = (f"{_PACKAGE}.evaluation", f"{_PACKAGE}.cli")
"""What looks at predictions once they are made."""

_STEPS: Final = ("corpus", "page", "features", "model", "training")
"""Folders that predictions come from."""

_LIBRARIES: Final = ("numpy", "resiliparse")

Name = tuple[str, str]
"""A module and a name in it."""


def fingerprint(corpus: Path, settings: Settings, seed: int) -> dict[str, str]:
    """Digests of all that predictions depend on.

    Parameters
    ----------
    corpus
        Labelled pages: a file or a folder.
    settings, seed
        Of the training.
    """
    versions = {name: version_of(name) for name in _LIBRARIES}
    return {
        "code": _digest(code_digest(_START) + _data_digest()),
        "corpus": _files_digest(corpus),
        "annotations": _files_digest(ANNOTATIONS),
        "settings": _digest(json.dumps([asdict(settings), seed], sort_keys=True)),
        "libraries": _digest(json.dumps(versions, sort_keys=True)),
    }


def source_digest(file: Path) -> str:
    """Digest of one file of code."""
    return _digest(ast.dump(_without_docstrings(ast.parse(file.read_text("utf-8")))))


def code_digest(start: Name) -> str:
    """Digest of a function and all that it can reach in the package."""
    return _digest(json.dumps(sorted(reached(start).items())))


def reached(start: Name) -> dict[Name, str]:
    """A function and all that it can reach in the package, with what defines it."""
    found: dict[Name, str] = {}
    waiting = [start]
    while waiting:
        name = waiting.pop()
        module = _module(name[0])
        if name in found or module is None or name[0].startswith(_OUTSIDE):
            continue
        nodes = module.definitions.get(name[1], [])
        found[name] = "".join(map(ast.dump, nodes))
        waiting += module.imported(name[1])
        waiting += (used for node in nodes for used in module.used_by(node))
    return found


@dataclass(frozen=True, slots=True)
class _Module:
    """A module of the package, taken apart.

    Attributes
    ----------
    name
        With dots.
    definitions
        Statements at its top level by the names they define.
    imports
        Where the names it imports from the package come from.
    """

    name: str
    definitions: dict[str, list[ast.stmt]]
    imports: dict[str, Name]

    def imported(self, name: str) -> list[Name]:
        """Where a name comes from; all names of a module where it is one."""
        if name not in self.imports:
            return []
        origin = self.imports[name]
        whole = _module(".".join(origin))
        return [origin] if whole is None else [(whole.name, each) for each in whole.definitions]

    def used_by(self, node: ast.AST) -> Iterator[Name]:
        """Names of this module that occur in a statement, and what it imports itself."""
        yield from _imports(node).values()
        for each in ast.walk(node):
            if isinstance(each, ast.Name) and each.id in {*self.definitions, *self.imports}:
                yield self.name, each.id


@cache
def _module(name: str) -> _Module | None:
    base = ROOT.joinpath(*name.split("."))
    file = next((f for f in (base.with_suffix(".py"), base / "__init__.py") if f.is_file()), None)
    if file is None or not name.startswith(_PACKAGE):
        return None
    tree = _without_docstrings(ast.parse(file.read_text("utf-8")))
    definitions: dict[str, list[ast.stmt]] = {}
    for statement in tree.body:
        for defined in _defined(statement):
            definitions.setdefault(defined, []).append(statement)
    return _Module(name, definitions, _imports(tree))


def _defined(statement: ast.stmt) -> Iterator[str]:
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        yield statement.name
    elif not isinstance(statement, ast.Import | ast.ImportFrom):
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                yield node.id


def _imports(tree: ast.AST) -> dict[str, Name]:
    return {
        alias.asname or alias.name: (node.module, alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(_PACKAGE)
        for alias in node.names
        if node.module is not None
    }


def _without_docstrings(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [s for s in body if not _is_string(s)]  # type: ignore[attr-defined]
    return tree


def _is_string(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )


def _data_digest() -> str:
    """Digest of what stands beside the code, such as tables or sources of extensions."""
    base = ROOT / _PACKAGE
    files = [f for folder in _STEPS for f in (base / folder).rglob("*") if f.is_file()]
    return _files_digest(base, [f for f in files if f.suffix not in (".py", ".pyc")])


def _files_digest(path: Path, files: Sequence[Path] | None = None) -> str:
    digest = hashlib.sha256()
    if files is None:
        files = [f for f in path.rglob("*") if f.is_file()] if path.is_dir() else [path]
    for file in sorted(files):
        digest.update(f"{file.relative_to(path)}\n".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
