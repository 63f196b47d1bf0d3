"""An HTML report on a model's predictions: one file that needs nothing else."""

from __future__ import annotations

from boilerplate.evaluation.html.document import write_report

__all__ = ["write_report"]
