"""Several fits side by side: folds, and networks that only differ by their seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from joblib import Parallel, delayed
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


def fit_all(jobs: Sequence[Job], settings: Settings, progress: Progress) -> list[Weights]:
    """Fit one network a job, on all cores.

    Each fit has one thread of its own: NumPy lets go of the interpreter for the work that
    takes the time, and the examples need no copy. The results do not depend on the number of
    cores.
    """
    done = [0.0] * len(jobs)

    def run(number: int) -> Weights:
        def update(share: float) -> None:
            done[number] = share
            finished = sum(value >= 1 for value in done)
            progress.update(sum(done) / len(done), f"{finished} of {len(done)} networks")

        return fit(jobs[number].examples, settings, jobs[number].seed, update)

    with threadpool_limits(1, "blas"):
        fitted = Parallel(n_jobs=-1, backend="threading")(
            delayed(run)(number) for number in range(len(jobs))
        )
    return list(fitted)
