"""What can be set about the service."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Settings:
    """Limits and manners of the service.

    Attributes
    ----------
    model
        What :func:`boilerplate.load` takes; None is the newest installed model.
    token
        What requests must bring as ``Authorization: Bearer ...``; None lets everyone in.
    max_bytes
        Largest body of a request; larger ones are answered with 413.
    max_blocks
        Most blocks of a page; pages with more are answered with 413.
    max_memory
        Most bytes of bodies held at once; what goes beyond is answered with 503.
    timeout
        Seconds for a body to arrive (else 408) and for its page to be labelled (else 503).
    max_wait
        Most seconds of work that may wait already when a page comes; where more does, as far
        as is known from the pages before, it is answered with 503.
    batch_pages
        Most pages labelled together.
    batch_wait
        Seconds for which a page waits for others to be labelled with.
    drain
        Seconds after SIGTERM in which idle connections may still bring a request.
    """

    model: str | None = None
    token: str | None = field(default=None, repr=False)
    max_bytes: int = 10_000_000
    max_blocks: int = 20_000
    max_memory: int = 256_000_000
    timeout: float = 30.0
    max_wait: float = 1.75
    batch_pages: int = 8
    batch_wait: float = 0.002
    drain: float = 2.0
