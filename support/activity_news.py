"""News of an activity: only a new time, a new place or that it does not happen, and only to those who are in.

News dies when it is of no use any more. What is about today passes the quiet hours.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from storage.tables import Activity
from support import outbox
from support.activity_joins import who_is_in
from support.deployment import Deployment
from support.say import Button, Say, button, line, say


@dataclass(frozen=True, slots=True)
class Known:
    """What those who are in have been told so far."""

    starts: datetime
    ends: datetime
    place: str | None


def tell_changed(
    db: Session, activity: Activity, old: Known, *, now: datetime, deployment: Deployment
) -> None:
    """Tell of a new time or a new place; other wording is no news."""
    lines = []
    if (activity.starts, activity.ends) != (old.starts, old.ends):
        lines.append(
            line("activity.new_time", title=activity.title, start=activity.starts, end=activity.ends)
        )
    if activity.place != old.place:
        key = "activity.new_place" if activity.place else "activity.new_place_usual"
        lines.append(line(key, title=activity.title, place=activity.place))
    if lines:
        news = say(line("notice.news"), *lines, buttons=answers(activity))
        _tell(db, activity, news, [old.starts, activity.starts], now=now, deployment=deployment)


def tell_cancelled(db: Session, activity: Activity, *, now: datetime, deployment: Deployment) -> None:
    """Tell that it does not happen."""
    news = say(line("notice.news"), line("activity.cancelled", title=activity.title, start=activity.starts))
    _tell(db, activity, news, [activity.starts], now=now, deployment=deployment)


def answers(activity: Activity) -> list[list[Button]]:
    """*I'm in* and *not this time*."""
    return [
        [button("button.activity_join", "activity.join", activity.id)],
        [button("button.activity_leave", "activity.leave", activity.id)],
    ]


def _tell(
    db: Session,
    activity: Activity,
    news: Say,
    times: list[datetime],
    *,
    now: datetime,
    deployment: Deployment,
) -> None:
    today = deployment.local(now).date()
    soon = any(deployment.local(at).date() == today or at <= deployment.quiet_ends(now) for at in times)
    for tenant in who_is_in(db, activity):
        outbox.notify(
            db, tenant, news, now=now, deployment=deployment, passes_quiet=soon, best_before=max(times)
        )
