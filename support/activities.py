"""What happens at the meeting place: a list on request. Nothing here is pushed or reminded of (R30)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.tables import Activity, Staff, Wish
from support import activity_news, meeting_place
from support.deployment import Deployment
from support.say import Line, Refused, line

KINDS = ("activity", "meal", "lecture", "open_house")
"""H10, H11."""
LONGEST_TITLE = 100
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Draft:
    """What staff write about an activity. `place` only if it is not at the meeting place."""

    title: str
    starts: datetime
    ends: datetime
    kind: str = "activity"
    place: str | None = None
    host: str | None = None


def add(
    db: Session, staff: Staff, draft: Draft, *, now: datetime, wish: Wish | None = None
) -> Activity | Refused:
    """Staff enter an activity; made from a wish, the list says so."""
    wrong = _wrong(draft, now)
    if wrong:
        return wrong
    activity = Activity(
        wish_id=wish.id if wish else None,
        entered_by=staff.id,
        created_at=now,
        changed_at=now,
        **_fields(draft),
    )
    db.add(activity)
    db.flush()
    return activity


def change(
    db: Session, activity: Activity, staff: Staff, draft: Draft, *, now: datetime, deployment: Deployment
) -> Activity | Refused:
    """Staff change it. Who is in is told of a new time or place, and nobody else."""
    wrong = _wrong(draft, now)
    if wrong or activity.cancelled_at:
        return wrong or Refused(line("inbox.activity.cancelled"))
    old = activity_news.Known(activity.starts, activity.ends, activity.place)
    for name, value in _fields(draft).items():
        setattr(activity, name, value)
    activity.entered_by, activity.changed_at = staff.id, now
    db.flush()
    activity_news.tell_changed(db, activity, old, now=now, deployment=deployment)
    return activity


def cancel(
    db: Session, activity: Activity, staff: Staff, *, now: datetime, deployment: Deployment
) -> Activity | Refused:
    """It does not happen. Who is in is told, and nobody else."""
    if activity.cancelled_at or activity.ends <= now:
        return Refused(line("inbox.activity.cancelled" if activity.cancelled_at else "inbox.activity.past"))
    activity.cancelled_at = activity.changed_at = now
    activity.entered_by = staff.id
    activity_news.tell_cancelled(db, activity, now=now, deployment=deployment)
    return activity


def get(db: Session, activity_id: int) -> Activity | None:
    """The activity, whatever its state."""
    return db.get(Activity, activity_id)


def coming(db: Session, *, now: datetime) -> list[Activity]:
    """What is not over, in order; what was cancelled is left out."""
    return list(
        db.scalars(
            select(Activity)
            .where(Activity.ends > now, Activity.cancelled_at.is_(None))
            .order_by(Activity.starts, Activity.id)
        )
    )


def split_week(
    found: Sequence[Activity], *, now: datetime, deployment: Deployment
) -> tuple[list[Activity], list[Activity]]:
    """What begins within seven days, counted in whole days, and what comes later."""
    local = deployment.local(now)
    end = datetime.combine(local.date() + WEEK, time(), local.tzinfo)
    return [each for each in found if each.starts < end], [each for each in found if each.starts >= end]


def between(db: Session, start: datetime, end: datetime) -> list[Activity]:
    """Everything that begins in a span of time, also what was cancelled."""
    within = (Activity.starts >= start, Activity.starts < end)
    return list(db.scalars(select(Activity).where(*within).order_by(Activity.starts, Activity.id)))


def open_week(db: Session, *, now: datetime, deployment: Deployment) -> list[Line]:
    """What is open to everybody, for somebody we do not know: the place, its hours, what happens this week."""
    week, _ = split_week(coming(db, now=now), now=now, deployment=deployment)
    lines = meeting_place.about(now, deployment)
    return (
        [*lines, line("activity.week"), *(each for one in week for each in described(one))] if week else lines
    )


def described(activity: Activity) -> list[Line]:
    """What it is, when, where and with whom; and that somebody wished for it (H10)."""
    lines = [
        line("activity.item", start=activity.starts, end=activity.ends, title=activity.title),
        line("activity.place", place=activity.place) if activity.place else None,
        line("activity.host", host=activity.host) if activity.host else None,
        line("activity.drop_in") if activity.kind == "open_house" else None,
        line("activity.from_wish") if activity.wish_id else None,
    ]
    return [each for each in lines if each]


def _wrong(draft: Draft, now: datetime) -> Refused | None:
    if not draft.title.strip() or len(draft.title) > LONGEST_TITLE:
        return Refused(line("inbox.activity.title", n=LONGEST_TITLE))
    if draft.kind not in KINDS:
        return Refused(line("inbox.activity.kind"))
    if draft.ends <= draft.starts:
        return Refused(line("inbox.activity.ends_first"))
    return Refused(line("inbox.activity.past")) if draft.ends <= now else None


def _fields(draft: Draft) -> dict[str, object]:
    return {
        "title": draft.title.strip(),
        "kind": draft.kind,
        "starts": draft.starts,
        "ends": draft.ends,
        "place": (draft.place or "").strip() or None,
        "host": (draft.host or "").strip() or None,
    }
