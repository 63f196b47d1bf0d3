"""From a source, plain text or HTML, to a page's blocks."""

from __future__ import annotations

from boilerplate.page.columns import SECTIONS, Kind, PageColumns
from boilerplate.page.split import split

__all__ = ["SECTIONS", "Kind", "PageColumns", "split"]
