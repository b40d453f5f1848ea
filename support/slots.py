"""Free times, as pure reckoning: a worker's hours minus visits, absences and days off.

A visit begins on the half hour, and whole hours are preferred: such times are easy to remember and to say.
The first times proposed lie on the first two days that lie wholly after the notice (four office hours, T23),
so that the reminder the evening before has its time. The day on which the notice ends comes with *another
day*: for who wants to be met sooner. At least one of two times lies after noon (T28). All reckoning of
lengths is done in UTC, of opening hours on the clock of the place, so that clock changes come out right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from support.hours import DayOff, Week, at_minute

STEP = 30
"""Minutes between the times at which a visit may begin."""
NOON = 12 * 60
WISHED = ((13 * 60, 14 * 60), (10 * 60, 15 * 60))
"""Minutes of the day that two proposals lie close to; every second pair begins before noon."""
LOOK_AHEAD = 28
"""Days ahead that are proposed."""
_HALF_HOUR_COUNTS = 31
"""A half hour counts as that many minutes further away: an hour next to the wish is better than a half hour."""


@dataclass(frozen=True, slots=True)
class Busy:
    """A piece of time that is taken: `ends` is free again."""

    starts: datetime
    ends: datetime

    def touches(self, starts: datetime, ends: datetime, gap: timedelta = timedelta()) -> bool:
        """Whether it lies less than `gap` from the piece between `starts` and `ends`."""
        return self.starts - gap < ends and starts < self.ends + gap


@dataclass(frozen=True, slots=True)
class Diary:
    """What decides a worker's free times. Visits need a pause around them; an absence needs none."""

    week: Week
    zone: ZoneInfo
    day_off: DayOff
    visits: tuple[Busy, ...] = ()
    away: tuple[Busy, ...] = ()
    minutes: int = 60
    between: int = 30

    def fits(self, starts: datetime) -> bool:
        """Whether nothing else stands in the way of a visit at that moment (hours are not looked at)."""
        ends = starts + timedelta(minutes=self.minutes)
        pause = timedelta(minutes=self.between)
        return not (
            any(each.touches(starts, ends, pause) for each in self.visits)
            or any(each.touches(starts, ends) for each in self.away)
        )

    def free_on(self, day: date, *, earliest: datetime) -> list[datetime]:
        """The moments (UTC) at which a visit may begin that day, in order."""
        return [at for at in self._beginnings(day) if at >= earliest and self.fits(at)]

    def begins(self, day: date) -> datetime | None:
        """When the worker's day begins; None on a day without hours."""
        return next(self._beginnings(day), None)

    def _beginnings(self, day: date) -> Iterator[datetime]:
        for span in () if self.day_off(day) else self.week.on(day):
            close = _moment(self.zone, day, span.end)
            for minute in range(-(-span.start // STEP) * STEP, span.end, STEP):
                at = _moment(self.zone, day, minute)
                skipped = minute_of(at, self.zone) != minute  # the hour that the spring takes away
                if not skipped and at + timedelta(minutes=self.minutes) <= close:
                    yield at


def notice_ends(now: datetime, hours: int, week: Week, zone: ZoneInfo, day_off: DayOff) -> datetime:
    """The moment by which `hours` of office time have passed since `now`."""
    left = timedelta(hours=hours)
    first = now.astimezone(zone).date()
    for day in (first + timedelta(days=ahead) for ahead in range(LOOK_AHEAD)):
        for span in () if day_off(day) else week.on(day):
            opens, closes = _moment(zone, day, span.start), _moment(zone, day, span.end)
            open_from = max(opens, now)
            if open_from + left <= closes:
                return open_from + left
            left -= max(closes - open_from, timedelta())
    return now + timedelta(hours=hours)  # an office that never opens: plain hours are all there is


def free_days(
    diary: Diary, *, earliest: datetime, leave_out: frozenset[date] = frozenset(), ahead: int = LOOK_AHEAD
) -> list[list[datetime]]:
    """Days with free times, in the order in which they are proposed."""
    first = earliest.astimezone(diary.zone).date()
    days = (first + timedelta(days=each) for each in range(ahead))
    free = {
        day: times
        for day in days
        if day not in leave_out and (times := diary.free_on(day, earliest=earliest))
    }
    whole = [day for day in free if (begins := diary.begins(day)) and begins >= earliest]
    cut = [day for day in free if day not in whole]
    return [free[day] for day in (*whole[:2], *cut, *whole[2:])]


def pair(days: Sequence[Sequence[datetime]], zone: ZoneInfo, page: int = 0) -> list[datetime]:
    """Two times on different days, one after noon if there is such a time at all. `page` goes on to later pairs.

    With a single day left both times lie on it; with nothing left the list is empty (R12 asks for two).
    """
    rest = days[2 * page :]
    if not rest:
        return []
    first_wish, second_wish = WISHED[page % len(WISHED)]
    first = nearest(rest[0], first_wish, zone)
    others = rest[1:] or [[at for at in rest[0] if at != first]]
    if minute_of(first, zone) < NOON:
        if any(late := [_after_noon(day, zone) for day in others]):
            others = [day for day in late if day]
        elif late_first := _after_noon(rest[0], zone):
            first = nearest(late_first, first_wish, zone)
            others = rest[1:] or [[at for at in rest[0] if at != first]]
    second = [nearest(day, second_wish, zone) for day in others[:1] if day]
    return sorted([first, *second])


def nearest(times: Sequence[datetime], wish: int, zone: ZoneInfo) -> datetime:
    """The time that lies closest to a minute of the day, whole hours preferred, the earlier of two."""

    def far(at: datetime) -> tuple[int, int]:
        minute = minute_of(at, zone)
        return abs(minute - wish) + (_HALF_HOUR_COUNTS if minute % 60 else 0), minute

    return min(times, key=far)


def _after_noon(times: Sequence[datetime], zone: ZoneInfo) -> list[datetime]:
    return [at for at in times if minute_of(at, zone) >= NOON]


def minute_of(moment: datetime, zone: ZoneInfo) -> int:
    """Minutes since midnight on the clock of the place."""
    local = moment.astimezone(zone)
    return local.hour * 60 + local.minute


def _moment(zone: ZoneInfo, day: date, minute: int) -> datetime:
    return at_minute(datetime(day.year, day.month, day.day, tzinfo=zone), day, minute).astimezone(UTC)
