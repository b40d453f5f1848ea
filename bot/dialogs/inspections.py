"""The landlord's inspection: *yes*, *yes, if the worker comes*, *another time*. Nothing is moved by an answer (R28)."""

from __future__ import annotations

from collections.abc import Callable

from bot.dialogs import visit_now
from bot.keyboards import Tap
from bot.talk import Routes, Talk
from storage.tables import Visit
from support import calendar, inspections, messages, visits
from support.inspections import Answer
from support.say import Line, Say, line, say


def _answer(said: Answer) -> Callable[[Talk, Tap], list[Say]]:
    def handler(talk: Talk, tap: Tap) -> list[Say]:
        visit = visits.locked(talk.db, talk.tenant, tap.row)
        if visit is None or visit.kind != "inspection":
            return [visit_now.none_such()]
        over = visit.state != "booked" or calendar.piece(visit).ends <= talk.now
        if over or tap.two != str(visit.revision):
            return [visit_now.as_it_is(talk, visit, "visit.now", ask=visit.answer is None)]
        inspections.answer(talk.db, visit, said, now=talk.now)
        return [say(*_told(talk, visit, said))]

    return handler


def _told(talk: Talk, visit: Visit, said: Answer) -> list[Line]:
    """What happens now: who sees it, and that the time stands."""
    name = talk.tenant.worker.name
    if said == "yes":
        return [
            line("inspection.said_yes"),
            line("inspection.who", visitor=visit.visitor, start=visit.starts),
        ]
    who = messages.who_reads(talk.db, talk.tenant, now=talk.now, deployment=talk.deployment)
    what = "other" if said == "another_time" else "with"
    if messages.absent_at(talk.db, talk.tenant.worker_id, talk.now):  # a colleague asks, whoever is here
        return [line(f"inspection.said_{what}_us", start=visit.starts), *who]
    return [line(f"inspection.said_{what}", name=name, start=visit.starts), *who]


ROUTES = Routes(
    taps={
        "inspection.yes": _answer("yes"),
        "inspection.with": _answer("yes_with_worker"),
        "inspection.other": _answer("another_time"),
    }
)
