"""One thread: read it, answer, write an internal note, hand it to somebody, set it done.

An answer and a note are two forms with two addresses, so that one can never become the other (test 8).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from litestar.enums import RequestEncodingType
from litestar.exceptions import NotFoundException
from litestar.params import Body, FromPath
from sqlalchemy.orm import Session

from inbox.access import log_opening, log_still_open, my_colleague, my_tenant
from inbox.ask import Answer, Ask, Asked, refuse
from inbox.entries import as_json, entries
from inbox.forms import ColleagueForm, Form, WordsForm, number
from inbox.live import thread_mark
from inbox.routes import BY_ITSELF, page, press
from inbox.threads import as_json as thread_as_json
from storage.tables import Message, Tenant
from support import messages, people, visits

LONGEST = 4000
"""Characters in one answer: with the first name it stays within one message of the channel (4096)."""


@dataclass
class Urgent(Form):
    """Whether it is: `yes` or `no`."""

    urgent: str = "yes"


UrgentForm = Annotated[Urgent, Body(media_type=RequestEncodingType.URL_ENCODED)]


@page("/threads/{tenant_id:int}")
def thread(ask: Asked, tenant_id: FromPath[int]) -> Answer:
    """The whole thread. One row in the access log."""
    with ask.writing() as db:
        tenant = my_tenant(db, ask.me, tenant_id)
        log_opening(db, ask.me, "thread", now=ask.now, tenant=tenant)
        found, row = entries(db, tenant, ask.voice), messages.thread_of(db, tenant)
        if ask.wants_json:
            return ask.json({"thread": thread_as_json(row), "messages": [as_json(each) for each in found]})
        return ask.page(
            "thread.html",
            tenant=tenant,
            thread=row,
            entries=found,
            mark=thread_mark(db, tenant),
            colleagues=people.workers(db, ask.me.team_id),
            coming=visits.coming(db, tenant, now=ask.now)[:3],
            longest=LONGEST,
        )


@page("/threads/{tenant_id:int}/entries", **BY_ITSELF)
def thread_entries(ask: Asked, tenant_id: FromPath[int]) -> Answer:
    """The entries alone: an open page fetches them when something has changed."""
    with ask.writing() as db:
        tenant = my_tenant(db, ask.me, tenant_id)
        log_still_open(db, ask.me, "thread", tenant, now=ask.now)
        found = entries(db, tenant, ask.voice)
        return ask.page("entries.html", tenant=tenant, entries=found)


@press("/threads/{tenant_id:int}/answer")
def answer(ask: Asked, tenant_id: FromPath[int], data: WordsForm) -> Answer:
    """Send words to the tenant. The same words within a minute are one press too many, not a second answer."""
    text = _words(data.text, tenant_id)
    with ask.writing() as db:
        tenant = my_tenant(db, ask.me, tenant_id)
        if tenant.state == "ended":
            refuse("inbox.thread.ended", f"/threads/{tenant_id}")
        if not _pressed_twice(db, ask, tenant, text):
            messages.answer(db, tenant, ask.me.staff(db), text, now=ask.now)
    return ask.to(f"/threads/{tenant_id}", said="answered", part="end")


@press("/threads/{tenant_id:int}/note")
def note(ask: Asked, tenant_id: FromPath[int], data: WordsForm) -> Answer:
    """Keep a note for the team. It is never sent."""
    text = _words(data.text, tenant_id)
    with ask.writing() as db:
        messages.note(db, my_tenant(db, ask.me, tenant_id), ask.me.staff(db), text, now=ask.now)
    return ask.to(f"/threads/{tenant_id}", said="noted", part="end")


@press("/threads/{tenant_id:int}/done")
def done(ask: Asked, tenant_id: FromPath[int]) -> Answer:
    """Nothing waits here any more; the next message gets a receipt again."""
    with ask.writing() as db:
        messages.done(db, my_tenant(db, ask.me, tenant_id))
    return ask.to("/inbox", said="done")


@press("/threads/{tenant_id:int}/assign")
def assign(ask: Asked, tenant_id: FromPath[int], data: ColleagueForm) -> Answer:
    """Hand the thread to a colleague; if nobody is named, to the tenant's own contact person again."""
    with ask.writing() as db:
        tenant = my_tenant(db, ask.me, tenant_id)
        chosen = number(data.staff)
        messages.thread_of(db, tenant).assigned_to = my_colleague(db, ask.me, chosen).id if chosen else None
    return ask.to(f"/threads/{tenant_id}", said="assigned", part="end")


@press("/threads/{tenant_id:int}/urgent")
def urgent(ask: Asked, tenant_id: FromPath[int], data: UrgentForm) -> Answer:
    """Sort the waiting thread first, or not any more: as the button said, however often it is pressed."""
    with ask.writing() as db:
        row = messages.thread_of(db, my_tenant(db, ask.me, tenant_id))
        if row.waiting_since is None:
            raise NotFoundException("nothing waits in this thread")
        row.urgent = data.urgent != "no"
    return ask.to(f"/threads/{tenant_id}", said="saved", part="end")


def _words(text: str, tenant_id: int) -> str:
    """What was written, if it can be sent."""
    if not text.strip():
        refuse("inbox.thread.no_words", f"/threads/{tenant_id}")
    if len(text) > LONGEST:
        refuse("inbox.thread.too_long", f"/threads/{tenant_id}", n=LONGEST)
    return text


def _pressed_twice(db: Session, ask: Ask, tenant: Tenant, text: str) -> bool:
    last = messages.entries(db, tenant)[-1:]
    return bool(last) and _is_same(last[0], ask, text)


def _is_same(last: Message, ask: Ask, text: str) -> bool:
    mine = last.author == "staff" and last.staff_id == ask.me.id
    return mine and last.text == text and ask.now - last.at < timedelta(minutes=1)


ROUTES = [thread, thread_entries, answer, note, done, assign, urgent]
