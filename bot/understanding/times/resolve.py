"""From what was said to when it is: a mention and the present time in, every reading out (best first).

- A bare 1 to 6 is the afternoon, a bare 7 to 12 is as said, unless a part of the day says otherwise (`8 på kvällen`).
- An hour without a day is the next such hour; of 7 to 9 in the afternoon also this evening.
- An hour that has passed on a day that was named is left in the past: the dialog says so.
- Parts of the day: morning 06-09, forenoon 09-12, midday 11-13, afternoon 12-17, evening 17-22, night 22-06.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.understanding.times.clocks import Point, Stretch
from bot.understanding.times.durations import Later
from bot.understanding.times.mention import Mention, Part
from bot.understanding.times.model import Grain, When
from bot.understanding.times.periods import Season
from bot.understanding.times.repeats import Repeat
from bot.understanding.times.shapes import DAY, Date, Days, Month, Weekday, one

NOON = 12
PARTS = {
    "morning": (6, 9),
    "forenoon": (9, 12),
    "midday": (11, 13),
    "afternoon": (12, 17),
    "evening": (17, 22),
    "night": (22, 30),
    "daytime": (9, 17),
    "breakfast": (7, 9),
    "lunch": (11, 13),
    "dinner": (16, 18),
    "work": (8, 16),
}
"""Hours from midnight; the night ends the next morning."""
_EVENING = 17
LAST_HOUR = 18
"""Of a number that may be a later hour or a date, the date is the better reading."""
EVENING_HOURS = (7, 8, 9)
"""Hours that are said without *in the evening* once the morning has gone; nobody visits at ten at night."""
SOON = timedelta(days=40)
_ENDS_LATE = ("afternoon", "evening", "dinner")


def resolve(mention: Mention, now: datetime) -> tuple[When, ...]:
    """Every reading of a mention, best first; none if no such day exists."""
    now = now.replace(second=0, microsecond=0)
    if mention.until is not None:
        return _spanning(replace(mention, until=None), mention.until, now)
    if mention.later is not None and mention.day is None:
        return (_later(mention.later, mention, now),)
    if mention.repeat is not None:
        return _repeated(mention.repeat, mention, now)
    days = _days(mention, now)
    found = [_at(each, mention, now) for each in days]
    if len(found) > 1 and mention.day is not None:
        found = [each for each in found if _ahead(each, now)] or found[:1]
    if mention.day is None and found[0].start is not None and found[0].start.date() > now.date():
        found += _this_evening(mention, now)
    dated = _as_date(mention, now)
    if dated is not None and dated.start is not None:
        found.insert(0 if dated.start.day > LAST_HOUR else len(found), dated)
    return tuple(dict.fromkeys(found))


def _spanning(first: Mention, last: Mention, now: datetime) -> tuple[When, ...]:
    """From one day's hour or part to another's, the first such after it."""
    begins, ends = resolve(first, now), resolve(last, now)
    start = begins[0].start if begins else None
    end = (ends[0].end or ends[0].start) if ends else None
    if start is None or end is None:
        return begins
    while end <= start:
        end += 7 * DAY
    return (When(start, end, grain="range"),)


def _this_evening(mention: Mention, now: datetime) -> list[When]:
    """*At eight*, said in the afternoon, may be this evening."""
    if not isinstance(mention.clock, Point) or not mention.clock.bare or mention.part or mention.edge:
        return []
    moment = _midnight(now.date()) + timedelta(hours=mention.clock.hour + NOON, minutes=mention.clock.minute)
    fits = mention.clock.hour in EVENING_HOURS and moment > now
    return [When(moment, grain="minute" if moment.minute else "hour")] if fits else []


def _as_date(mention: Mention, now: datetime) -> When | None:
    """`onsdag 23` read as a date, if that day is a Wednesday soon."""
    if not isinstance(mention.day, Weekday) or mention.day.week or mention.day.which or mention.edge:
        return None
    if (
        not isinstance(mention.clock, Point)
        or not mention.clock.loose
        or mention.part
        or not mention.clock.hour
    ):
        return None
    meant = Date(mention.clock.hour).days(now)
    soon = bool(meant) and meant[0].start.weekday() == mention.day.day and meant[0].start - now.date() < SOON
    return _whole(meant[0]) if soon else None


def _ahead(when: When, now: datetime) -> bool:
    return max(filter(None, (when.start, when.end)), default=now) > now


def _days(mention: Mention, now: datetime) -> tuple[Days, ...]:
    """The days that may be meant; for an hour alone, today or else tomorrow."""
    if mention.day is not None:
        return mention.day.days(now)
    today, tomorrow = one(now.date()), one(now.date() + DAY)
    at = _at(today, mention, now)
    last = at.end or at.start
    gone = isinstance(mention.clock, Point) or now.hour >= _EVENING
    if (at.open == "after" and not gone) or (last is not None and last > now):
        return (today,)
    return (tomorrow,)


def _later(length: Later, mention: Mention, now: datetime) -> When:
    if length.minutes:
        moment = now + timedelta(minutes=length.minutes)
        if length.through:
            return When(min(now, moment), max(now, moment), grain="range")
        return _open(When(moment, None, grain="minute"), mention.edge)
    day = now.date() + length.days * DAY
    if length.months:
        said = day.day
        years, month = divmod(day.month + length.months - 1, 12)
        day = day.replace(year=day.year + years, month=month + 1, day=1)
        last = monthrange(day.year, day.month)[1]
        day = day.replace(day=min(said, last))
    return _open(_whole(one(day)), mention.edge)


def _repeated(repeat: Repeat, mention: Mention, now: datetime) -> tuple[When, ...]:
    """The rhythm, with its first time if a day, a part of the day or an hour is known."""
    month_day = mention.day.day if isinstance(mention.day, Date) else None
    rule = repeat.rule(month_day)
    first = replace(mention, repeat=None)
    if repeat.weekdays and not repeat.nth and isinstance(mention.day, Month | Season):
        span = mention.day.days(now)[0]
        week = [one(max(span.start, now.date()) + step * DAY) for step in range(7)]
        found = [_at(each, mention, now) for each in week if each.start.weekday() in repeat.weekdays]
    elif repeat.weekdays and not repeat.nth and mention.day is None:
        coming = [Weekday(day, "coming").days(now)[0] for day in repeat.weekdays]
        if now.weekday() in repeat.weekdays and not mention.edge:
            coming.append(one(now.date()))
        if repeat.even is not None:
            coming += [one(each.start + 7 * DAY) for each in coming]
            coming = [each for each in coming if (each.start.isocalendar().week % 2 == 0) == repeat.even]
        found = [when for each in coming if _later_than(when := _at(each, mention, now), now)]
    elif mention.day is None and mention.part is None and mention.clock is None:
        if repeat.frequency != "DAILY":
            return (When(None, grain="week" if repeat.frequency == "WEEKLY" else "day", recurrence=rule),)
        found = [_at(one(now.date()), mention, now)]
    else:
        found = list(resolve(first, now)[:1])
    starts = sorted(found, key=lambda when: when.start or when.end or now)
    return (replace(starts[0], recurrence=rule),) if starts else ()


def _later_than(when: When, now: datetime) -> bool:
    start = when.start or when.end
    return start is not None and start > now


def _at(days: Days, mention: Mention, now: datetime) -> When:
    """The mention on given days; of a whole week, no part or hour says which day is meant."""
    if days.grain == "week" and mention.repeat is None and (mention.clock or mention.part):
        return _whole(days)
    if isinstance(mention.clock, Stretch):
        return _stretch(days.start, mention.clock, mention.part, now)
    if isinstance(mention.clock, Point):
        named_today = mention.day is not None and mention.repeat is None
        after_work = mention.part is not None and mention.part.name == "work" and mention.edge == "after"
        part = Part("afternoon") if after_work else mention.part
        moment = _moment(days.start, mention.clock, part, now, named_today)
        return _open(When(moment, None, grain="minute" if moment.minute else "hour"), mention.edge)
    if mention.part is not None:
        return _open(_part(days.start, mention.part, now), mention.edge)
    return _open(_whole(days), mention.edge)


def _whole(days: Days) -> When:
    return When(_midnight(days.start), _midnight(days.end), grain=days.grain)


def _part(day: date, part: Part, now: datetime) -> When:
    first, last = PARTS[part.name]
    if part.name == "night" and day == now.date() and now.hour < 6:
        day -= DAY
    if part.half and part.name != "morning":
        middle = (first + last + 1) // 2
        first, last = (first, middle) if part.half == "early" else (middle, last)
    start = _midnight(day)
    return When(start + timedelta(hours=first), start + timedelta(hours=last), grain="daypart")


def _stretch(day: date, clock: Stretch, part: Part | None, now: datetime) -> When:
    """From one hour to another; the second is the first such hour after it."""
    start = _moment(day, clock.first, part, now)
    last = _midnight(day) + timedelta(hours=clock.last.hour, minutes=clock.last.minute)
    step = timedelta(hours=NOON) if clock.last.bare else DAY
    while last <= start:
        last += step
    if clock.last.bare and not clock.first.bare and last - start > timedelta(hours=NOON):
        last -= timedelta(hours=NOON)
    return When(start, last, grain="range")


def _moment(day: date, point: Point, part: Part | None, now: datetime, named: bool = False) -> datetime:
    hours = timedelta(hours=point.hour, minutes=point.minute)
    name = part.name if part else ""
    if name == "night":
        return _by_night(day, point, now)
    if point.bare and name:
        late = name in _ENDS_LATE or (name in ("midday", "lunch", "daytime") and point.hour < 7)
        if (late and point.hour < NOON) or (name == "evening" and point.hour == NOON):
            hours += timedelta(hours=NOON)
    elif point.bare and 1 <= point.hour <= 6:
        hours += timedelta(hours=NOON)
    elif point.bare and named and day == now.date() and point.hour in EVENING_HOURS:
        later = hours + timedelta(hours=NOON)
        hours = later if _midnight(day) + hours <= now < _midnight(day) + later else hours
    return _midnight(day) + hours


def _by_night(day: date, point: Point, now: datetime) -> datetime:
    """`natt kl 2` is the small hours that end the night; `natt kl 11` is before midnight."""
    started = day == now.date() and now.hour < 6
    hours = timedelta(hours=point.hour % NOON if point.hour == NOON else point.hour, minutes=point.minute)
    if point.bare and 7 <= point.hour < NOON:
        return _midnight(day) + hours + timedelta(hours=NOON)
    if point.hour <= 6 or point.hour == NOON:
        return _midnight(day if started else day + DAY) + hours
    return _midnight(day) + hours


def _open(when: When, edge: str) -> When:
    """The time with one end open; *after* a part of the day or a day begins where that ends."""
    grain: Grain = "hour" if when.grain == "daypart" else when.grain
    if edge == "after":
        return When(when.end or when.start, None, "after", grain)
    if edge == "from":
        return When(when.start, None, "after", grain)
    if edge == "before":
        return When(None, when.start, "before", grain)
    if edge == "by":
        return When(None, when.end or when.start, "before", grain)
    return when


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
