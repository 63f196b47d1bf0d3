"""From saved pages to a model, in a process of its own."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(slots=True)
class Training:
    """A training and how far it is.

    Attributes
    ----------
    corpus, model
        The file it learns from and the one it writes.
    state
        How it stands.
    message
        The last thing it said.
    """

    corpus: Path
    model: Path
    state: Literal["none", "running", "done", "failed"] = "none"
    message: str = ""

    def command(self) -> list[str]:
        """The command that does the same."""
        return ["boilerplate", "train", str(self.corpus), "--out", str(self.model)]

    async def run(self, done: Callable[[Path], None]) -> None:
        """Train, then hand the model's file to `done`."""
        self.state, self.message = "running", "starting"
        try:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", *self.command()),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.PIPE,
            )
            try:
                assert process.stderr is not None
                async for line in process.stderr:
                    self.message = line.decode(errors="replace").strip() or self.message
                if await process.wait() != 0:
                    self.state = "failed"
                    return
            finally:
                if process.returncode is None:
                    process.kill()  # the tool is being closed
            await asyncio.to_thread(done, self.model)
            self.state, self.message = "done", f"wrote {self.model}"
        except Exception as error:
            self.state, self.message = "failed", str(error)
