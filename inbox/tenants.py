"""Tenants: the list, adding one, the profile, the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery

from inbox.access import log_opening, my_colleague, my_tenant
from inbox.ask import Answer, Ask, Asked, refuse
from inbox.forms import Form, number
from inbox.phones import to_card
from inbox.routes import page, press
from locales import LANGUAGES
from support import messages, people, visits
from support.say import line

LONGEST_NAME = 40


@dataclass
class NewTenant(Form):
    """First name, language and contact person, and nothing else."""

    name: str = ""
    language: str = ""
    worker: str = ""


@dataclass
class Change(Form):
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
    worker_id = number(data.worker)
    if data.language not in LANGUAGES or worker_id is None:
        refuse("inbox.tenant.incomplete", "/tenants/new")
    with ask.writing() as db:
        worker = my_colleague(db, ask.me, worker_id)
        tenant = people.add_tenant(db, first_name=name, language=data.language, worker=worker, now=ask.now)
        code = people.new_link(db, tenant, now=ask.now, made_by=ask.me.staff(db))
        tenant_id = tenant.id
    return to_card(ask, tenant_id, code)


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
        worker_id = number(data.worker)
        if worker_id and worker_id != found.worker_id:
            found.worker = my_colleague(db, ask.me, worker_id)
            messages.event(
                db, found, line("event.new_worker", name=found.worker.name, by=ask.me.name), now=ask.now
            )
    return ask.to(f"/tenants/{tenant_id}", said="saved")


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


ROUTES = [tenants, show_new, add, tenant, change, show_end, end]
