"""A person's own words on a button: their beginning, as far as a small phone shows it."""

from __future__ import annotations

LONGEST = 24
"""Characters on a button (words.md)."""


def label(words: str | None, longest: int = LONGEST) -> str:
    """The beginning of the words on one line; never empty, since a button without text cannot be sent."""
    flat = " ".join((words or "").split())
    if not flat.strip("\u200b\u200c\u200d\u2060\ufe0f"):
        return "…"
    return flat if len(flat) <= longest else flat[: longest - 1].rstrip() + "…"
