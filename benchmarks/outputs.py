"""What the peers make of pages, kept in a file.

An outcome is used again as long as the page, the package's version and the way it is called are
the same.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from joblib import Parallel, delayed

from benchmarks import peers as peers_module
from benchmarks.fingerprint import source_digest
from benchmarks.peers import PEERS, Outcome, Peer, quiet, run
from benchmarks.wcxb import WcxbPage

Outputs = dict[str, dict[str, Outcome]]
"""Outcome by peer and page id."""


def obtain(
    peers: Sequence[Peer], pages: Sequence[WcxbPage], file: Path | None, jobs: int = 2
) -> Outputs:
    """Run the peers on the pages, but for what a file has of the same versions and pages.

    Parameters
    ----------
    peers
        Installed ones.
    pages
        The pages.
    file
        Where outcomes are kept, as JSON packed with gzip; None keeps them nowhere.
    jobs
        Processes.
    """
    kept = json.loads(gzip.decompress(file.read_bytes())) if file and file.exists() else {}
    digest = _digest(pages)
    missing = [p for p in peers if kept.get(_key(p), {}).get("pages") != digest]
    if missing:
        print(f"running {', '.join(peer.name for peer in missing)}", file=sys.stderr, flush=True)
        names = [peer.name for peer in missing]
        work = (delayed(_run)(names, page.html) for page in pages)
        rows = list(Parallel(n_jobs=jobs)(work))
        for peer, outcomes in zip(missing, zip(*rows, strict=True), strict=True):
            by_page = {
                page.id: [outcome.text, outcome.failed]
                for page, outcome in zip(pages, outcomes, strict=True)
            }
            kept[_key(peer)] = {"pages": digest, "outcomes": by_page}
        if file:
            file.parent.mkdir(parents=True, exist_ok=True)
            part = file.with_name(f"{file.name}.part")
            part.write_bytes(gzip.compress(json.dumps(kept).encode(), 5))
            part.replace(file)
    return {
        peer.name: {
            page: Outcome(text, failed)
            for page, (text, failed) in kept[_key(peer)]["outcomes"].items()
        }
        for peer in peers
    }


def _run(names: Sequence[str], html: str) -> list[Outcome]:
    quiet()
    return [run(PEERS[name].extract, html) for name in names]


def _key(peer: Peer) -> str:
    """What an outcome depends on besides the page: the package, and how it is called."""
    return f"{peer.name} {peer.version} {source_digest(Path(peers_module.__file__))}"


def _digest(pages: Sequence[WcxbPage]) -> str:
    digest = hashlib.sha256()
    for page in pages:
        digest.update(f"{page.id}\n{page.html}\n".encode("utf-8", "replace"))
    return digest.hexdigest()[:16]
