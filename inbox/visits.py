"""Visits by week, and one visit with everything that can be done about it.

No list, count or export of visits that did not happen (R9, R31): a visit's outcome is seen on its own page,
and only a person's press makes it.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, get_args

from litestar.params import FromPath, FromQuery
from sqlalchemy import select
from sqlalchemy.orm import Session

from inbox.access import my_visit
from inbox.ask import Answer, Asked
from inbox.moments import read_week, write_week
from inbox.routes import page
from storage.tables import Reminder, Visit
from support import calendar, people, visits


@page("/visits")
def week(ask: Asked, week: FromQuery[str] = "") -> Answer:
    """My team's visits in one week."""
    zone = ask.desk.deployment.zone
    today = ask.desk.deployment.local(ask.now).date()
    monday = read_week(week, today)
    start, end = _midnight(monday, zone), _midnight(monday + timedelta(days=7), zone)
    with ask.reading() as db:
        found = visits.between(db, ask.me.team_id, start, end)
        doubt = {each.id for each in found if each.state == "booked" and calendar.in_doubt(db, each)}
        if ask.wants_json:
            return ask.json(
                {"week": write_week(monday), "visits": [as_json(each, each.id in doubt) for each in found]}
            )
        days = [monday + timedelta(days=ahead) for ahead in range(7)]
        by_day = {day: [v for v in found if v.starts.astimezone(zone).date() == day] for day in days}
        return ask.page(
            "visits.html",
            days=by_day,
            today=today,
            monday=monday,
            doubt=doubt,
            before=write_week(monday - timedelta(days=7)),
            after=write_week(monday + timedelta(days=7)),
            day_off=ask.desk.deployment.day_off,
        )


@page("/visits/{visit_id:int}")
def visit(ask: Asked, visit_id: FromPath[int]) -> Answer:
    """One visit."""
    with ask.reading() as db:
        found = my_visit(db, ask.me, visit_id)
        doubt = found.state == "booked" and calendar.in_doubt(db, found)
        if ask.wants_json:
            return ask.json(as_json(found, doubt))
        ahead = found.state == "booked" and found.starts > ask.now
        return ask.page(
            "visit.html",
            visit=found,
            doubt=doubt,
            ahead=ahead,
            began=found.starts <= ask.now,
            how=get_args(visits.How),
            stand_ins=calendar.stand_ins(db, found, deployment=ask.desk.deployment) if ahead else [],
            colleagues=people.workers(db, ask.me.team_id),
            reminders=_reminders(db, found),
        )


def as_json(visit: Visit, doubt: bool) -> dict[str, Any]:
    """A visit for a program."""
    return {
        "id": visit.id,
        "tenant_id": visit.tenant_id,
        "tenant": visit.tenant.first_name,
        "worker": visit.worker.name if visit.worker else None,
        "kind": visit.kind,
        "starts": visit.starts,
        "minutes": visit.minutes,
        "place": visit.place,
        "state": visit.state,
        "confirmed_at": visit.confirmed_at,
        "in_doubt": doubt,
        "visitor": visit.visitor,
        "looks_at": visit.looks_at,
        "answer": visit.answer,
    }


def _midnight(day: date, zone: Any) -> datetime:
    return datetime.combine(day, time(), zone)


def _reminders(db: Session, visit: Visit) -> list[Reminder]:
    return list(
        db.scalars(
            select(Reminder)
            .where(Reminder.visit_id == visit.id, Reminder.revision == visit.revision)
            .order_by(Reminder.due_at)
        )
    )


ROUTES = [week, visit]
