"""What staff do with one visit: say how it went, cancel it, offer a stand-in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, cast, get_args

from litestar.enums import RequestEncodingType
from litestar.exceptions import NotFoundException
from litestar.params import Body, FromPath

from inbox.access import my_colleague, my_visit
from inbox.ask import Answer, Asked, or_refused
from inbox.forms import ColleagueForm, Form, number
from inbox.routes import press
from support import absences, visits


@dataclass
class Close(Form):
    """How it went."""

    how: str = ""


CloseForm = Annotated[Close, Body(media_type=RequestEncodingType.URL_ENCODED)]


@press("/visits/{visit_id:int}/close")
def close(ask: Asked, visit_id: FromPath[int], data: CloseForm) -> Answer:
    """Met, did not meet, or we failed: a person's press, never the clock's."""
    if data.how not in get_args(visits.How):
        raise NotFoundException("no such outcome")
    with ask.writing() as db:
        found = my_visit(db, ask.me, visit_id)
        said = visits.close(
            db,
            found,
            cast(visits.How, data.how),
            ask.me.staff(db),
            now=ask.now,
            deployment=ask.desk.deployment,
        )
        or_refused(said, f"/visits/{visit_id}")
    return ask.to(f"/visits/{visit_id}", said="closed")


@press("/visits/{visit_id:int}/cancel")
def cancel(ask: Asked, visit_id: FromPath[int]) -> Answer:
    """The team cancels; the tenant is told and offered another time."""
    with ask.writing() as db:
        found = my_visit(db, ask.me, visit_id)
        said = visits.cancel(db, found, ask.me.staff(db), now=ask.now, deployment=ask.desk.deployment)
        or_refused(said, f"/visits/{visit_id}")
    return ask.to(f"/visits/{visit_id}", said="cancelled")


@press("/visits/{visit_id:int}/cover")
def cover(ask: Asked, visit_id: FromPath[int], data: ColleagueForm) -> Answer:
    """The worker cannot come: one press lets the tenant choose a stand-in, another day or a call."""
    with ask.writing() as db:
        found = my_visit(db, ask.me, visit_id)
        chosen = number(data.staff)
        stand_in = my_colleague(db, ask.me, chosen) if chosen else None
        said = absences.offer_cover(
            db, found, stand_in, ask.me.staff(db), now=ask.now, deployment=ask.desk.deployment
        )
        or_refused(said, f"/visits/{visit_id}")
    return ask.to(f"/visits/{visit_id}", said="sent")


ROUTES = [close, cancel, cover]
