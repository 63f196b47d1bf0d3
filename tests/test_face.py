from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from fakes import FakeLabeler

import boilerplate
from boilerplate import extraction
from boilerplate.errors import BoilerplateError

PAGE = "player| Play\ntitle| Bridge closes\ntext| On Monday.\nlegal| © River Radio"


def python(code: str) -> str:
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_every_name_of_the_face_is_there() -> None:
    for name in boilerplate.__all__:
        assert getattr(boilerplate, name) is not None
        assert name in dir(boilerplate)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="polish"):
        boilerplate.polish  # type: ignore[attr-defined]  # noqa: B018


def test_every_error_is_a_boilerplate_error() -> None:
    for name in ("SourceError", "CorpusError", "ModelError", "MissingExtraError"):
        assert issubclass(getattr(boilerplate, name), BoilerplateError)


def test_extract_returns_the_main_content() -> None:
    model: Any = FakeLabeler()
    assert boilerplate.extract(PAGE, model=model) == "Bridge closes\nOn Monday."
    assert boilerplate.extract(PAGE.encode(), model=model) == "Bridge closes\nOn Monday."


def test_extract_returns_what_is_to_be_kept() -> None:
    model: Any = FakeLabeler()
    assert boilerplate.extract(PAGE, model=model, keep=["player", "footer"]) == (
        "Play\n© River Radio"
    )
    assert boilerplate.extract(PAGE, model=model, keep="footer") == "© River Radio"
    assert boilerplate.extract(PAGE, model=model, keep=[]) == ""
    with pytest.raises(ValueError, match="sidebar"):
        boilerplate.extract(PAGE, model=model, keep=["sidebar"])


def test_nothing_to_extract_is_an_empty_string() -> None:
    model: Any = FakeLabeler()
    assert boilerplate.extract("legal| © River Radio", model=model) == ""
    assert boilerplate.extract("", model=model) == ""


def test_models_named_by_the_caller_are_loaded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[str | None] = []

    def load(spec: str | None = None) -> FakeLabeler:
        loaded.append(spec)
        return FakeLabeler()

    monkeypatch.setattr("boilerplate.model.labeler.load", load)
    extraction._load.cache_clear()
    for model in (None, None, "1.0.0", "1.0.0"):
        boilerplate.label(PAGE, model=model)
    extraction._load.cache_clear()
    assert loaded == [None, "1.0.0"]
