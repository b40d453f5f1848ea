"""Proposals for a time that the tenant has named: within it where the diary allows, else as near as can be.

The tenant's own worker comes first (R16). A colleague is proposed only where the worker has no time then, by
name, with the worker's nearest time beside. A day on which they meet anyway is not left out: the tenant named it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from storage.tables import Offer, Staff
from support import calendar, offers, slots
from support.slots import LOOK_AHEAD, Diary
from support.wanted import FURTHEST, Search, Wanted, Why, middle, minute, why

MOST = 3
"""Times that are proposed at once."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Near:
    """What can be proposed, and why it is not what was wanted; None if it is.

    past: it has been. too_soon: within the notice. too_far: beyond the diaries. closed: we are shut that day.
    worker: the tenant's own worker has no time then, a colleague has. taken: nobody has.
    """

    offers: list[Offer]
    why: Why | None


def find(search: Search) -> Near:
    """Times within what was wanted, or the nearest two with the reason."""
    team = list(calendar.who_can(search.db, search.tenant))
    for worker in team:
        times = _spread([at for each in search.wanted for at in _within(search, worker, each)], search)
        if not times:
            continue
        own = worker.id == team[0].id
        beside = [] if own else _nearest(search, team[:1], 1)
        return Near(_one_batch(search, [*beside, *((worker, at) for at in times)]), None if own else "worker")
    return Near(_one_batch(search, _nearest(search, team, 2)), why(search))


def _within(search: Search, worker: Staff, wanted: Wanted) -> list[datetime]:
    """The worker's free times in a span; a point need not lie on the half hour."""
    first, last = max(wanted.start, search.earliest), min(wanted.end, search.now + FURTHEST)
    if first >= last:
        return []
    of = search.diary(worker, first, last)
    if wanted.is_point:
        free = [first] if _open_then(of, first) and of.fits(first) else []
    else:
        free = [at for at in _free(of, first, last) if at < last]
    return [at for at in free if search.will_do(at)]


def _free(of: Diary, first: datetime, last: datetime) -> Iterable[datetime]:
    day, end = first.astimezone(of.zone).date(), last.astimezone(of.zone).date()
    while day <= end:
        yield from of.free_on(day, earliest=first)
        day += _DAY


def _open_then(of: Diary, at: datetime) -> bool:
    """Whether a visit that begins then lies in the worker's hours."""
    day, minute = at.astimezone(of.zone).date(), slots.minute_of(at, of.zone)
    spans = () if of.day_off(day) else of.week.on(day)
    return any(span.start <= minute and minute + of.minutes <= span.end for span in spans)


def _spread(free: Sequence[datetime], search: Search) -> list[datetime]:
    """Few, far apart: one a day where there are several days, else the first, the middle and the last."""
    zone = search.deployment.zone
    free = sorted(set(free))
    by_day = [list(times) for _, times in groupby(free, key=lambda at: at.astimezone(zone).date())]
    if len(by_day) > 1:
        return [slots.nearest(times, slots.NOON + 60, zone) for times in by_day[:MOST]]
    whole = [at for at in free if not slots.minute_of(at, zone) % 60] or free
    return sorted({whole[0], whole[len(whole) // 2], whole[-1]}) if whole else []


def _nearest(search: Search, team: Sequence[Staff], most: int) -> list[tuple[Staff, datetime]]:
    """The first worker who has any time: the nearest days, and on each the time nearest to what was wanted."""
    zone, around = search.deployment.zone, middle(search)
    first = max(search.earliest, min(around - _DAY * LOOK_AHEAD / 2, search.now + FURTHEST))
    last = first + _DAY * LOOK_AHEAD
    for worker in team:
        free = filter(search.will_do, _free(search.diary(worker, first, last), first, last))
        days = [list(times) for _, times in groupby(free, key=lambda at: at.astimezone(zone).date())]
        if not days:
            continue
        days.sort(key=lambda times: min(abs(at - around) for at in times))
        times = [slots.nearest(each, minute(search), zone) for each in days[:most]]
        if len(times) < most:
            times += [at for at in days[0] if at not in times][-1:]
        return [(worker, at) for at in sorted(times)]
    return []


def _one_batch(search: Search, times: Sequence[tuple[Staff, datetime]]) -> list[Offer]:
    """Rows that are shown together, whoever comes."""
    place = search.moving.place if search.moving else search.tenant.usual_place
    found: list[Offer] = []
    for worker, at in times:
        found += offers.make(
            search.db,
            search.tenant,
            worker,
            [at],
            place,
            now=search.now,
            deployment=search.deployment,
            moving=search.moving,
            reason="move" if search.moving else "book",
        )
    for each in found:
        each.batch = found[0].batch
    search.db.flush()
    return found
