"""The labeller as an HTTP service, with a page to look at labels (extra ``serve``).

A request's page waits a moment for others, is labelled together with them in a thread, and
comes back as JSON. Nothing is ever fetched from anywhere.
"""

from __future__ import annotations

from boilerplate.serve.app import create_app
from boilerplate.serve.settings import Settings

__all__ = ["Settings", "create_app"]
