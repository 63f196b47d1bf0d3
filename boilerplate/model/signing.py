"""Signed manifests: who made a model, for those who have the maker's public key.

Signatures are minisign's (Ed25519), in a file beside the manifest, ``boilerplate-1.2.3.json``
and ``boilerplate-1.2.3.json.minisig``. The manifest tells the SHA-256 of the model's file, so
that its signature covers both.
"""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any, Final

from boilerplate.errors import MissingExtraError, ModelError
from boilerplate.model.atomic import replacing

SUFFIX: Final = ".minisig"


def sign(manifest: Path, secret_key: Path, password: str | None = None) -> Path:
    """Sign a manifest as it stands, and write the signature beside it.

    Parameters
    ----------
    manifest
        The ``.json`` of a model.
    secret_key
        The file of a minisign secret key.
    password
        What the key is encrypted with, if it is.

    Returns
    -------
    Path
        The signature's file.

    Raises
    ------
    ModelError
        If the key or the manifest can't be read, or the password is wrong.
    MissingExtraError
        If the extra ``sign`` is not installed.
    """
    minisign = _minisign()
    key = _read_key(secret_key, minisign.SecretKey.from_bytes, "secret key")
    content = _read(manifest)
    try:
        if key.is_encrypted():
            key.decrypt(password or "")
        signature = key.sign(content, trusted_comment=f"file:{manifest.name}")
    except ValueError as error:
        raise ModelError(f"{secret_key}: can't sign with it ({error})") from None
    target = _beside(manifest)
    with replacing(target) as file:
        file.write(bytes(signature) + b"\n")
    return target


def is_encrypted(secret_key: Path) -> bool:
    """Whether a secret key needs a password.

    Raises
    ------
    ModelError
        If it is no minisign secret key.
    MissingExtraError
        If the extra ``sign`` is not installed.
    """
    return bool(
        _read_key(secret_key, _minisign().SecretKey.from_bytes, "secret key").is_encrypted()
    )


def check(manifest: Path, content: bytes, key: str | Path) -> None:
    """Check the signature beside a manifest.

    Parameters
    ----------
    manifest
        The manifest's file.
    content
        What was read from it.
    key
        A minisign public key: its file, or the line itself (``"RWQ..."``).

    Raises
    ------
    ModelError
        If there is no signature, or it is not of this key for this content.
    MissingExtraError
        If the extra ``sign`` is not installed.
    """
    minisign = _minisign()
    public = _public_key(key, minisign)
    target = _beside(manifest)
    if not target.is_file():
        raise ModelError(f"{manifest}: not signed ({target.name} is missing)")
    try:
        public.verify(content, minisign.Signature.from_bytes(_read(target)))
    except ValueError as error:
        raise ModelError(f"{target}: not this key's signature of this manifest ({error})") from None


def _public_key(key: str | Path, minisign: ModuleType) -> Any:
    if isinstance(key, Path) or Path(key).suffix == ".pub":
        return _read_key(Path(key), minisign.PublicKey.from_bytes, "public key")
    try:
        return minisign.PublicKey.from_base64(key)
    except ValueError:
        raise ModelError(
            f"{key!r:.80} is neither a minisign public key nor the .pub file of one"
        ) from None


def _read_key(path: Path, parse: Any, kind: str) -> Any:
    try:
        return parse(_read(path))
    except ValueError as error:
        raise ModelError(f"{path}: not a minisign {kind} ({error})") from None


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path}: can't be read ({error.strerror or error})") from error


def _beside(manifest: Path) -> Path:
    return manifest.with_name(manifest.name + SUFFIX)


def _minisign() -> ModuleType:
    try:
        import minisign
    except ImportError:
        raise MissingExtraError(
            "signatures need a package more: pip install 'boilerplate[sign]'"
        ) from None
    module: ModuleType = minisign
    return module
