"""Where the meeting place is and when it is open, from the deployment's file; days off are said, not guessed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from support.deployment import Deployment
from support.hours import Span, Week, at_minute
from support.say import Line, line


def about(now: datetime, deployment: Deployment) -> list[Line]:
    """Address, the week's hours, and the closed days among the next seven."""
    local = deployment.local(now)
    return [_where(deployment), *_hours(local, deployment.meeting_place.hours), *_closed(local, deployment)]


def _where(deployment: Deployment) -> Line:
    place = deployment.meeting_place
    if place.address is None:
        return line("activity.place_unknown")
    if place.name is None:
        return line("activity.place_address", address=place.address)
    return line("activity.place_named", name=place.name, address=place.address)


def _hours(local: datetime, week: Week) -> Iterator[Line]:
    """The week in words; neighbouring days with the same hours stand together."""
    if week.always:
        yield line("activity.hours_always")
    elif not any(week.days):
        yield line("activity.hours_unknown")
    else:
        monday = local.date() - timedelta(days=local.weekday())
        for first, last, spans in _runs(week):
            for span in spans:
                yield _open(local, monday + timedelta(days=first), monday + timedelta(days=last), span)


def _open(local: datetime, first: date, last: date, span: Span) -> Line:
    start, end = at_minute(local, first, span.start), at_minute(local, first, span.end)
    if first == last:
        return line("activity.hours_day", start=start, end=end)
    two_days = last - first == timedelta(days=1)
    return line("activity.hours_two" if two_days else "activity.hours_days", start=start, end=end, last=last)


def _runs(week: Week) -> Iterator[tuple[int, int, tuple[Span, ...]]]:
    """Weekdays in a row that are open alike, as first and last day counted from Monday."""
    first = 0
    for day in range(1, 8):
        if day == 7 or week.days[day] != week.days[first]:
            if week.days[first]:
                yield first, day - 1, week.days[first]
            first = day


def _closed(local: datetime, deployment: Deployment) -> Iterator[Line]:
    for ahead in range(7):
        day = local.date() + timedelta(days=ahead)
        if deployment.meeting_place.hours.on(day) and deployment.day_off(day):
            yield line("activity.closed_on", day=day)
