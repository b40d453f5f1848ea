"""When two sentences are the same: they differ at most in commas, spaces and capitals."""

from __future__ import annotations

import re


def bare(text: str) -> str:
    """The letters and digits of a text alone."""
    return re.sub(r"[\W_]+", "", text.casefold())
