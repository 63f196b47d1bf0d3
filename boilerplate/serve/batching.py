"""Pages that arrive together are labelled together, in a thread of their own."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import perf_counter
from typing import Final, Literal

from boilerplate.document import Page
from boilerplate.model.labeler import Labeler
from boilerplate.serve.backlog import Backlog
from boilerplate.serve.memory import give_back
from boilerplate.serve.metrics import Metrics
from boilerplate.serve.problems import Problem
from boilerplate.serve.settings import Settings

_BATCH_CHARS: Final = 2_000_000
"""Text that goes into a batch: a huge page keeps no others waiting with it."""

_TIDY_PAGES: Final = 200
"""Pages after which free memory is given back, which takes some milliseconds."""

Kind = Literal["auto", "text", "html"]


@dataclass(slots=True, eq=False)
class Job:
    """A page to be labelled.

    Attributes
    ----------
    source, kind
        As :func:`boilerplate.label` takes them.
    render
        Makes the answer of the labelled page; runs in the thread that labels.
    answer
        What the job's request waits for.
    """

    source: str
    kind: Kind
    render: Callable[[Page], bytes]
    answer: asyncio.Future[bytes]


class Batcher:
    """Takes pages while none would wait too long, and labels those that wait in one batch.

    While a batch is being labelled, the next one gathers; only an idle batcher waits for
    company, and not for long.
    """

    def __init__(self, labeler: Labeler, settings: Settings, metrics: Metrics) -> None:
        self._labeler = labeler
        self._settings = settings
        self._metrics = metrics
        self._waiting: asyncio.Queue[Job] = asyncio.Queue()
        self._backlog = Backlog()
        self._thread = ThreadPoolExecutor(1, "labelling")

    async def label(
        self, pages: Sequence[tuple[str, Kind]], render: Callable[[Page], bytes]
    ) -> list[bytes]:
        """Label pages and render each.

        Raises
        ------
        Problem
            503 where too much waits already or the time is up.
        """
        self.check_room()
        loop = asyncio.get_running_loop()
        jobs = [Job(source, kind, render, loop.create_future()) for source, kind in pages]
        for job in jobs:
            self._accept(job)
        answers = asyncio.gather(*(job.answer for job in jobs))
        try:
            return await asyncio.wait_for(answers, self._settings.timeout)
        except asyncio.TimeoutError:
            raise Problem(503, "labelling took too long", self.retry_after()) from None
        finally:
            for job in jobs:
                job.answer.cancel()  # one page failed: the others need not be labelled

    def check_room(self) -> None:
        """Raise 503 where a page would have to wait too long."""
        if self._backlog.seconds > self._settings.max_wait:
            seconds = self.retry_after()
            raise Problem(503, f"what waits will take {seconds} s: try again then", seconds)

    def retry_after(self) -> int:
        """Seconds, at least 1, in which the pages that wait now will be done."""
        return max(1, math.ceil(self._backlog.seconds))

    async def run(self) -> None:
        """Label what comes, until cancelled."""
        loop = asyncio.get_running_loop()
        labelled = 0
        while True:
            batch = [job for job in await self._gather() if not job.answer.done()]
            if not batch:
                continue
            began = perf_counter()
            answers = await loop.run_in_executor(self._thread, self._answers, batch)
            taken = perf_counter() - began
            self._backlog.learn((job.source for job in batch), taken)
            self._metrics.batch(len(batch), taken)
            for job, answer in zip(batch, answers, strict=True):
                if job.answer.done():
                    continue
                if isinstance(answer, bytes):
                    job.answer.set_result(answer)
                else:
                    job.answer.set_exception(answer)
            labelled += len(batch)
            if labelled >= _TIDY_PAGES:
                labelled = 0
                await loop.run_in_executor(self._thread, give_back)

    async def _gather(self) -> list[Job]:
        """The next batch: what waits already, or else what comes within a moment."""
        batch = [await self._waiting.get()]
        chars = len(batch[0].source)
        if self._waiting.empty():
            await asyncio.sleep(self._settings.batch_wait)
        while (
            not self._waiting.empty()
            and len(batch) < self._settings.batch_pages
            and chars < _BATCH_CHARS
        ):
            batch.append(self._waiting.get_nowait())
            chars += len(batch[-1].source)
        return batch

    def _answers(self, batch: list[Job]) -> list[bytes | Exception]:
        """What each job is answered with; runs in the thread."""
        try:
            return [job.render(page) for job, page in zip(batch, self._pages(batch), strict=True)]
        except Exception as error:
            if len(batch) == 1:
                return [error]
            return [answer for job in batch for answer in self._answers([job])]

    def _pages(self, batch: list[Job]) -> list[Page]:
        pages: dict[Job, Page] = {}
        for kind in {job.kind for job in batch}:
            jobs = [job for job in batch if job.kind == kind]
            labelled = self._labeler.label_many((job.source for job in jobs), kind)
            pages |= zip(jobs, labelled, strict=True)
        return [pages[job] for job in batch]

    def _accept(self, job: Job) -> None:
        def ended(_: asyncio.Future[bytes]) -> None:
            self._backlog.remove(job.source)
            self._metrics.waiting.dec()

        self._backlog.add(job.source)
        self._metrics.waiting.inc()
        job.answer.add_done_callback(ended)
        self._waiting.put_nowait(job)
