"""What stands between two mentions of a time."""

from __future__ import annotations

from bot.understanding.times.line import Line
from bot.understanding.times.mention import Mention
from bot.understanding.times.scan import GLUE


def gap(line: Line, first: Mention, second: Mention, *more: str) -> bool:
    """Whether nothing but glue (and these kinds of word) stands between two mentions."""
    place = first.end
    while place < second.start:
        hit = line.at(place, *GLUE, "clock", *more)
        if hit is not None and hit.end <= second.start:
            place = hit.end
        elif line.sign(place, ",()\"'~*") or (line.sign(place, ".") and not line.stops(place)):
            place += 1
        else:
            return False
    return True


def between(line: Line, first: Mention, second: Mention, *kinds: str) -> bool:
    """Whether a word of these kinds stands between two mentions, or leads the second."""
    return any(line.at(place, *kinds) for place in range(first.end, second.start + 1)) or second.lead in kinds
