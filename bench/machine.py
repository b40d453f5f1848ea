"""The machine that was measured on, in one line: figures mean nothing without it."""

from __future__ import annotations

import os
import platform
from pathlib import Path


def line() -> str:
    """Cores, processor, memory, Python, and how busy it is."""
    loads = " ".join(f"{each:.1f}" for each in os.getloadavg())
    return (
        f"{os.cpu_count()} cores, {_processor()}, {_gigabytes():.0f} GB, {platform.system()} "
        f"{platform.release()}, Python {platform.python_version()}; load {loads}"
    )


def _processor() -> str:
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in text.splitlines() if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _gigabytes() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
