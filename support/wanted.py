"""What times are looked for, around what, and why none of them can be had."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy.orm import Session

from storage.tables import Staff, Tenant, Visit
from support import calendar, slots
from support.deployment import Deployment
from support.slots import Diary

FURTHEST = timedelta(days=366)
"""Nobody's diary is known further ahead."""
_POINT = timedelta(minutes=1)
_DAY = timedelta(days=1)

Why = Literal["past", "too_soon", "too_far", "closed", "worker", "taken"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """When the tenant would like it, or not: from `start` until `end` (exclusive), aware. A point is one minute."""

    start: datetime
    end: datetime

    def holds(self, moment: datetime) -> bool:
        """Whether the moment lies in it."""
        return self.start <= moment < self.end

    @property
    def is_point(self) -> bool:
        """Whether one moment is meant."""
        return self.end - self.start <= _POINT


@dataclass(frozen=True, slots=True)
class Search:
    """Whose times are looked for, and around what."""

    db: Session
    tenant: Tenant
    now: datetime
    deployment: Deployment
    wanted: Sequence[Wanted]
    without: Sequence[Wanted] = ()
    """Times that the tenant has said will not do."""
    moving: Visit | None = None

    def diary(self, worker: Staff, start: datetime, end: datetime) -> Diary:
        """The worker's diary, without the visit that is to be moved."""
        minutes = self.moving.minutes if self.moving else None
        return calendar.diary(
            self.db, worker, self.deployment, start=start, end=end, leave_out=self.moving, minutes=minutes
        )

    @property
    def earliest(self) -> datetime:
        """The first moment that may be booked."""
        return calendar.earliest(self.now, self.deployment)

    def will_do(self, at: datetime) -> bool:
        """Whether nothing that was said speaks against it."""
        stands = self.moving is not None and at == self.moving.starts
        return not stands and not any(each.holds(at) for each in self.without)


def why(search: Search) -> Why | None:
    """Why there is nothing within what was wanted, said from the tenant's side of it."""
    if not search.wanted:
        return None
    if all(each.end <= search.now for each in search.wanted):
        return "past"
    if all(each.end <= search.earliest for each in search.wanted):
        return "too_soon"
    if all(each.start > search.now + FURTHEST for each in search.wanted):
        return "too_far"
    return "closed" if all(_is_closed(search, each) for each in search.wanted) else "taken"


def middle(search: Search) -> datetime:
    """The point around which is looked: the middle of what is wanted, else of what last would not do."""
    first = next(iter([*search.wanted, *reversed(search.without)]), None)
    if first is None:
        return search.earliest
    return max(first.start + (first.end - first.start) / 2, search.earliest)


def minute(search: Search) -> int:
    """The minute of the day that was wanted; after noon where only a day was."""
    hours = [each for each in search.wanted if each.end - each.start < _DAY / 2]
    zone = search.deployment.zone
    return slots.minute_of(hours[0].start, zone) if hours else slots.NOON + 60


def _is_closed(search: Search, wanted: Wanted) -> bool:
    """Whether nobody works on any of the days: a weekend, a holiday."""
    day = wanted.start.astimezone(search.deployment.zone).date()
    end = (wanted.end - _POINT).astimezone(search.deployment.zone).date()
    while day <= end:
        if not search.deployment.day_off(day) and search.deployment.office_hours.on(day):
            return False
        day += _DAY
    return True
