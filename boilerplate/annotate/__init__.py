"""A labelling tool: the model proposes, a person corrects, and the saved pages train a model.

Needs the extra ``serve``.
"""

from __future__ import annotations

from boilerplate.annotate.session import Session
from boilerplate.annotate.store import Store

__all__ = ["Session", "Store"]
