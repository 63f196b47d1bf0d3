"""What Prometheus is told."""

from __future__ import annotations

import os
from collections.abc import Iterable

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

CONTENT_TYPE = CONTENT_TYPE_LATEST

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_PAGES = (1, 2, 4, 8, 16, 32, 64)


class Metrics:
    """The service's counters; one set a process, added up over the workers."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "boilerplate_requests",
            "Requests answered.",
            ["method", "route", "status"],
            registry=self._registry,
        )
        self._latency = Histogram(
            "boilerplate_request_seconds",
            "Seconds from a request to its answer.",
            ["route"],
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._batch_pages = Histogram(
            "boilerplate_batch_pages",
            "Pages labelled together.",
            buckets=_PAGES,
            registry=self._registry,
        )
        self._batch_seconds = Histogram(
            "boilerplate_batch_seconds",
            "Seconds to label a batch.",
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._blocks = Counter(
            "boilerplate_blocks", "Blocks labelled.", ["label"], registry=self._registry
        )
        self.waiting = Gauge(
            "boilerplate_pages_waiting",
            "Pages accepted and not yet answered.",
            registry=self._registry,
            multiprocess_mode="livesum",
        )

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count an answered request."""
        self._requests.labels(method, route, str(status)).inc()
        self._latency.labels(route).observe(seconds)

    def batch(self, pages: int, seconds: float) -> None:
        """Count a labelled batch."""
        self._batch_pages.observe(pages)
        self._batch_seconds.observe(seconds)

    def blocks(self, counts: Iterable[tuple[str, int]]) -> None:
        """Count labelled blocks by their label."""
        for label, count in counts:
            self._blocks.labels(label).inc(count)

    def exposition(self) -> bytes:
        """All metrics as Prometheus reads them."""
        registry = self._registry
        if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return bytes(generate_latest(registry))
