"""A model on disk: ``boilerplate-1.2.3.joblib``, and a readable ``.json`` beside it.

The joblib file holds the state, which is plain data (see :mod:`boilerplate.model.safe_joblib`);
the manifest holds what people want to know about it, and the size and SHA-256 of the file.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final

from boilerplate.errors import ModelError
from boilerplate.model import safe_joblib
from boilerplate.model.atomic import replacing

FORMAT_VERSION: Final = 1
"""The format this code writes, and the newest it reads."""

_FILE_NAME: Final = re.compile(
    r"boilerplate-(?P<version>(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?)\.joblib",
    re.ASCII,
)


def save(state: dict[str, Any], manifest: dict[str, Any], path: Path) -> Path:
    """Write a model and its manifest.

    Parameters
    ----------
    state
        Plain data. The order of dict keys is kept; equal states give equal bytes.
    manifest
        What JSON can hold, in the order in which it is to be read. ``format``, ``bytes`` and
        ``sha256`` are added.
    path
        The file to write, ending in ``.joblib``; the manifest goes beside it.

    Returns
    -------
    Path
        `path`.

    Raises
    ------
    ModelError
        If state or manifest hold what they can't, or the files can't be written.
    """
    _manifest_json(manifest, path)  # before anything is written
    manifest_path = _manifest_path(path)
    sha256 = safe_joblib.dump(state, path)
    facts = {"format": FORMAT_VERSION, "bytes": path.stat().st_size, "sha256": sha256}
    with replacing(manifest_path) as file:
        file.write(_manifest_json({**manifest, **facts}, path))
    return path


def load(
    spec: str | Path | None = None, *, mmap: bool = True
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Read a model, after checking that it is the one its manifest tells of.

    Parameters
    ----------
    spec
        None for the newest model that came with the package, a version such as ``"1.0.0"``
        for that one, or the path of a ``.joblib`` file.
    mmap
        Whether arrays are read-only, and from 4 KiB on maps of the file, whose memory worker
        processes share; else they are writable copies.

    Returns
    -------
    tuple of dict and dict
        The state and the manifest.

    Raises
    ------
    ModelError
        If there is no such model, or it is damaged, unsafe or of a newer format.
    """
    path = find(spec)
    manifest = _read_manifest(path)
    return safe_joblib.load(path, mmap=mmap, sha256=manifest["sha256"]), manifest


def verify(spec: str | Path | None = None) -> list[str]:
    """Check a model as :func:`load` does, and tell what was found, a line each.

    Raises
    ------
    ModelError
        If anything is wrong with it.
    """
    path = find(spec)
    manifest = _read_manifest(path)
    safe_joblib.load(path, sha256=manifest["sha256"])
    return [
        f"file: {path}",
        f"manifest: valid, format {manifest['format']}",
        f"size: {manifest['bytes']:,} bytes, as the manifest says",
        f"SHA-256: {manifest['sha256']}, as the manifest says",
        "content: plain data only, nothing that runs",
    ]


def available() -> list[tuple[str, Path]]:
    """List the models that came with the package: versions and files, the newest last."""
    folder = _folder()
    found = [
        match for path in folder.glob("*.joblib") if (match := _FILE_NAME.fullmatch(path.name))
    ]
    found.sort(key=_precedence)
    return [(match["version"], folder / match.string) for match in found]


def find(spec: str | Path | None = None) -> Path:
    """Find the file that `spec` means, as :func:`load` reads it.

    Raises
    ------
    ModelError
        If there is no such version. That a path exists is not checked.
    """
    if isinstance(spec, Path) or (spec is not None and spec.endswith(".joblib")):
        return Path(spec)
    models = dict(available())
    if not models:
        raise ModelError(f"{_folder()}: no models here")
    if spec is None:
        return list(models.values())[-1]
    if spec not in models:
        raise ModelError(
            f"no model {spec!r}: give a version ({', '.join(models)}) or the path of a .joblib file"
        )
    return models[spec]


def _folder() -> Path:
    """Where the package's models are: inside it once installed, else in the checkout."""
    package = Path(__file__).parents[1]
    checkout = package.parent
    if not (package / "models").is_dir() and (checkout / "pyproject.toml").is_file():
        return checkout / "models"
    return package / "models"


def _precedence(match: re.Match[str]) -> tuple[Any, ...]:
    """Sort key of a version by the rules of semantic versioning: pre-releases go first."""
    _, major, minor, patch, pre = match.groups()
    parts = [
        (0, int(part), "") if part.isdecimal() else (1, 0, part) for part in (pre or "").split(".")
    ]
    return int(major), int(minor), int(patch), pre is None, parts


def _manifest_path(path: Path) -> Path:
    if path.suffix != ".joblib":
        raise ModelError(f"{path}: a model's file ends in .joblib")
    return path.with_suffix(".json")


def _manifest_json(manifest: dict[str, Any], path: Path) -> bytes:
    try:
        text = json.dumps(manifest, indent=2, ensure_ascii=False, allow_nan=False)
        return f"{text}\n".encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise ModelError(f"{path}: the manifest is not JSON ({error})") from error


def _read_manifest(path: Path) -> dict[str, Any]:
    """Read the manifest of the model at `path`, and check what it says without opening that."""
    manifest_path = _manifest_path(path)
    if not path.is_file():
        raise ModelError(f"{path}: no such file")
    try:
        manifest = json.loads(manifest_path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ModelError(f"{manifest_path}: the model's manifest is missing") from None
    except OSError as error:
        raise ModelError(f"{manifest_path}: can't be read ({error.strerror or error})") from error
    except (ValueError, RecursionError) as error:
        raise ModelError(f"{manifest_path}: not valid JSON ({error})") from None

    kinds = {"format": int, "bytes": int, "sha256": str}
    if type(manifest) is not dict:
        raise ModelError(f"{manifest_path}: not a manifest")
    for key, kind in kinds.items():
        if type(manifest.get(key)) is not kind:
            raise ModelError(f"{manifest_path}: {key!r} is missing or no {kind.__name__}")
    if manifest["format"] > FORMAT_VERSION:
        raise ModelError(f"{path}: written by a newer boilerplate, update with pip")
    if (size := path.stat().st_size) != manifest["bytes"]:
        problem = "truncated" if size < manifest["bytes"] else "not the file of its manifest"
        raise ModelError(f"{path}: {problem} ({size:,} of {manifest['bytes']:,} bytes)")
    return manifest
