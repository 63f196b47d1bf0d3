"""Several fits side by side: folds, and networks that only differ by their seed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing import connection, get_all_start_methods, get_context

from threadpoolctl import threadpool_limits

from boilerplate.model.network import Weights
from boilerplate.training.examples import Example
from boilerplate.training.fit import Settings, fit
from boilerplate.training.progress import Progress


@dataclass(frozen=True, slots=True)
class Job:
    """One fit to be done."""

    examples: Sequence[Example]
    seed: int


def fit_all(
    jobs: Sequence[Job], settings: Settings, progress: Progress, workers: int | None = None
) -> list[Weights]:
    """Fit one network a job.

    Parameters
    ----------
    workers
        Processes that fit at the same time; by default one a core, where the system can fork:
        a forked process shares the examples and need not be sent them. The networks do not
        depend on it, since each is fitted by one thread.

    Returns
    -------
    list of Weights
        In the order of `jobs`.
    """
    if workers is None:
        workers = (os.cpu_count() or 1) if "fork" in get_all_start_methods() else 1
    done = [0.0] * len(jobs)
    fitted: dict[int, Weights] = {}

    def tell(number: int, share: float) -> None:
        done[number] = share
        progress.update(sum(done) / len(done), f"{len(fitted)} of {len(jobs)} networks")

    run = _forked if workers > 1 else _in_turn
    for number, weights in run(jobs, settings, workers, tell):
        fitted[number] = weights
        tell(number, 1.0)
    return [fitted[number] for number in range(len(jobs))]


Tell = Callable[[int, float], None]
"""Told the number of a job and how far it is."""


def _in_turn(
    jobs: Sequence[Job], settings: Settings, workers: int, tell: Tell
) -> Iterator[tuple[int, Weights]]:
    for number, job in enumerate(jobs):
        with threadpool_limits(1, "blas"):
            weights = fit(job.examples, settings, job.seed, partial(tell, number))
        yield number, weights


def _forked(
    jobs: Sequence[Job], settings: Settings, workers: int, tell: Tell
) -> Iterator[tuple[int, Weights]]:
    """Fit in child processes, at most `workers` of them at a time."""
    context = get_context("fork")
    waiting = list(range(len(jobs)))[::-1]
    running: dict[connection.Connection, int] = {}
    try:
        while waiting or running:
            while waiting and len(running) < workers:
                number = waiting.pop()
                ours, theirs = context.Pipe(duplex=False)
                context.Process(
                    target=_work, args=(jobs[number], settings, theirs), daemon=True
                ).start()
                theirs.close()
                running[ours] = number
            for pipe in connection.wait(list(running)):
                assert isinstance(pipe, connection.Connection)
                number = running[pipe]
                try:
                    news = pipe.recv()
                except EOFError:
                    raise ChildProcessError(f"the process of network {number} died") from None
                if isinstance(news, float):
                    tell(number, news)
                else:
                    yield number, news
                    del running[pipe]
                    pipe.close()
    finally:
        for pipe in running:
            pipe.close()  # a child that can't tell any more ends


def _work(job: Job, settings: Settings, pipe: connection.Connection) -> None:
    told = 0.0

    def update(done: float) -> None:
        nonlocal told
        if done - told >= 0.01 or done == 1.0:
            told = done
            pipe.send(float(done))

    with threadpool_limits(1, "blas"):
        pipe.send(fit(job.examples, settings, job.seed, update))
