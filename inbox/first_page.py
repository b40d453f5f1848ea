"""The first page: what waits for somebody in my team, the most urgent first.

Lists say first name, time and kind of matter, never what anybody wrote (law-and-channel 5.2).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import groupby

from litestar.response import Redirect
from sqlalchemy import select
from sqlalchemy.orm import Session

from inbox.alerts import OF_BOFAST, about
from inbox.ask import Answer, Asked
from inbox.live import list_state
from inbox.routes import BY_ITSELF, page
from inbox.who import Me
from storage.tables import Alert, Tenant, Thread, Wish
from support import alerts, wishes
from support.alerts import URGENT

SECTIONS = {
    "visit_changed": "visits",
    "inspection": "inspections",
    "delete_request": "requests",
    **dict.fromkeys(OF_BOFAST, "machinery"),
}
"""Kind of alert → its heading (`inbox.first.*`); what is not listed could not be delivered or handled."""


@dataclass(frozen=True, slots=True)
class Now:
    """What waits."""

    urgent: list[Alert]
    waiting: list[Thread]
    sections: dict[str, list[Alert]]
    wishes: list[Wish]

    @property
    def nothing(self) -> bool:
        """Whether all is quiet."""
        return not (self.urgent or self.waiting or self.sections or self.wishes)


@page("/")
def home() -> Redirect:
    """The bare address leads to the first page."""
    return Redirect("/inbox", status_code=303)


@page("/inbox")
def first_page(ask: Asked) -> Answer:
    """What waits."""
    with ask.reading() as db:
        return ask.page(
            "first_page.html",
            waits=look(db, ask.me),
            said_about=partial(about, ask.voice),
            mark=list_state(db, ask.me)["list"],
        )


@page("/inbox/list", **BY_ITSELF)
def first_list(ask: Asked) -> Answer:
    """The same without what is around it: an open page fetches it when something has changed."""
    with ask.reading() as db:
        return ask.page("first_list.html", waits=look(db, ask.me), said_about=partial(about, ask.voice))


def look(db: Session, me: Me) -> Now:
    """Everything that waits for this person's team."""
    found = alerts.open_alerts(db, team_id=me.team_id)
    rest = sorted((a for a in found if a.kind not in URGENT), key=_section)
    return Now(
        urgent=[a for a in found if a.kind in URGENT],
        waiting=waiting_threads(db, me),
        sections={name: list(some) for name, some in groupby(rest, key=_section)},
        wishes=wishes.unanswered(db, team_id=me.team_id),
    )


def waiting_threads(db: Session, me: Me) -> list[Thread]:
    """Threads in which somebody waits for an answer: urgent first, then the one that has waited longest."""
    return list(
        db.scalars(
            select(Thread)
            .join(Tenant)
            .where(Tenant.team_id == me.team_id, Thread.waiting_since.is_not(None))
            .order_by(Thread.urgent.desc(), Thread.waiting_since)
        )
    )


def _section(alert: Alert) -> str:
    return SECTIONS.get(alert.kind, "failures")


ROUTES = [home, first_page, first_list]
