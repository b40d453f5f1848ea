"""Tenants: the list, adding one, the profile, and the phone: link, new phone, lost phone, end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import segno
from litestar.datastructures import Cookie
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery
from markupsafe import Markup

from inbox.access import log_opening, my_colleague, my_tenant
from inbox.ask import Answer, Ask, Asked, refuse
from inbox.routes import page, press
from locales import LANGUAGES, Voice
from support import help_lines, messages, people, visits
from support.say import line

CARD_SECONDS = 600
"""How long the card with the link can be looked at and printed by who made it. The code itself is kept nowhere."""
CARD = "bofast_card"
LONGEST_NAME = 40


@dataclass
class NewTenant:
    """First name, language and contact person, and nothing else."""

    name: str = ""
    language: str = ""
    worker: str = ""


@dataclass
class Change:
    """What staff may change about somebody; empty stays as it is."""

    name: str = ""
    worker: str = ""


NewTenantForm = Annotated[NewTenant, Body(media_type=RequestEncodingType.URL_ENCODED)]
ChangeForm = Annotated[Change, Body(media_type=RequestEncodingType.URL_ENCODED)]


@page("/tenants")
def tenants(ask: Asked, ended: FromQuery[bool] = False) -> Answer:
    """My team's tenants."""
    with ask.reading() as db:
        every = people.tenants(db, ask.me.team_id)
        shown = [each for each in every if (each.state == "ended") == ended]
        return ask.page(
            "tenants.html", tenants=shown, ended=ended, any_ended=any(t.state == "ended" for t in every)
        )


@page("/tenants/new")
def show_new(ask: Asked) -> Answer:
    """The form."""
    with ask.reading() as db:
        return ask.page(
            "tenant_new.html",
            languages=_languages(ask),
            colleagues=people.workers(db, ask.me.team_id),
            team=ask.me.team,
        )


@press("/tenants")
def add(ask: Asked, data: NewTenantForm) -> Answer:
    """Add somebody and make their link."""
    name = _name(data.name, "/tenants/new")
    if data.language not in LANGUAGES or not data.worker.isdecimal():
        refuse("inbox.tenant.incomplete", "/tenants/new")
    with ask.writing() as db:
        worker = my_colleague(db, ask.me, int(data.worker))
        tenant = people.add_tenant(db, first_name=name, language=data.language, worker=worker, now=ask.now)
        code = people.new_link(db, tenant, now=ask.now, made_by=ask.me.staff(db))
        tenant_id = tenant.id
    return _to_card(ask, tenant_id, code)


@page("/tenants/{tenant_id:int}")
def tenant(ask: Asked, tenant_id: FromPath[int]) -> Answer:
    """The profile. One row in the access log."""
    with ask.writing() as db:
        found = my_tenant(db, ask.me, tenant_id)
        log_opening(db, ask.me, "profile", now=ask.now, tenant=found)
        return ask.page(
            "tenant.html",
            tenant=found,
            colleagues=people.workers(db, ask.me.team_id),
            coming=visits.coming(db, found, now=ask.now),
        )


@press("/tenants/{tenant_id:int}")
def change(ask: Asked, tenant_id: FromPath[int], data: ChangeForm) -> Answer:
    """Another contact person, or the first name as it should be. The language is the tenant's own choice."""
    with ask.writing() as db:
        found = my_tenant(db, ask.me, tenant_id)
        if data.name.strip():
            found.first_name = _name(data.name, f"/tenants/{tenant_id}")
        if data.worker.isdecimal() and int(data.worker) != found.worker_id:
            found.worker = my_colleague(db, ask.me, int(data.worker))
            messages.event(
                db, found, line("event.new_worker", name=found.worker.name, by=ask.me.name), now=ask.now
            )
    return ask.to(f"/tenants/{tenant_id}", said="saved")


@press("/tenants/{tenant_id:int}/link")
def new_link(ask: Asked, tenant_id: FromPath[int]) -> Answer:
    """A new one-time link: a first phone, a new one, or one after a loss."""
    with ask.writing() as db:
        found = my_tenant(db, ask.me, tenant_id)
        if found.state == "ended":
            refuse("inbox.tenant_state.ended", f"/tenants/{tenant_id}")
        code = people.new_link(db, found, now=ask.now, made_by=ask.me.staff(db))
    return _to_card(ask, tenant_id, code)


@page("/tenants/{tenant_id:int}/card")
def card(ask: Asked, tenant_id: FromPath[int]) -> Answer:
    """Link and QR code, to show or to print. Only who made the link sees it, for ten minutes."""
    code = ask.request.cookies.get(CARD)
    if not code:
        return ask.to(f"/tenants/{tenant_id}")
    link = ask.desk.bot_link(code)
    deployment = ask.desk.deployment
    with ask.reading() as db:
        found = my_tenant(db, ask.me, tenant_id)
        return ask.page(
            "card.html",
            tenant=found,
            theirs=Voice(found.language, deployment.zone).say,
            link=link,
            qr=Markup(segno.make(link, error="m").svg_inline(scale=6, border=2)),
            until=ask.now + people.LINK_LASTS,
            line_number=deployment.line.number,
            emergency=help_lines.emergency(deployment.country).number,
        )


@press("/tenants/{tenant_id:int}/freeze")
def freeze(ask: Asked, tenant_id: FromPath[int]) -> Answer:
    """The phone is lost: it shows nothing more, in one press."""
    with ask.writing() as db:
        found = my_tenant(db, ask.me, tenant_id)
        if found.state == "active":
            people.freeze(db, found, now=ask.now)
    return ask.to(f"/tenants/{tenant_id}", said="frozen")


@page("/tenants/{tenant_id:int}/end")
def show_end(ask: Asked, tenant_id: FromPath[int]) -> Answer:
    """What ending does, before it is done."""
    with ask.reading() as db:
        return ask.page("tenant_end.html", tenant=my_tenant(db, ask.me, tenant_id))


@press("/tenants/{tenant_id:int}/end")
def end(ask: Asked, tenant_id: FromPath[int]) -> Answer:
    """Moved, ended or died: everything stops at once (R36)."""
    with ask.writing() as db:
        found = my_tenant(db, ask.me, tenant_id)
        if found.state != "ended":
            people.end(db, found, now=ask.now)
    return ask.to(f"/tenants/{tenant_id}", said="ended")


def _languages(ask: Ask) -> list[str]:
    """The deployment's languages first; all three are always there."""
    own = list(ask.desk.deployment.languages)
    return [*own, *(each for each in LANGUAGES if each not in own)]


def _name(written: str, back: str) -> str:
    name = " ".join(written.split())
    if not name or len(name) > LONGEST_NAME:
        refuse("inbox.tenant.name_missing", back, n=LONGEST_NAME)
    return name


def _to_card(ask: Ask, tenant_id: int, code: str) -> Answer:
    answer = ask.to(f"/tenants/{tenant_id}/card")
    answer.cookies.append(
        Cookie(
            key=CARD,
            value=code,
            path=f"/tenants/{tenant_id}/card",
            max_age=CARD_SECONDS,
            httponly=True,
            samesite="strict",
            secure=ask.desk.secure,
        )
    )
    return answer


ROUTES = [tenants, show_new, add, tenant, change, new_link, card, freeze, show_end, end]
