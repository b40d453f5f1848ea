"""From pieces to whole times: stretches (`10-12`), numbers that turn out to be hours, days with their hours.

What stands between two pieces decides. Pieces that only glue lies between are put together first; then an hour that
stands alone goes to the day that the same message names (`kan ni komma på torsdag? gärna vid tio`).
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from bot.understanding.times.clauses import clause
from bot.understanding.times.clocks import Point, Stretch
from bot.understanding.times.company import accepted
from bot.understanding.times.gaps import between, gap
from bot.understanding.times.line import Line
from bot.understanding.times.mention import Mention, Part, combine, fenced
from bot.understanding.times.shapes import Beside, Between, Date, Month, Offset, Shifted, Weekday

FAR = 14
"""Words that may lie between a day and its hour."""
_DASHES = "-–—"
_PARTING = ("or", "instead_of", "than", "correct")
_EARLIEST = 4
"""The hour from which people get up."""


def assemble(line: Line, found: list[Mention], moving: bool) -> list[Mention]:
    """Stretches, then hours among the bare numbers, then all that belongs closely together."""
    found = _spanned(line, found, moving)
    found = accepted(line, found, moving)
    found = _close(line, _close(line, found, moving), moving)
    waking = "waking" in line.kinds
    found = _far_reaching(line, _named_after(line, _rows_of_days(line, found)), moving)
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


def _named_after(line: Line, found: list[Mention]) -> list[Mention]:
    """`tre gånger i veckan: måndag, onsdag och fredag`: the days of a rhythm, named after it."""
    if len(found) <= 2 or found[0].repeat is None:
        return found
    rhythm, *days = found
    repeat = found[0].repeat
    weekly = repeat.frequency == "WEEKLY" and not repeat.weekdays
    plain = all(isinstance(each.day, Weekday) and not (each.day.which or each.edge) for each in days)
    listed = all(gap(line, one, other, "and") for one, other in pairwise(days))
    refused = any(line.at(place, "not") for place in range(rhythm.end, days[0].start))
    if not (weekly and plain and listed) or refused:
        return found
    named = tuple(dict.fromkeys(each.day.day for each in days if isinstance(each.day, Weekday)))
    hours = next(((each.clock, each.part) for each in days if each.clock or each.part), (None, None))
    whole = replace(rhythm, end=days[-1].end, repeat=replace(repeat, weekdays=named))
    return [replace(whole, clock=rhythm.clock or hours[0], part=rhythm.part or hours[1])]


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
            base = next((day for each in reversed(kept) if (day := each.named_day) is not None), None)
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
    if mention.lead in ("instead_of", "than") or _offered_for(line, last, mention):
        return True
    swapped = between(line, last, mention, "swapped_for") and last.day is not None
    old_hour = mention.lead == "from" and mention.dayless and last.hourless and not last.lead
    led = mention.lead in ("until", "from") and last.day is not None and not old_hour
    return moving and (swapped or led)


def _offered_for(line: Line, last: Mention, mention: Mention) -> bool:
    """`passer ikke i morgen, fredag kl 10`: a day that is refused, and the one that is offered for it."""
    if not isinstance(last.day, Offset) or mention.day is None:
        return False
    start, end = clause(line, last.start)
    refused = any(line.at(place, "not", "busy") for place in range(start, last.start)) and end < mention.end
    return refused or line.at(mention.start, "better") is not None


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
