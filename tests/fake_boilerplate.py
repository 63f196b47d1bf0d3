"""The real command line as a process of its own, with the fake labeler for a model."""

from __future__ import annotations

import sys
from types import ModuleType

from fakes import FakeLabeler

from boilerplate.cli import main

stand_in = ModuleType("boilerplate.model.labeler")
stand_in.load = lambda spec=None: FakeLabeler()  # type: ignore[attr-defined]
sys.modules["boilerplate.model.labeler"] = stand_in
main()
