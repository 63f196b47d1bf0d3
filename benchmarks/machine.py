"""What a measurement depends on: when, on what machine, with which versions."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable
from datetime import datetime, timezone
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of
from pathlib import Path

import boilerplate
from benchmarks.tables import Table


def about(title: str, facts: dict[str, object], packages: Iterable[str]) -> Table:
    """Table of a run's facts, then of the machine's and of the versions of packages."""
    rows: dict[str, object] = {
        "date": datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
        **facts,
        "processor": _processor(),
        "cores": os.cpu_count() or 1,
        "load at the start": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None,
        "system": f"{platform.system()} {platform.machine()}",
        "Python": platform.python_version(),
        "boilerplate": boilerplate.__version__,
        **{name: _version(name) for name in dict.fromkeys(packages)},
    }
    return Table(title, ["", "value"], [list(row) for row in rows.items()])


def _version(package: str) -> str:
    try:
        return version_of(package)
    except PackageNotFoundError:
        return "not installed"


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text("utf-8", "replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
