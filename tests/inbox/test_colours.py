"""Text is readable on its background, by day and by night (WCAG 2.1 AA, 4.5 : 1)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from inbox.render import HERE

PAIRS = (
    ("ink", "paper"), ("ink", "card"), ("ink", "tint"), ("soft", "paper"), ("soft", "card"), ("soft", "tint"),
    ("accent", "card"), ("accent", "paper"), ("accent", "tint"), ("on-accent", "accent"), ("red", "card"),
    ("red", "red-tint"), ("ink", "red-tint"), ("soft", "red-tint"), ("on-red", "red"), ("note-ink", "note"),
)  # fmt: skip


def palettes() -> list[dict[str, str]]:
    """The colours of the day, and of the night."""
    css = Path(HERE / "static" / "inbox.css").read_text(encoding="utf-8")
    blocks = re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    return [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6})", block)) for block in blocks]


def light(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * each for each in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("night", [False, True])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_stands_out(text: str, ground: str, night: bool) -> None:
    colours = palettes()[night]
    brighter, darker = sorted((light(colours[text]), light(colours[ground])), reverse=True)
    assert (brighter + 0.05) / (darker + 0.05) >= 4.5
