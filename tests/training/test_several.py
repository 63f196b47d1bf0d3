from __future__ import annotations

import numpy as np
from toys import QUICK, toy_examples

from boilerplate.training.fit import fit
from boilerplate.training.progress import Silence
from boilerplate.training.several import Job, fit_all


def test_networks_fitted_side_by_side_are_those_fitted_alone() -> None:
    jobs = [Job(toy_examples([number, number + 1]), seed) for number, seed in enumerate((4, 9, 4))]
    fitted = fit_all(jobs, QUICK, Silence())
    assert len(fitted) == len(jobs)
    for job, weights in zip(jobs, fitted, strict=True):
        alone = fit(job.examples, QUICK, job.seed)
        assert set(alone) == set(weights)
        for name, w in alone.items():
            np.testing.assert_array_equal(weights[name], w)


def test_no_jobs_no_networks() -> None:
    assert fit_all([], QUICK, Silence()) == []
