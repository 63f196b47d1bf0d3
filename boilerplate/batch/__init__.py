"""Many pages: sources, records, chunks, an engine, parts.

``pipeline`` tells it from top to bottom; ``docs/batch.md`` is the guide. Needs the extra
``batch``.
"""

from __future__ import annotations

from boilerplate.errors import MissingExtraError

try:
    import fastwarc
    import filelock
    import fsspec
    import pyarrow
except ImportError as error:
    raise MissingExtraError(
        f"batch runs need packages more ({error.name}): pip install 'boilerplate[batch]'"
    ) from None

del fastwarc, filelock, fsspec, pyarrow

from boilerplate.batch.pipeline import run  # noqa: E402
from boilerplate.batch.summary import Summary, summary  # noqa: E402

__all__ = ["Summary", "run", "summary"]
