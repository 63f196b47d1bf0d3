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
from boilerplate.model import safe_joblib, signing
from boilerplate.model.atomic import replacing

FORMAT_VERSION: Final = 2
"""The format this code writes, and the newest it reads. 1 had no probes."""

_LONGEST_MANIFEST: Final = 1 << 22
"""Bytes. That of a model with all its scores has some 15,000."""

_FILE_NAME: Final = re.compile(
    r"boilerplate-(?P<version>(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?)\.joblib",
    re.ASCII,
)


def save(state: dict[str, Any], manifest: dict[str, Any], path: Path) -> Path:
    """Write a model and its manifest.

    Parameters
    ----------
    state
        Plain data. The order of dict keys is kept; equal states give equal bytes. If it is that
        of a labeler, its answers on the probe pages are stored with it.
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
    if "networks" in state:
        # Not above: a labeler is loaded by way of this module.
        from boilerplate.model import probes
        from boilerplate.model.labeler import Labeler

        answers = Labeler(state, manifest).probabilities
        state = {**state, "probes": probes.recorded(answers)}
    sha256 = safe_joblib.dump(state, path)
    facts = {"format": FORMAT_VERSION, "bytes": path.stat().st_size, "sha256": sha256}
    with replacing(manifest_path) as file:
        file.write(_manifest_json({**manifest, **facts}, path))
    return path


def load(
    spec: str | Path | None = None, *, mmap: bool = True, key: str | Path | None = None
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
    key
        A minisign public key, or its ``.pub`` file, by which the model must be signed.

    Returns
    -------
    tuple of dict and dict
        The state and the manifest.

    Raises
    ------
    ModelError
        If there is no such model, or it is damaged, unsafe, of a newer format, or not signed
        by `key`.
    MissingExtraError
        If `key` is given and the extra ``sign`` is not installed.
    """
    path = find(spec)
    manifest = _read_manifest(path, key)
    return safe_joblib.load(path, mmap=mmap, sha256=manifest["sha256"]), manifest


def verify(spec: str | Path | None = None, *, key: str | Path | None = None) -> list[str]:
    """Check a model as :func:`load` does, and tell what was found, a line each.

    Raises
    ------
    ModelError
        If anything is wrong with it.
    MissingExtraError
        If `key` is given and the extra ``sign`` is not installed.
    """
    path = find(spec)
    manifest = _read_manifest(path, key)
    safe_joblib.load(path, sha256=manifest["sha256"])
    return [
        f"file: {path}",
        f"manifest: valid, format {manifest['format']}",
        f"size: {manifest['bytes']:,} bytes, as the manifest says",
        f"SHA-256: {manifest['sha256']}, as the manifest says",
        "content: plain data only, nothing that runs",
        f"signature: {'by the key that was given' if key else 'not asked for (--key)'}",
    ]


def sign(spec: str | Path | None, secret_key: str | Path, *, password: str | None = None) -> Path:
    """Sign a model with a minisign secret key, once it is found to be whole.

    Returns
    -------
    Path
        The signature's file, beside the manifest.

    Raises
    ------
    ModelError
        If anything is wrong with the model or the key.
    MissingExtraError
        If the extra ``sign`` is not installed.
    """
    path = find(spec)
    verify(path)
    return signing.sign(_manifest_path(path), Path(secret_key), password)


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


def _read_manifest(path: Path, key: str | Path | None = None) -> dict[str, Any]:
    """Read the manifest of the model at `path`, and check what it says without opening that."""
    manifest_path = _manifest_path(path)
    if not path.is_file():
        raise ModelError(f"{path}: no such file")
    content = _manifest_bytes(manifest_path)
    if key is not None:
        signing.check(manifest_path, content, key)
    try:
        manifest = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise ModelError(f"{manifest_path}: not valid JSON ({error})") from None

    kinds = {"format": int, "bytes": int, "sha256": str}
    if type(manifest) is not dict:
        raise ModelError(f"{manifest_path}: not a manifest")
    for key, kind in kinds.items():
        if type(manifest.get(key)) is not kind:
            raise ModelError(f"{manifest_path}: {key!r} is missing or no {kind.__name__}")
    if manifest["format"] < 1:
        raise ModelError(f"{manifest_path}: no format has the number {manifest['format']}")
    if manifest["format"] > FORMAT_VERSION:
        raise ModelError(f"{path}: written by a newer boilerplate, update with pip")
    if (size := path.stat().st_size) != manifest["bytes"]:
        problem = "truncated" if size < manifest["bytes"] else "not the file of its manifest"
        raise ModelError(f"{path}: {problem} ({size:,} of {manifest['bytes']:,} bytes)")
    return manifest


def _manifest_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(_LONGEST_MANIFEST + 1)
    except FileNotFoundError:
        raise ModelError(f"{path}: the model's manifest is missing") from None
    except OSError as error:
        raise ModelError(f"{path}: can't be read ({error.strerror or error})") from error
    if len(content) > _LONGEST_MANIFEST:
        raise ModelError(f"{path}: not a manifest, which is shorter")
    return content
