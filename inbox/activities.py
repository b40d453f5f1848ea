"""The meeting place: what happens, who is in, wishes and their answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from litestar.enums import RequestEncodingType
from litestar.exceptions import NotFoundException
from litestar.params import Body, FromPath, FromQuery
from sqlalchemy.orm import Session

from inbox.access import log_opening
from inbox.ask import Answer, Ask, Asked, or_refused, refuse
from inbox.forms import Form, WordsForm, number
from inbox.moments import read_moment
from inbox.routes import page, press
from inbox.who import Me
from storage.tables import Activity, Wish
from support import activities, activity_joins, wishes
from support.activities import KINDS, Draft

AHEAD = timedelta(days=400)
"""How far the list looks; nobody plans a trip longer ahead."""


@dataclass
class Entry(Form):
    """The form."""

    title: str = ""
    kind: str = "activity"
    starts: str = ""
    ends: str = ""
    place: str = ""
    host: str = ""
    wish: str = ""


EntryForm = Annotated[Entry, Body(media_type=RequestEncodingType.URL_ENCODED)]


@page("/activities")
def show(ask: Asked) -> Answer:
    """What is coming, and wishes: those without an answer first. A wish is somebody's words: opening is logged."""
    with ask.writing() as db:
        asked = wishes.unanswered(db, team_id=ask.me.team_id)
        for tenant in {wish.tenant for wish in asked}:
            log_opening(db, ask.me, "wish", now=ask.now, tenant=tenant)
        recent = activities.between(db, ask.now - timedelta(hours=12), ask.now + AHEAD)
        return ask.page(
            "activities.html",
            activities=[(each, *activity_joins.joined(db, each, ask.me.team_id)) for each in recent],
            asked=asked,
            answered=wishes.answered(db, team_id=ask.me.team_id, limit=10),
        )


@page("/activities/new")
def show_new(ask: Asked, wish: FromQuery[int | None] = None) -> Answer:
    """The form; from a wish, if one is named."""
    with ask.reading() as db:
        found = _my_wish(db, ask.me, wish) if wish else None
        return ask.page("activity.html", activity=None, wish=found, kinds=KINDS)


@page("/activities/{activity_id:int}")
def show_one(ask: Asked, activity_id: FromPath[int]) -> Answer:
    """The form with what has been entered."""
    with ask.reading() as db:
        return ask.page("activity.html", activity=_activity(db, activity_id), wish=None, kinds=KINDS)


@press("/activities")
def add(ask: Asked, data: EntryForm) -> Answer:
    """Enter an activity."""
    draft = _draft(ask, data, "/activities/new")
    with ask.writing() as db:
        wish_id = number(data.wish)
        wish = _my_wish(db, ask.me, wish_id) if wish_id else None
        made = activities.add(db, ask.me.staff(db), draft, now=ask.now, wish=wish)
        or_refused(made, "/activities/new")
    return ask.to("/activities", said="saved")


@press("/activities/{activity_id:int}")
def change(ask: Asked, activity_id: FromPath[int], data: EntryForm) -> Answer:
    """Change it; who is in is told of a new time or place."""
    back = f"/activities/{activity_id}"
    draft = _draft(ask, data, back)
    with ask.writing() as db:
        activity = _activity(db, activity_id)
        said = activities.change(
            db, activity, ask.me.staff(db), draft, now=ask.now, deployment=ask.desk.deployment
        )
        or_refused(said, back)
    return ask.to("/activities", said="saved")


@press("/activities/{activity_id:int}/cancel")
def cancel(ask: Asked, activity_id: FromPath[int]) -> Answer:
    """Cancel it; who is in is told."""
    with ask.writing() as db:
        activity = _activity(db, activity_id)
        said = activities.cancel(db, activity, ask.me.staff(db), now=ask.now, deployment=ask.desk.deployment)
        or_refused(said, "/activities")
    return ask.to("/activities", said="cancelled")


@press("/wishes/{wish_id:int}/answer")
def answer(ask: Asked, wish_id: FromPath[int], data: WordsForm) -> Answer:
    """Answer a wish; it reaches the tenant with my first name."""
    with ask.writing() as db:
        wish = _my_wish(db, ask.me, wish_id)
        said = wishes.answer(db, wish, ask.me.staff(db), data.text, now=ask.now)
        or_refused(said, f"/activities#wish-{wish_id}")
    return ask.to("/activities", said="answered")


def _activity(db: Session, activity_id: int) -> Activity:
    found = activities.get(db, activity_id)
    if found is None:
        raise NotFoundException("no such activity")
    return found


def _my_wish(db: Session, me: Me, wish_id: int) -> Wish:
    found = wishes.get(db, wish_id)
    if found is None or found.tenant.team_id != me.team_id:
        raise NotFoundException("no such wish in this team")
    return found


def _draft(ask: Ask, data: Entry, back: str) -> Draft:
    zone = ask.desk.deployment.zone
    starts, ends = read_moment(data.starts, zone), read_moment(data.ends, zone)
    if starts is None or ends is None:
        refuse("inbox.activity.no_time", back)
    return Draft(
        title=data.title.strip(),
        starts=starts,
        ends=ends,
        kind=data.kind,
        place=data.place.strip() or None,
        host=data.host.strip() or None,
    )


ROUTES = [show, show_new, show_one, add, change, cancel, answer]
