"""From a page's blocks to what the model sees of them."""

from __future__ import annotations

from boilerplate.features.schema import NAMES, VERSION, Features, featurise, schema

__all__ = ["NAMES", "VERSION", "Features", "featurise", "schema"]
