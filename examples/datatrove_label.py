"""A step of a datatrove pipeline that leaves the main content of each page as its text.

It goes where an extractor goes, after a reader of HTML::

    LocalPipelineExecutor([WarcReader("crawl/"), LabelPages(), JsonlWriter("texts/")]).run()
"""

from __future__ import annotations

from itertools import islice

import pyarrow as pa
from datatrove.data import DocumentsPipeline
from datatrove.pipeline.base import PipelineStep

import boilerplate
from boilerplate.arrow import label_batch


class LabelPages(PipelineStep):
    """Label pages, and drop those that have no main content or can't be labelled.

    Parameters
    ----------
    blocks
        Whether to leave the blocks with their labels in the metadata.
    """

    type = "🧩 EXTRAC"
    name = "boilerplate"

    def __init__(self, blocks: bool = False) -> None:
        super().__init__()
        self.blocks = blocks

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:
        """Label the pages of this rank, some at a time."""
        model = boilerplate.load()
        pages = iter(data)
        while some := list(islice(pages, 64)):
            batch = pa.RecordBatch.from_pydict({"source": [page.text for page in some]})
            for page, labelled in zip(some, label_batch(batch, model).to_pylist(), strict=True):
                kept = [block["text"] for block in labelled["blocks"] if block["main_content"]]
                self.stat_update("failed" if labelled["error"] else "labelled")
                if kept:
                    page.text = "\n".join(kept)
                    if self.blocks:
                        page.metadata["blocks"] = labelled["blocks"]
                    yield page
