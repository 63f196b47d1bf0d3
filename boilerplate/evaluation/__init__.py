"""Scores of models on labelled pages."""

from __future__ import annotations

from boilerplate.evaluation.measure import evaluate
from boilerplate.evaluation.report import Report

__all__ = ["Report", "evaluate"]
