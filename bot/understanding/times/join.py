"""From pieces to whole times: stretches (`10-12`), numbers that turn out to be hours, days with their hours.

What stands between two pieces decides. Pieces that only glue lies between are put together first; then an hour that
stands alone goes to the day that the same message names (`kan ni komma på torsdag? gärna vid tio`).
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from bot.understanding.times.clocks import Point, Stretch
from bot.understanding.times.line import Line
from bot.understanding.times.mention import Mention, Part, combine, fenced
from bot.understanding.times.scan import GLUE
from bot.understanding.times.shapes import Beside, Between, Date, Month, Offset, Shifted, Weekday

FAR = 14
"""Words that may lie between a day and its hour."""
_DASHES = "-–—"
_PARTING = ("or", "instead_of", "than", "correct")
_SHORT_MESSAGE = 4
_EARLIEST = 4
"""The hour from which people get up."""


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


def assemble(line: Line, found: list[Mention], moving: bool) -> list[Mention]:
    """Stretches, then hours among the bare numbers, then all that belongs closely together."""
    found = _spanned(line, found, moving)
    found = _accepted(line, found, moving)
    found = _counts_nobody(line, found, moving)
    found = _close(line, _close(line, found, moving), moving)
    waking = any(line.at(place, "waking") for place in range(len(line)))
    found = _far_reaching(line, _rows_of_days(line, found), moving)
    found = [_settled(line, _awake(each) if waking else each, moving) for each in found]
    return _beside(found)


def _far_reaching(line: Line, found: list[Mention], moving: bool) -> list[Mention]:
    """Days with their hours or parts that *from … to* spans: `fra fredag kl 15 til søndag kl 18`."""
    kept: list[Mention] = []
    for mention in found:
        first = kept[-1] if kept else None
        if (
            first is not None
            and first.day is not None
            and mention.day is not None
            and (first.clock or first.part or mention.clock or mention.part)
            and not (first.repeat or mention.repeat or first.until)
            and _reaches(line, first, mention, moving)
        ):
            kept[-1] = replace(
                first, end=mention.end, edge="", lead="", until=replace(mention, edge="", lead="")
            )
        else:
            kept.append(mention)
    return kept


def _rows_of_days(line: Line, found: list[Mention]) -> list[Mention]:
    """`måndag, onsdag och fredag varje vecka`: the rhythm takes in the weekdays named before it."""
    kept: list[Mention] = []
    for mention in found:
        whole = mention
        while kept and (longer := _taken_in(line, kept[-1], whole)) is not None:
            kept.pop()
            whole = longer
        kept.append(whole)
    return kept


def _taken_in(line: Line, day: Mention, rhythm: Mention) -> Mention | None:
    plain = isinstance(day.day, Weekday) and not (day.day.which or day.clock or day.part or day.edge)
    weekly = rhythm.repeat is not None and rhythm.repeat.frequency == "WEEKLY" and rhythm.repeat.weekdays
    if not plain or not weekly or not gap(line, day, rhythm, "and"):
        return None
    return combine(day, rhythm)


def _beside(found: list[Mention]) -> list[Mention]:
    """With *the day after* put to the day named before it; without one it says no time."""
    kept: list[Mention] = []
    for mention in found:
        if isinstance(mention.day, Beside):
            base = next((each.day for each in reversed(kept) if each.day is not None), None)
            if base is not None:
                kept.append(replace(mention, day=Shifted(base, mention.day.shift)))
        else:
            kept.append(mention)
    return kept


def _awake(mention: Mention) -> Mention:
    """`väck mig klockan sex` is in the morning."""
    point = mention.clock
    if not isinstance(point, Point) or mention.part is not None or point.hour < _EARLIEST:
        return mention
    return replace(mention, clock=replace(point, bare=False))


def _spanned(line: Line, found: list[Mention], moving: bool) -> list[Mention]:
    """Pairs with a dash, *to* or *between … and* between them, as one."""
    joined: list[Mention] = []
    for mention in found:
        span = _span(line, joined[-1], mention, moving) if joined else None
        if span is None:
            joined.append(mention)
        else:
            joined[-1] = span
    return joined


def _span(line: Line, first: Mention, second: Mention, moving: bool) -> Mention | None:
    if not _reaches(line, first, second, moving):
        return None
    whole = combine(
        replace(first, clock=None, day=None, lead="", edge=""),
        replace(second, clock=None, day=None, lead="", edge=""),
    )
    if whole is None:
        return None
    whole = replace(whole, sure=first.sure or second.sure or bool(first.lead), cued=bool(first.lead), edge="")
    if isinstance(first.clock, Point) and isinstance(second.clock, Point):
        return replace(whole, clock=Stretch(first.clock, second.clock), day=first.day or second.day)
    if first.clock or second.clock or first.later or second.later or first.day is None or second.day is None:
        return None
    one = first.day
    if isinstance(one, Date) and one.month is None and isinstance(second.day, Date):
        one = replace(one, month=second.day.month, year=second.day.year)
    return replace(whole, day=Between(one, second.day))


def _reaches(line: Line, first: Mention, second: Mention, moving: bool) -> bool:
    """Whether the words between say *from the first to the second*."""
    dash = line.sign(first.end, _DASHES) and first.end + 1 == second.start
    if dash:
        return True
    if first.lead == "between":
        return between(line, first, second, "and") and gap(line, first, second, "and")
    if second.lead != "until" and second.edge != "by":
        return False
    led = first.lead == "from" or first.edge == "from"
    moved = moving and first.lead != "until"
    return not moved and gap(line, first, second) and (led or _alike(first, second))


def _alike(first: Mention, second: Mention) -> bool:
    both_hours = isinstance(first.clock, Point) and isinstance(second.clock, Point)
    return both_hours or any(
        isinstance(first.day, kind) and isinstance(second.day, kind) for kind in (Weekday, Month)
    )


def _accepted(line: Line, found: list[Mention], moving: bool) -> list[Mention]:
    """Without the bare numbers and meals that nothing makes a time."""
    kept: list[Mention] = []
    for place, mention in enumerate(found):
        cued = mention.cued or (moving and mention.lead == "until")
        if mention.sure or cued or _alone(line, found, mention) or _in_company(line, found, place, kept):
            kept.append(mention)
    return kept


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


def _in_company(line: Line, found: list[Mention], place: int, kept: list[Mention]) -> bool:
    """Whether a day, a part of the day or another hour stands just beside the number."""
    mention = found[place]
    corrected = any(each.clock for each in kept) and line.before(mention.start, "correct")
    if corrected or _fits(line, mention):
        return True
    before = kept[-1] if kept and place and kept[-1] is found[place - 1] else None
    after = found[place + 1] if place + 1 < len(found) else None
    if before is not None and gap(line, before, mention) and before.clock is None:
        return True
    if before is not None and gap(line, before, mention, "or", "and") and before.later is None:
        return between(line, before, mention, "or", "and") or line.sign(before.end, "/,")
    if after is None or not after.sure:
        return False
    if after.clock is None and gap(line, mention, after) and (after.day or after.part or after.repeat):
        return True
    return after.clock is not None and gap(line, mention, after, "or") and between(line, mention, after, "or")


def _fits(line: Line, mention: Mention) -> bool:
    """`går det elva?`: a verb just before the number and nothing after it; `tolv passar`: a verb just after it."""
    place = mention.start
    if mention.clock is None:
        return False
    follows = ("fits", "is") if line.digits(place) else ("fits",)
    if line.at(mention.end, *follows) and (place == 0 or not line.known(place - 1) or line.stops(place - 1)):
        return True
    asked = line.before(place, "can") or (line.before(place, "subjects") and line.before(place - 1, "can"))
    alone = line.token(mention.end) is None or line.stops(mention.end)
    return asked and (alone or line.at(mention.end, "instead", "instead_of") is not None)


def _close(line: Line, found: list[Mention], moving: bool) -> list[Mention]:
    joined: list[Mention] = []
    for mention in found:
        last = joined[-1] if joined else None
        whole = None
        rhythm = ("and",) if last is not None and (last.repeat or mention.repeat) else ()
        if (
            last is not None
            and gap(line, last, mention, *rhythm)
            and not _parted(line, last, mention, moving)
        ):
            whole = _night_to(line, last, mention) or combine(last, mention)
        if whole is None:
            joined.append(mention)
        else:
            joined[-1] = whole
    return joined


def _parted(line: Line, last: Mention, mention: Mention, moving: bool) -> bool:
    """Whether the words between make them two: the old time and the new one."""
    if mention.lead in ("instead_of", "than"):
        return True
    swapped = between(line, last, mention, "swapped_for") and last.day is not None
    old_hour = mention.lead == "from" and mention.dayless and last.hourless and not last.lead
    led = mention.lead in ("until", "from") and last.day is not None and not old_hour
    return moving and (swapped or led)


def _night_to(line: Line, night: Mention, mention: Mention) -> Mention | None:
    """`natt til lørdag` begins on Friday."""
    toward = mention.lead == "until" or line.before(mention.start + 1, "toward")
    if not toward or mention.day is None or night.part is None or night.part.name != "night":
        return None
    return replace(
        mention,
        start=night.start,
        day=Shifted(mention.day, -1),
        part=Part("night"),
        clock=mention.clock or night.clock,
        lead="",
    )


def _settled(line: Line, mention: Mention, moving: bool) -> Mention:
    """`från tio` is open after; `morgen kl 10` without its *i* is tomorrow."""
    whole = isinstance(mention.clock, Stretch) or isinstance(mention.day, Between)
    if mention.lead == "from" and not moving and not whole:
        return replace(mention, lead="", edge=mention.edge or "from")
    if moving and mention.edge == "by" and line.at(mention.start, "until"):
        return replace(mention, lead="until", edge="")
    word = line.at(mention.start, "parts_of_another_day")
    if word is None or not mention.dayless or line.before(mention.start, "on", "in", "every", "early"):
        return mention
    return replace(mention, day=Offset(1), part=mention.part if mention.clock else None)


def far_joined(line: Line, found: list[Mention], apart: set[int], moving: bool) -> list[Mention]:
    """Hours that stand alone, each put to the day nearest before it, or else just after; `apart` keeps out of this."""
    kept = [each for place, each in enumerate(found) if place not in apart]
    joined: list[Mention] = []
    for mention in kept:
        whole = _far(line, joined[-1], mention, moving) if joined else None
        if whole is None:
            joined.append(mention)
        else:
            joined[-1] = whole
    return joined


def _far(line: Line, first: Mention, second: Mention, moving: bool) -> Mention | None:
    if second.start - first.end > FAR or between(line, first, second, *_PARTING):
        return None
    if moving and (second.lead in ("until", "from") or between(line, first, second, "swapped_for")):
        return None
    if (fence := fenced(first, second)) is not None:
        return fence
    if first.dayless == second.dayless or not (first.dayless or first.hourless):
        return None
    whole = combine(first, second)
    return replace(whole, start=first.start, end=second.end) if whole else None
