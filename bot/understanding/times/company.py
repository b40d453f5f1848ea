"""Which bare numbers are hours: an hour is one in company (`torsdag 14`), by its verb (`går det elva?`), or alone."""

from __future__ import annotations

from itertools import pairwise

from bot.understanding.times.clocks import Point
from bot.understanding.times.gaps import between, gap
from bot.understanding.times.line import Line
from bot.understanding.times.mention import Mention
from bot.understanding.times.scan import GLUE

_SHORT_MESSAGE = 4


def accepted(line: Line, found: list[Mention], moving: bool) -> list[Mention]:
    """Without the bare numbers and meals that nothing makes a time."""
    kept: list[Mention] = []
    for place, mention in enumerate(found):
        cued = mention.cued or (moving and mention.lead == "until")
        if (
            mention.sure
            or cued
            or _alone(line, found, mention)
            or _in_company(line, found, place, kept, moving)
        ):
            kept.append(mention)
    return _counts_nobody(line, kept, moving)


def _counts_nobody(line: Line, found: list[Mention], moving: bool) -> list[Mention]:
    """Without a bare number where the hour is said too: `et bord for to i kveld klokka sju`."""
    kept = []
    for n, mention in enumerate(found):
        loose = not mention.sure and isinstance(mention.clock, Point) and mention.lead in ("", "until")
        if not (loose and not mention.edge and not moving and _hour_follows(line, found[n : n + 3])):
            kept.append(mention)
    return kept


def _hour_follows(line: Line, row: list[Mention]) -> bool:
    """Whether an hour without doubt follows the first of these, with nothing but a day and glue between."""
    for first, second in pairwise(row):
        if not gap(line, first, second) or line.sign(first.end, ","):
            return False
        if second.sure and isinstance(second.clock, Point):
            return True
    return False


def _alone(line: Line, found: list[Mention], mention: Mention) -> bool:
    """Whether the message is nothing but this number, or hours to choose between (an answer to *when?*)."""
    clocks = [each for each in found if each.clock is not None and not each.lead]
    others = [
        place
        for place in range(len(line))
        if line.tokens[place].kind in ("word", "number")
        and not any(each.start <= place < each.end for each in clocks)
    ]
    return (
        mention in clocks
        and len(others) < _SHORT_MESSAGE
        and (len(clocks) == 1 or any(line.at(place, "or") for place in others))
        and all(line.at(place, *GLUE, "filler", "ask", "can", "or") for place in others)
    )


def _in_company(line: Line, found: list[Mention], place: int, kept: list[Mention], moving: bool) -> bool:
    """Whether a day, a part of the day or another hour stands just beside the number."""
    mention = found[place]
    before = kept[-1] if kept and place and kept[-1] is found[place - 1] else None
    after = found[place + 1] if place + 1 < len(found) else None
    if _corrects(line, found[:place], mention) or _fits(line, mention):
        return True
    if before is not None and gap(line, before, mention) and before.clock is None:
        return True
    if before is not None and gap(line, before, mention, "or", "and") and before.later is None:
        return between(line, before, mention, "or", "and") or line.sign(before.end, "/,")
    return after is not None and _followed(line, mention, after, moving)


def _followed(line: Line, mention: Mention, after: Mention, moving: bool) -> bool:
    """Whether the time after the number makes it one: `10 på torsdag`, `13 istället för 10`, `flytta 10 till 13`."""
    moved = moving and (after.lead == "until" or between(line, mention, after, "swapped_for"))
    swapped = moved or after.lead in ("instead_of", "than")
    if swapped and after.clock is not None and gap(line, mention, after, "swapped_for"):
        return True
    if not after.sure:
        return False
    if after.clock is None:
        return gap(line, mention, after) and bool(after.day or after.part or after.repeat)
    return gap(line, mention, after, "or") and between(line, mention, after, "or")


def _corrects(line: Line, earlier: list[Mention], mention: Mention) -> bool:
    """`kl två, eller nej, tre`: a number behind a correction, if an hour was named, or nothing follows it."""
    place = mention.start - line.sign(mention.start - 1, ",")
    if mention.clock is None or not line.before(place, "correct"):
        return False
    return any(each.clock for each in earlier) or line.token(mention.end) is None or line.stops(mention.end)


def _fits(line: Line, mention: Mention) -> bool:
    """`går det elva?`: a verb just before the number and nothing after it; `tolv passar`: a verb just after it."""
    place = mention.start
    if mention.clock is None:
        return False
    follows = ("fits", "is") if line.digits(place) else ("fits",)
    first = place == 0 or not line.known(place - 1) or line.stops(place - 1) or line.sign(place - 1, ",")
    better = line.at(mention.end, "better")
    follows_it = line.at(mention.end, *follows) or (better is not None and line.stops(better.end))
    if follows_it and (first or line.at(place - 1, "but", "or", "and")):
        return True
    asked = line.before(place, "can", "come") or (
        line.before(place, "subjects") and line.before(place - 1, "can")
    )
    alone = line.token(mention.end) is None or line.stops(mention.end)
    return asked and (alone or line.at(mention.end, "instead", "instead_of") is not None)
