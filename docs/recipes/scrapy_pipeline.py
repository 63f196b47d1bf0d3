"""Clean what a Scrapy spider brings home.

In ``settings.py``::

    ITEM_PIPELINES = {"scrapy_pipeline.BoilerplatePipeline": 300}
    BOILERPLATE_KEEP = ["body", "caption"]   # optional: by default the main content

Items need a field ``html`` (or ``body``, as bytes); they get ``text``, ``title`` and ``byline``.
"""

from __future__ import annotations

from typing import Any

import boilerplate


class BoilerplatePipeline:
    """Adds the text that matters to every item; the model is loaded once a crawl."""

    def __init__(self, model: str | None = None, keep: tuple[str, ...] = ()) -> None:
        self.labeler = boilerplate.load(model)
        self.keep = keep

    @classmethod
    def from_crawler(cls, crawler: Any) -> BoilerplatePipeline:
        """Make the pipeline from the crawl's settings."""
        settings = crawler.settings
        return cls(settings.get("BOILERPLATE_MODEL"), tuple(settings.getlist("BOILERPLATE_KEEP")))

    def process_item(self, item: Any, spider: Any = None) -> Any:
        """Label the item's page."""
        page = self.labeler.label(item.get("html") or item.get("body") or "", "html")
        item["text"] = page.text(*self.keep) if self.keep else page.main_content
        item["title"], item["byline"] = page.title, page.byline
        return item
