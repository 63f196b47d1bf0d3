"""The real command line as a process of its own, with fake workers."""

from __future__ import annotations

import sys
from pathlib import Path

from fakes import FakeLabeler

from boilerplate.batch import pipeline
from boilerplate.batch.engines import isolated
from boilerplate.cli import main

WORKER = str(Path(__file__).with_name("fake_worker.py"))

pipeline._load = lambda settings: FakeLabeler()  # type: ignore[assignment,return-value]
isolated.command = lambda settings: [sys.executable, WORKER, "", str(settings.timeout)]
main()
