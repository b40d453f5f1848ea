"""From the times that were read to spans that a diary can be asked about, and to what a button carries.

Understanding speaks of the wall clock; here its times become aware spans in the deployment's zone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.understanding.reading import Understood, understand
from bot.understanding.times import When
from support.wanted import Wanted

_DAY = timedelta(days=1)
_POINT = timedelta(minutes=1)
_WHOLE = "%y%m%d%H%M"
_HALF_DAY = timedelta(hours=12)


def wanted(when: When, now: datetime) -> Wanted | None:
    """The span that is meant; `now` is local and aware. None where no time is named but, say, a rhythm."""
    start, end = when.start, when.end
    if start is None and end is None:
        return None
    if start is None:
        assert end is not None, "one of the two is there"
        today = now.replace(tzinfo=None, second=0, microsecond=0)
        start = min(today, end) if end.time() == time() else datetime.combine(end.date(), time())
    if end is None:
        end = _open_end(start) if when.open == "after" else start + _POINT
    zone = now.tzinfo
    return Wanted(start.replace(tzinfo=zone), end.replace(tzinfo=zone))


def _open_end(start: datetime) -> datetime:
    """*After three* is that day; *after Friday* is the week that follows."""
    if start.time() == time():
        return start + 7 * _DAY
    return datetime.combine(start.date() + _DAY, time())


def all_wanted(found: Understood, now: datetime) -> tuple[Wanted, ...]:
    """Every time that will do, best first."""
    named = [] if found.when is None or _is_called_off(found) else [found.when]
    return tuple(_spans([*named, *found.times.alternatives], now))


def unwanted(found: Understood, now: datetime) -> tuple[Wanted, ...]:
    """Every time that will not do."""
    return tuple(_spans(found.times.excluded, now))


def of_visit(found: Understood, now: datetime) -> Wanted | None:
    """The time of the visit that is spoken of: what is called off, or asked about."""
    for each in (found.when, *found.times.excluded):
        if each is not None and (span := wanted(each, now)):
            return span
    return None


def moved_from(found: Understood, now: datetime) -> Wanted | None:
    """The time of the visit that is to be moved, if it is named."""
    old = found.when.old if found.when else None
    if old is None:
        return None
    start = old.replace(tzinfo=now.tzinfo)
    return Wanted(start, start + (_DAY if old.time() == time() else _POINT))


def shifted(found: Understood, booked: datetime, zone: ZoneInfo) -> tuple[Wanted, ...]:
    """So much later or earlier than what is booked, if the words say that; by the wall clock."""
    by = found.times.shift
    if by is None:
        return ()
    start = by.of(booked.astimezone(zone))
    return (Wanted(start, start + _POINT),)


def day(of: date, zone: ZoneInfo) -> Wanted:
    """The whole day."""
    start = datetime.combine(of, time(), zone)
    return Wanted(start, start + _DAY)


def only_clock(text: str, language: str, days: Iterable[date], zone: ZoneInfo) -> tuple[Wanted, ...]:
    """*At three instead*: that time on these days; empty where the words name a day themselves.

    A time without a day is resolved to the day on which it is read, so it is read on two mornings: a day that
    is named stays where it is, a bare time goes with the morning.
    """
    spans = []
    for each in days:
        when, later = (_read_on(text, language, at, hour) for at, hour in ((each, 5), (each + _DAY, 6)))
        here, there = _clock(when), _clock(later)
        if here is None or there is None or there - here != _DAY or here.date() != each:
            return ()
        if when is not None and (span := wanted(when, datetime.combine(each, time(5), zone))):
            spans.append(span)
    return tuple(spans)


def _read_on(text: str, language: str, day: date, hour: int) -> When | None:
    return understand(text, datetime.combine(day, time(hour)), language).when


def _clock(when: When | None) -> datetime | None:
    """The time of day that is named, if one is."""
    if when is None or when.grain in ("day", "week"):
        return None
    return when.start or when.end


def with_clock_of(days: Sequence[Wanted], earlier: Wanted | None) -> tuple[Wanted, ...]:
    """*No, Friday*, after a time was asked for: Friday at that time."""
    if earlier is None or earlier.end - earlier.start > _HALF_DAY:
        return tuple(days)
    return tuple(_at_clock(each, earlier) if each.end - each.start == _DAY else each for each in days)


def _at_clock(day: Wanted, clock: Wanted) -> Wanted:
    start = day.start.replace(hour=clock.start.hour, minute=clock.start.minute)
    return Wanted(start, start + (clock.end - clock.start))


def pack(span: Wanted, zone: ZoneInfo) -> str:
    """The span as a button carries it: 21 characters, on the clocks of the place."""
    return "-".join(each.astimezone(zone).strftime(_WHOLE) for each in (span.start, span.end))


def unpack(packed: str, zone: ZoneInfo) -> Wanted | None:
    """What `pack` made; None for anything else."""
    try:
        start, end = (datetime.strptime(each, _WHOLE).replace(tzinfo=zone) for each in packed.split("-"))
    except ValueError:
        return None
    return Wanted(start, end) if start < end else None


def _spans(whens: Iterable[When], now: datetime) -> Iterable[Wanted]:
    return (span for each in whens if (span := wanted(each, now)))


def _is_called_off(found: Understood) -> bool:
    """Whether the only time that is named is one that will not do."""
    return found.when in found.times.excluded
