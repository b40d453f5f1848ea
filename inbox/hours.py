"""Hours and absences: my own; a coordinator also enters colleagues'. No reason for an absence is asked or kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from litestar.enums import RequestEncodingType
from litestar.exceptions import NotFoundException
from litestar.params import Body, FromPath
from sqlalchemy import select
from sqlalchemy.orm import Session

from inbox.access import whose_hours
from inbox.ask import Answer, Ask, Asked, refuse
from inbox.forms import Form
from inbox.moments import read_moment
from inbox.routes import page, press
from storage.tables import Absence, Staff, Visit
from support import absences, calendar, people
from support.hours import WEEKDAYS, Week

LONGEST_ABSENCE = timedelta(days=366)
"""A slip of the finger in the year is caught."""


@dataclass
class Hours(Form):
    """The form: `08:00-16:00`, more than one with a comma between; empty means not at work."""

    monday: str = ""
    tuesday: str = ""
    wednesday: str = ""
    thursday: str = ""
    friday: str = ""
    saturday: str = ""
    sunday: str = ""


@dataclass
class Away(Form):
    """The form: from when to when."""

    starts: str = ""
    ends: str = ""


HoursForm = Annotated[Hours, Body(media_type=RequestEncodingType.URL_ENCODED)]
AwayForm = Annotated[Away, Body(media_type=RequestEncodingType.URL_ENCODED)]


@page("/hours")
def my_hours(ask: Asked) -> Answer:
    """My own."""
    return ask.to(f"/hours/{ask.me.id}")


@page("/hours/{staff_id:int}")
def hours(ask: Asked, staff_id: FromPath[int]) -> Answer:
    """Weekly hours, absences, and the visits that those touch, each with what can be done."""
    with ask.reading() as db:
        staff = whose_hours(db, ask.me, staff_id)
        week = calendar.hours(staff, ask.desk.deployment)
        coming = [(each, _touched(db, ask, each)) for each in _coming(db, staff, ask)]
        return ask.page(
            "hours.html",
            staff=staff,
            colleagues=people.workers(db, ask.me.team_id) if ask.me.coordinates else [],
            week={day: ", ".join(map(str, spans)) for day, spans in zip(WEEKDAYS, week.days, strict=True)},
            own=staff.hours is not None,
            absences=coming,
            today=ask.desk.deployment.local(ask.now),
        )


@press("/hours/{staff_id:int}")
def change_hours(ask: Asked, staff_id: FromPath[int], data: HoursForm) -> Answer:
    """Hours by weekday; free times for visits come from them."""
    given = {
        day: [span for span in getattr(data, day).replace(".", ":").split(",") if span.strip()]
        for day in WEEKDAYS
    }
    with ask.writing() as db:
        staff = whose_hours(db, ask.me, staff_id)
        try:
            staff.hours = Week.parse(given).to_json()
        except ValueError:
            refuse("inbox.hours.wrong", f"/hours/{staff_id}")
    return ask.to(f"/hours/{staff_id}", said="saved")


@press("/hours/{staff_id:int}/office")
def office_hours(ask: Asked, staff_id: FromPath[int]) -> Answer:
    """The office's hours again."""
    with ask.writing() as db:
        whose_hours(db, ask.me, staff_id).hours = None
    return ask.to(f"/hours/{staff_id}", said="saved")


@press("/hours/{staff_id:int}/absences")
def add_absence(ask: Asked, staff_id: FromPath[int], data: AwayForm) -> Answer:
    """Enter an absence: reminders of the visits it touches stop at once."""
    zone, back = ask.desk.deployment.zone, f"/hours/{staff_id}"
    starts, ends = read_moment(data.starts, zone), read_moment(data.ends, zone)
    with ask.writing() as db:
        staff = whose_hours(db, ask.me, staff_id)
        if starts is None or ends is None or ends <= starts or ends - starts > LONGEST_ABSENCE:
            refuse("inbox.absence.wrong", back)
        if ends <= ask.now:
            refuse("inbox.activity.past", back)
        absences.enter_absence(db, staff, starts, ends, ask.me.staff(db), now=ask.now)
    return ask.to(back, said="saved")


@press("/absences/{absence_id:int}/remove")
def remove_absence(ask: Asked, absence_id: FromPath[int]) -> Answer:
    """Here after all."""
    with ask.writing() as db:
        absence = db.get(Absence, absence_id)
        if absence is None:
            raise NotFoundException("no such absence")
        staff = whose_hours(db, ask.me, absence.staff_id)
        absences.remove_absence(db, absence)
        staff_id = staff.id
    return ask.to(f"/hours/{staff_id}", said="removed")


def _coming(db: Session, staff: Staff, ask: Ask) -> list[Absence]:
    return list(
        db.scalars(
            select(Absence)
            .where(Absence.staff_id == staff.id, Absence.ends > ask.now)
            .order_by(Absence.starts)
        )
    )


def _touched(db: Session, ask: Ask, absence: Absence) -> list[tuple[Visit, list[Staff]]]:
    """Visits that nobody has solved yet, each with who could stand in."""
    return [
        (visit, calendar.stand_ins(db, visit, deployment=ask.desk.deployment))
        for visit in absences.touched(db, absence)
        if visit.starts > ask.now and visit.kind == "support" and visit.tenant.team_id == ask.me.team_id
    ]


ROUTES = [my_hours, hours, change_hours, office_hours, add_absence, remove_absence]
