"""Label a table of pages with Spark: ``spark-submit spark_label.py PAGES LABELLED``.

PAGES is a Parquet table with ``html`` or ``text``, and ``id`` and ``url`` where it has them.
LABELLED gets a page a row, with its blocks as a list; pages that could not be labelled have an
``error``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.pandas.types import from_arrow_schema

import boilerplate
from boilerplate.arrow import PAGES, label_batch


def label_partition(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Label the pages of a partition; the model is loaded once for it."""
    model = boilerplate.load()
    for batch in batches:
        yield label_batch(batch, model)


def label(pages: DataFrame) -> DataFrame:
    """Label a table of pages."""
    return pages.mapInArrow(label_partition, from_arrow_schema(PAGES))


def main() -> None:
    """Label the table that the command line names."""
    source, out = sys.argv[1:]
    spark = SparkSession.builder.appName("boilerplate").getOrCreate()
    # As many pages at once as keep a processor busy and the memory small.
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", "500")
    label(spark.read.parquet(source)).write.parquet(out)
    spark.stop()


if __name__ == "__main__":
    main()
