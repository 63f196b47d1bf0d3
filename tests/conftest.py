from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from boilerplate.document import Page

from fakes import page_of  # isort: skip

ROOT = Path(__file__).parents[1]

# Shells start what runs in the background with interrupts ignored, and programs under test would
# inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the project."""
    return ROOT


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The training corpora, which are not part of the project."""
    path = Path(os.environ.get("BOILERPLATE_CORPUS") or ROOT.parent / "shared" / "corpus")
    if not path.is_dir():
        pytest.skip(f"no corpora: {path} is not there; BOILERPLATE_CORPUS can name them")
    return path


@pytest.fixture
def station() -> Page:
    """A small page with all there is: chrome, a captioned picture, text, a footer."""
    return page_of(
        [
            ("Play Live Radio", "player"),
            ("Local news", "title"),
            ("Mill bridge closes for repairs", "title"),
            ("By Ada Brook", "byline"),
            ("Published May 3", "byline"),
            ("The mill bridge, seen from the weir.", "caption"),
            ("Ada Brook", "credit"),
            ("/", "credit"),
            ("River Radio", "credit"),
            ("Enlarge", "interface"),
            ("The mill bridge, seen from the weir.", "caption"),
            ("The bridge closes on Monday.", "text"),
            ("Buses will go round.", "text"),
            ("Ada Brook", "byline"),
            ("A bus at the stop.", "caption"),
            ("© River Radio", "legal"),
        ]
    )
