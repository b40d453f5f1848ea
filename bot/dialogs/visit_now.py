"""How a visit is now: what an old button answers when things have changed since (decision 3)."""

from __future__ import annotations

from bot.talk import Talk
from storage.tables import Visit
from support import calendar, visit_lines
from support.say import Say, button, line, say


def as_it_is(talk: Talk, visit: Visit, key: str | None = None, *, ask: bool = False) -> Say:
    """The visit with what can be done about it, begun with the line `key`."""
    if visit.state == "cancelled":
        return _no_more(visit, "is_cancelled")
    if visit.state != "booked" or calendar.piece(visit).ends <= talk.now:
        return _no_more(visit, "is_over")
    if calendar.in_doubt(talk.db, visit):
        return _in_doubt(visit)
    before = [line(key)] if key else []
    asking = visit.answer == "another_time"
    after = [line("inspection.asking", name=visit.tenant.worker.name)] if asking else []
    return say(*before, *visit_lines.as_it_is(visit), *after, buttons=visit_lines.buttons(visit, ask=ask))


def none_such() -> Say:
    """The row is gone, or was never this tenant's."""
    return say("visit.gone", "visit.new_time", buttons=visit_lines.new_time())


def _no_more(visit: Visit, what: str) -> Say:
    if visit.kind == "inspection":
        return say(f"inspection.{what}")
    kind = visit_lines.noun(visit.place)
    return say(f"visit.{what}.{kind}", "visit.new_time", buttons=visit_lines.new_time())


def _in_doubt(visit: Visit) -> Say:
    """The worker cannot come, and nothing has been chosen instead."""
    assert visit.worker is not None, "only a support visit is in doubt"
    ids = (visit.id, visit.revision)
    return say(
        visit_lines.cannot(visit.worker.name, visit),
        line("visit.which"),
        buttons=[
            (button("button.another_day", "visit.move", *ids), button("button.cancel", "visit.cancel", *ids)),
            (button("button.call_me", "line.call_me"),),
        ],
    )
