"""`/stop` and pause. It deletes nothing: what nobody asked for stops at once, answers still come, visits stand."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, time, timedelta

from bot.dialogs import leave
from bot.keyboards import Tap
from bot.talk import Routes, Talk, joined
from storage.tables import Visit
from support import calendar, pauses, visit_lines, visits
from support.say import Button, Line, Say, button, line, say

MOST_VISITS = 3
"""Visits to name at most; the others are found under *my visits*."""


def stop(talk: Talk, tap: Tap | None = None) -> list[Say]:
    """Pause everything unsolicited now, until the tenant says; then the ways on."""
    pauses.pause(talk.db, talk.tenant, None, now=talk.now)
    coming = visits.coming(talk.db, talk.tenant, now=talk.now)
    rows = [
        *_cancel_buttons(coming),
        [button("button.pause_until", "setting.pause_until"), button("button.resume", "setting.resume")],
        [button("button.disconnect", "setting.disconnect")],
        [button("button.ask_delete", "setting.ask_delete")],
    ]
    return [say("setting.stopped", "setting.answers_come", *_stand(talk, coming), buttons=rows)]


def pause_until(talk: Talk, tap: Tap) -> list[Say]:
    """Until when?"""
    rows = [[button(f"button.pause_{each}", "setting.pause_is", each)] for each in ("week", "month", "open")]
    return [say("setting.pause_until", buttons=[*rows, [button("button.resume", "setting.resume")]])]


def pause_is(talk: Talk, tap: Tap) -> list[Say]:
    """Paused until that day; it ends by itself."""
    today = talk.deployment.local(talk.now).date()
    days = {"week": today + timedelta(days=7), "month": _month_after(today)}
    until = _morning_of(talk, days[tap.one]) if tap.one in days else None
    pauses.pause(talk.db, talk.tenant, until, now=talk.now)
    lines = [paused_line(talk), line("setting.answers_come")]
    return [say(*lines, buttons=[[button("button.resume", "setting.resume")]])]


def resume(talk: Talk, tap: Tap) -> list[Say]:
    """Start again, as if nothing had been (R35)."""
    pauses.resume(talk.db, talk.tenant, now=talk.now)
    return [say("setting.resumed", menu=True)]


def paused_line(talk: Talk) -> Line:
    """That it is paused, and until when."""
    until = talk.tenant.paused_until
    return line("setting.paused_until", end=until) if until else line("setting.paused_now")


def _stand(talk: Talk, coming: list[Visit]) -> list[Line]:
    """How the visits are: those that stand, and those that the worker cannot keep."""
    lines = [_as_it_is(talk, each) for each in coming[:MOST_VISITS]]
    return lines if len(coming) <= MOST_VISITS else [*lines, line("setting.more_visits")]


def _as_it_is(talk: Talk, visit: Visit) -> Line:
    """One visit; the landlord's inspection by its own name (R28)."""
    if visit.kind == "inspection":
        return line("setting.inspection_stands", start=visit.starts)
    if visit.worker is not None and calendar.in_doubt(talk.db, visit):
        return visit_lines.cannot(visit.worker.name, visit)
    return line(
        "setting.call_stands" if visit.place == "phone" else "setting.support_stands", start=visit.starts
    )


def _cancel_buttons(coming: list[Visit]) -> list[list[Button]]:
    """Only our own visits can be cancelled here; an inspection is the landlord's to move."""
    own = [each for each in coming[:MOST_VISITS] if each.kind == "support"]
    if len(own) == 1:
        label = "button.cancel" if own[0].place == "phone" else "button.cancel_visit"
        return [[button(label, "visit.cancel", own[0].id, own[0].revision)]]
    return [
        [button("button.cancel_that_visit", "visit.cancel", each.id, each.revision, start=each.starts)]
        for each in own
    ]


def _morning_of(talk: Talk, day: date) -> datetime:
    """When the quiet hours of that day end, so that nothing wakes anybody."""
    end: time = talk.deployment.quiet.end
    return datetime.combine(day, end, tzinfo=talk.deployment.zone)


def _month_after(day: date) -> date:
    year, month = (day.year, day.month + 1) if day.month < 12 else (day.year + 1, 1)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


ROUTES = joined(
    [
        Routes(
            commands={"stop": stop},
            taps={
                "setting.pause": pause_until,
                "setting.pause_until": pause_until,
                "setting.pause_is": pause_is,
                "setting.resume": resume,
            },
        ),
        leave.ROUTES,
    ]
)
