"""The landlord's inspections (R28): enter one, give a new time, one of us comes along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath

from inbox.access import my_colleague, my_tenant, my_visit
from inbox.ask import Answer, Asked, or_refused, refuse
from inbox.forms import ColleagueForm, Form, number
from inbox.moments import read_moment
from inbox.routes import page, press
from storage.tables import Visit
from support import inspections


@dataclass
class Inspection(Form):
    """Who comes, what they look at, when."""

    visitor: str = ""
    looks_at: str = ""
    start: str = ""
    minutes: int = 30


@dataclass
class Start(Form):
    """A new time."""

    start: str = ""


InspectionForm = Annotated[Inspection, Body(media_type=RequestEncodingType.URL_ENCODED)]
StartForm = Annotated[Start, Body(media_type=RequestEncodingType.URL_ENCODED)]


@page("/tenants/{tenant_id:int}/inspection")
def show_inspection(ask: Asked, tenant_id: FromPath[int]) -> Answer:
    """The form for what the landlord has told us."""
    with ask.reading() as db:
        return ask.page("inspection.html", tenant=my_tenant(db, ask.me, tenant_id))


@press("/tenants/{tenant_id:int}/inspection")
def add_inspection(ask: Asked, tenant_id: FromPath[int], data: InspectionForm) -> Answer:
    """Enter it; the tenant is asked whether it suits."""
    back = f"/tenants/{tenant_id}/inspection"
    start = read_moment(data.start, ask.desk.deployment.zone)
    with ask.writing() as db:
        tenant = my_tenant(db, ask.me, tenant_id)
        if start is None or not data.visitor.strip() or not data.looks_at.strip():
            refuse("inbox.inspection.incomplete", back)
        made = inspections.add_inspection(
            db,
            tenant,
            ask.me.staff(db),
            visitor=data.visitor.strip(),
            looks_at=data.looks_at.strip(),
            starts=start,
            minutes=max(5, min(data.minutes, 480)),
            now=ask.now,
            deployment=ask.desk.deployment,
        )
        visit: Visit = or_refused(made, back)
        visit_id = visit.id
    return ask.to(f"/visits/{visit_id}", said="sent")


@press("/visits/{visit_id:int}/attend")
def attend(ask: Asked, visit_id: FromPath[int], data: ColleagueForm) -> Answer:
    """One of us comes along to the landlord's inspection; I, if nobody is named."""
    with ask.writing() as db:
        found = my_visit(db, ask.me, visit_id)
        worker = my_colleague(db, ask.me, number(data.staff) or ask.me.id)
        said = inspections.attend(
            db, found, worker, ask.me.staff(db), now=ask.now, deployment=ask.desk.deployment
        )
        or_refused(said, f"/visits/{visit_id}")
    return ask.to(f"/visits/{visit_id}", said="sent")


@press("/visits/{visit_id:int}/move-inspection")
def move_inspection(ask: Asked, visit_id: FromPath[int], data: StartForm) -> Answer:
    """The landlord has given another time."""
    start = read_moment(data.start, ask.desk.deployment.zone)
    with ask.writing() as db:
        found = my_visit(db, ask.me, visit_id)
        if start is None:
            refuse("inbox.propose.no_time", f"/visits/{visit_id}")
        said = inspections.move_inspection(
            db, found, start, ask.me.staff(db), now=ask.now, deployment=ask.desk.deployment
        )
        or_refused(said, f"/visits/{visit_id}")
    return ask.to(f"/visits/{visit_id}", said="sent")


ROUTES = [show_inspection, add_inspection, attend, move_inspection]
