"""A worker process with the fake labeler for a model, which some pages treat badly."""

from __future__ import annotations

import os
import signal
import sys
import time
from types import ModuleType
from typing import Any, Literal

from fakes import FakeLabeler

from boilerplate.batch.engines import worker
from boilerplate.document import Page


class Frail(FakeLabeler):
    def label(
        self, source: str | bytes, kind: Literal["auto", "text", "html"] = "auto", **options: Any
    ) -> Page:
        text = source.decode() if isinstance(source, bytes) else source
        if "crash" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "hang" in text:
            time.sleep(1000)
        if "slow" in text:
            time.sleep(0.005)
        return super().label(text, kind, **options)


stand_in = ModuleType("boilerplate.model.labeler")
stand_in.load = lambda spec=None: Frail()  # type: ignore[attr-defined]
sys.modules["boilerplate.model.labeler"] = stand_in
worker.main()
