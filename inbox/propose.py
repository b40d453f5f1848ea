"""Propose times for a visit, or for moving one. The tenant says yes before anything is agreed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Annotated

from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery
from sqlalchemy.orm import Session

from inbox.access import my_colleague, my_tenant, my_visit
from inbox.ask import Answer, Ask, Asked, or_refused, refuse
from inbox.forms import Form, number
from inbox.moments import read_moment
from inbox.routes import page, press
from storage.tables import Tenant, Visit
from support import calendar, offers, people, proposing
from support.visit_lines import PLACES

DAYS = 5
"""Days with free times that the form shows to pick from."""


@dataclass
class Times(Form):
    """The form: free times that were picked, and up to three written by hand."""

    picked: str | list[str] = ""
    time1: str = ""
    time2: str = ""
    time3: str = ""
    place: str = "home"
    worker: str = ""


TimesForm = Annotated[Times, Body(media_type=RequestEncodingType.URL_ENCODED)]


@page("/tenants/{tenant_id:int}/propose")
def show(ask: Asked, tenant_id: FromPath[int], worker: FromQuery[int | None] = None) -> Answer:
    """The form, with free times of whoever is to come."""
    with ask.reading() as db:
        tenant = my_tenant(db, ask.me, tenant_id)
        return _form(db, ask, tenant, worker or tenant.worker_id, None)


@page("/visits/{visit_id:int}/move")
def show_move(ask: Asked, visit_id: FromPath[int], worker: FromQuery[int | None] = None) -> Answer:
    """The same, to move a visit."""
    with ask.reading() as db:
        visit = my_visit(db, ask.me, visit_id)
        chosen = worker or visit.worker_id or visit.tenant.worker_id
        return _form(db, ask, visit.tenant, chosen, visit)


@press("/tenants/{tenant_id:int}/propose")
def propose(ask: Asked, tenant_id: FromPath[int], data: TimesForm) -> Answer:
    """Send the proposals."""
    with ask.writing() as db:
        tenant = my_tenant(db, ask.me, tenant_id)
        _send(db, ask, data, tenant=tenant, visit=None)
    return ask.to(f"/threads/{tenant_id}", said="sent")


@press("/visits/{visit_id:int}/move")
def move(ask: Asked, visit_id: FromPath[int], data: TimesForm) -> Answer:
    """Ask to move: the old time stands until the tenant says yes."""
    with ask.writing() as db:
        visit = my_visit(db, ask.me, visit_id)
        _send(db, ask, data, tenant=visit.tenant, visit=visit)
    return ask.to(f"/visits/{visit_id}", said="sent")


def _form(db: Session, ask: Ask, tenant: Tenant, worker_id: int, visit: Visit | None) -> Answer:
    worker = my_colleague(db, ask.me, worker_id)
    free = calendar.free_times(db, worker, now=ask.now, deployment=ask.desk.deployment, tenant=tenant)
    zone = ask.desk.deployment.zone
    by_day = [(day, list(group)) for day, group in groupby(free, key=lambda at: at.astimezone(zone).date())]
    return ask.page(
        "propose.html",
        tenant=tenant,
        visit=visit,
        worker=worker,
        colleagues=people.workers(db, ask.me.team_id),
        free=by_day[:DAYS],
        places=PLACES,
        waiting=sorted({each.starts for each in offers.open_offers(db, tenant, now=ask.now)}),
    )


def _send(db: Session, ask: Ask, data: Times, *, tenant: Tenant, visit: Visit | None) -> None:
    back = f"/visits/{visit.id}/move" if visit else f"/tenants/{tenant.id}/propose"
    chosen = number(data.worker)
    worker = my_colleague(db, ask.me, chosen) if chosen else None
    times = _times(data, ask)
    if times is None or data.place not in PLACES:
        refuse("inbox.propose.no_time", back)
    made = proposing.propose(
        db,
        tenant,
        ask.me.staff(db),
        times,
        data.place,
        now=ask.now,
        deployment=ask.desk.deployment,
        visit=visit,
        worker=worker,
    )
    or_refused(made, back)


def _times(data: Times, ask: Ask) -> list[datetime] | None:
    """All times that were given, in order; None if one of them cannot be read."""
    picked = [data.picked] if isinstance(data.picked, str) else data.picked
    written = [each for each in (*picked, data.time1, data.time2, data.time3) if each.strip()]
    read = [read_moment(each, ask.desk.deployment.zone) for each in written]
    times = {each for each in read if each is not None}
    return sorted(times) if len(times) == len(set(read)) else None


ROUTES = [show, show_move, propose, move]
