"""The clause that a time stands in, and whether it speaks of the one who writes."""

from __future__ import annotations

from bot.understanding.times.line import Line

LONGEST_CLAUSE = 40
"""Words on either side that are looked at where no sign ends the clause."""


def clause(line: Line, place: int) -> tuple[int, int]:
    """The first token of the clause that holds this one, and the place after its last."""
    start = end = place
    while start > max(0, place - LONGEST_CLAUSE) and not _ends(line, start - 1):
        start -= 1
    while end < min(len(line), place + LONGEST_CLAUSE) and not _ends(line, end):
        end += 1
    return start, end


def _ends(line: Line, place: int) -> bool:
    if line.sign(place, ",:()") and not line.glued(place + 1):
        return True
    token = line.token(place)
    if token is not None and token.kind == "sign" and token.text == "." and not line.stops(place):
        return False
    return (token is not None and token.kind in ("sign", "line") and line.stops(place)) or line.at(
        place, "but"
    ) is not None


def of_something_else(line: Line, start: int) -> bool:
    """Whether the clause speaks of a thing or somebody: `Avisen kommer ikke ut på søndag`."""
    token = line.token(start)
    return (
        token is not None
        and token.kind == "word"
        and not line.known(start)
        and bool(line.at(start + 1, "can"))
    )
