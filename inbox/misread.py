"""A message that the bot understood wrongly: staff mark it, and write a sentence in its place for the next round.

The page shows what the tenant wrote, so opening it is one row in the access log, and so is the press.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from litestar.enums import RequestEncodingType
from litestar.exceptions import NotFoundException
from litestar.params import Body, FromPath
from sqlalchemy.orm import Session

from inbox.access import log_opening, my_tenant
from inbox.ask import Answer, Ask, Asked, or_refused, refuse
from inbox.entries import made_of
from inbox.forms import Form
from inbox.moments import read_moment
from inbox.routes import page, press
from storage.tables import Message, Tenant
from support import misread
from support.misread import Meant


@dataclass
class Mark(Form):
    """What was meant: a sentence of one's own, one of the intents, a time."""

    sentence: str = ""
    intent: str = ""
    when: str = ""


MarkForm = Annotated[Mark, Body(media_type=RequestEncodingType.URL_ENCODED)]


@page("/messages/{message_id:int}/misread")
def look(ask: Asked, message_id: FromPath[int]) -> Answer:
    """The words, what was made of them, and what to write in their place."""
    with ask.writing() as db:
        message, tenant = _words_of_mine(db, ask, message_id)
        log_opening(db, ask.me, "misread", now=ask.now, tenant=tenant)
        mark = misread.of_message(db, message)
        return ask.page(
            "misread.html",
            tenant=tenant,
            message=message,
            made=made_of(message, ask.desk.deployment.zone),
            mark=mark,
            intents=misread.INTENTS,
            longest=misread.LONGEST,
        )


@press("/messages/{message_id:int}/misread")
def mark(ask: Asked, message_id: FromPath[int], data: MarkForm) -> Answer:
    """Mark it, or put the mark right."""
    when = read_moment(data.when, ask.desk.deployment.zone) if data.when.strip() else None
    back = f"/messages/{message_id}/misread"
    if data.when.strip() and when is None:
        refuse("inbox.misread.no_time", back)
    with ask.writing() as db:
        message, tenant = _words_of_mine(db, ask, message_id)
        meant = Meant(data.sentence, data.intent, when)
        made = misread.mark(db, message, tenant, ask.me.staff(db), meant, now=ask.now)
        or_refused(made, back)
        log_opening(db, ask.me, "misread", now=ask.now, tenant=tenant)
    return ask.to(f"/threads/{tenant.id}", said="marked", part=f"m{message_id}")


@press("/messages/{message_id:int}/misread/remove")
def unmark(ask: Asked, message_id: FromPath[int]) -> Answer:
    """It was understood after all."""
    with ask.writing() as db:
        message, tenant = _words_of_mine(db, ask, message_id)
        misread.unmark(db, message)
    return ask.to(f"/threads/{tenant.id}", said="removed", part=f"m{message_id}")


def _words_of_mine(db: Session, ask: Ask, message_id: int) -> tuple[Message, Tenant]:
    """A tenant's written message of my team, or 404."""
    message = db.get(Message, message_id)
    if message is None or message.author != "tenant" or message.text is None:
        raise NotFoundException("no such message in this team")
    return message, my_tenant(db, ask.me, message.tenant_id)


ROUTES = [look, mark, unmark]
