"""From labelled pages to a model."""

from __future__ import annotations

from boilerplate.training.progress import Progress
from boilerplate.training.recipe import train

__all__ = ["Progress", "train"]
