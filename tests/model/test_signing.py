"""Signatures: only the maker's key, only for what was signed."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from boilerplate.errors import MissingExtraError, ModelError
from boilerplate.model import artifact, signing

minisign = pytest.importorskip("minisign", reason="the extra 'sign' is not installed")


@pytest.fixture(scope="module")
def pair():
    return minisign.KeyPair.generate()


@pytest.fixture
def secret(tmp_path: Path, pair) -> Path:
    path = tmp_path / "mine.key"
    path.write_bytes(bytes(pair.secret_key))
    return path


@pytest.fixture
def public(pair) -> str:
    return pair.public_key.to_base64().decode()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return artifact.save({"x": [1]}, {"version": "1.0.0"}, tmp_path / "boilerplate-1.0.0.joblib")


def test_a_signed_model_loads_by_its_key(path: Path, secret: Path, public: str) -> None:
    signature = artifact.sign(path, secret)
    assert signature.name == "boilerplate-1.0.0.json.minisig"
    assert artifact.load(path, key=public)[0] == {"x": [1]}
    assert "signature: by the key that was given" in artifact.verify(path, key=public)
    assert artifact.load(path)[0] == {"x": [1]}  # whoever gives no key asks for none


def test_the_key_may_be_a_file(path: Path, secret: Path, pair, tmp_path: Path) -> None:
    artifact.sign(path, secret)
    file = tmp_path / "mine.pub"
    file.write_bytes(bytes(pair.public_key))
    assert artifact.load(path, key=file)
    assert artifact.load(path, key=str(file))


def test_signatures_are_those_of_minisign_itself(path: Path, secret: Path, pair) -> None:
    artifact.sign(path, secret)
    pair.public_key.verify_file(path.with_suffix(".json"))


def test_an_unsigned_model_is_refused(path: Path, public: str) -> None:
    with pytest.raises(ModelError, match="not signed"):
        artifact.load(path, key=public)


def test_another_key_is_refused(path: Path, secret: Path) -> None:
    artifact.sign(path, secret)
    other = minisign.KeyPair.generate().public_key.to_base64().decode()
    with pytest.raises(ModelError, match="not this key's signature"):
        artifact.load(path, key=other)


def test_a_changed_manifest_is_refused(path: Path, secret: Path, public: str) -> None:
    artifact.sign(path, secret)
    manifest = json.loads(path.with_suffix(".json").read_text())
    path.with_suffix(".json").write_text(json.dumps({**manifest, "version": "2.0.0"}))
    with pytest.raises(ModelError, match="not this key's signature"):
        artifact.load(path, key=public)


def test_a_changed_file_is_refused(path: Path, secret: Path, public: str) -> None:
    artifact.sign(path, secret)
    content = bytearray(path.read_bytes())
    content[-3] ^= 1
    path.write_bytes(content)
    with pytest.raises(ModelError, match="SHA-256"):
        artifact.load(path, key=public)


@pytest.mark.parametrize("content", [b"", b"x", b"untrusted comment: a\nb\nc\nd\n", b"\xff" * 500])
def test_a_damaged_signature_is_refused(path: Path, public: str, content: bytes) -> None:
    path.with_name(path.stem + ".json.minisig").write_bytes(content)
    with pytest.raises(ModelError, match="not this key's signature"):
        artifact.load(path, key=public)


@pytest.mark.parametrize("key", ["", "x", "RWQ" + "A" * 53, "absent.pub"])
def test_what_is_no_key_is_told(path: Path, secret: Path, key: str) -> None:
    artifact.sign(path, secret)
    with pytest.raises(ModelError):
        artifact.load(path, key=key)


def test_a_model_that_is_damaged_is_not_signed(path: Path, secret: Path) -> None:
    path.write_bytes(b"x")
    with pytest.raises(ModelError, match="truncated"):
        artifact.sign(path, secret)
    assert not path.with_name(path.stem + ".json.minisig").exists()


def test_an_encrypted_key_wants_its_password(path: Path, tmp_path: Path) -> None:
    pair = minisign.KeyPair.generate()
    pair.secret_key.encrypt("ferry", opslimit=minisign.OPSLIMIT, memlimit=minisign.MEMLIMIT)
    key = tmp_path / "locked.key"
    key.write_bytes(bytes(pair.secret_key))
    assert signing.is_encrypted(key)
    for wrong in (None, "bridge"):
        with pytest.raises(ModelError, match="can't sign"):
            artifact.sign(path, key, password=wrong)
    artifact.sign(path, key, password="ferry")
    assert artifact.load(path, key=pair.public_key.to_base64().decode())


def test_without_the_extra_that_is_said(
    path: Path, public: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "minisign", None)
    with pytest.raises(MissingExtraError, match=r"boilerplate\[sign\]"):
        artifact.load(path, key=public)
    assert artifact.load(path)
