"""A tenant's phone: the one-time link with its card, a new phone, a lost one."""

from __future__ import annotations

import segno
from litestar.datastructures import Cookie
from litestar.params import FromPath
from markupsafe import Markup

from inbox.access import my_tenant
from inbox.ask import Answer, Ask, Asked, refuse
from inbox.routes import page, press
from locales import Voice
from support import help_lines, people

CARD_SECONDS = 600
"""How long the card with the link can be looked at and printed by who made it. The code itself is kept nowhere."""
CARD = "bofast_card"


@press("/tenants/{tenant_id:int}/link")
def new_link(ask: Asked, tenant_id: FromPath[int]) -> Answer:
    """A new one-time link: a first phone, a new one, or one after a loss."""
    with ask.writing() as db:
        found = my_tenant(db, ask.me, tenant_id)
        if found.state == "ended":
            refuse("inbox.tenant_state.ended", f"/tenants/{tenant_id}")
        code = people.new_link(db, found, now=ask.now, made_by=ask.me.staff(db))
    return to_card(ask, tenant_id, code)


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


def to_card(ask: Ask, tenant_id: int, code: str) -> Answer:
    """Go on to the card. The code travels in a cookie that only the card's page gets: not in an address or a log."""
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


ROUTES = [new_link, card, freeze]
