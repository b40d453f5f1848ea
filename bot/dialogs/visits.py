"""My visits: what is coming, and *fits*, *move*, *cancel* in one tap each, no reason asked (R13)."""

from __future__ import annotations

from bot.dialogs import booking, visit_now
from bot.keyboards import Tap
from bot.talk import Routes, Talk
from storage.tables import Visit
from support import calendar, offers, visit_lines, visits
from support.say import Say, button, line, say


def show(talk: Talk) -> list[Say]:
    """What is coming, one message each, so that the buttons stand by their visit."""
    coming = visits.coming(talk.db, talk.tenant, now=talk.now)
    if not coming:
        return [say("visit.none", buttons=[(button("button.new_visit", "visit.book"),)])]
    return [visit_now.as_it_is(talk, each, ask=_unanswered(each)) for each in coming]


def fits(talk: Talk, tap: Tap) -> list[Say]:
    """*Fits*: the next reminder asks nothing."""
    visit = visits.locked(talk.db, talk.tenant, tap.row)
    if visit is None:
        return [visit_now.none_such()]
    if not _as_on_button(talk, visit, tap) or calendar.in_doubt(talk.db, visit):
        return [visit_now.as_it_is(talk, visit, "visit.now", ask=_unanswered(visit))]
    visits.confirm(talk.db, visit, now=talk.now)
    return [visit_now.as_it_is(talk, visit, "visit.thanks")]


def move(talk: Talk, tap: Tap) -> list[Say]:
    """*Move*: other times at the same place; the visit stands until one is taken."""
    visit = visits.locked(talk.db, talk.tenant, tap.row)
    if visit is None or visit.kind != "support":
        return [visit_now.none_such()]
    doubt = calendar.in_doubt(talk.db, visit)
    if not doubt and not _as_on_button(talk, visit, tap):
        return [visit_now.as_it_is(talk, visit, "visit.now", ask=_unanswered(visit))]
    found = offers.find(
        talk.db,
        talk.tenant,
        now=talk.now,
        deployment=talk.deployment,
        moving=visit,
        reason="absence" if doubt else "move",
    )
    return [booking.propose(talk, found)]


def cancel(talk: Talk, tap: Tap) -> list[Say]:
    """*Cancel*: done at once, with a way back."""
    visit = visits.locked(talk.db, talk.tenant, tap.row)
    if visit is None or visit.kind != "support":
        return [visit_now.none_such()]
    if not _as_on_button(talk, visit, tap):
        return [visit_now.as_it_is(talk, visit, "visit.now", ask=_unanswered(visit))]
    visits.cancel_by_tenant(talk.db, visit, now=talk.now)
    undo = button("button.undo", "visit.restore", visit.id, visit.revision)
    return [
        say(
            line(f"visit.cancelled.{visit_lines.noun(visit.place)}"),
            line("visit.was", start=visit.starts),
            buttons=[(button("button.new_visit", "visit.book"), undo)],
        )
    ]


def restore(talk: Talk, tap: Tap) -> list[Say]:
    """*Undo* right after cancelling."""
    visit = visits.locked(talk.db, talk.tenant, tap.row)
    if visit is None:
        return [visit_now.none_such()]
    own = visit.state == "cancelled" and visit.cancelled_by == "tenant"
    if not own:
        return [visit_now.as_it_is(talk, visit, "visit.now", ask=_unanswered(visit))]
    if visits.restore(talk.db, visit, now=talk.now, deployment=talk.deployment):
        return [visit_now.as_it_is(talk, visit, f"visit.back.{visit_lines.noun(visit.place)}")]
    found = offers.find(talk.db, talk.tenant, now=talk.now, deployment=talk.deployment, place=visit.place)
    why = "visit.too_late" if visit.starts <= talk.now else "visit.time_taken"
    return [booking.propose(talk, found, line(why))]


def _unanswered(visit: Visit) -> bool:
    return visit.answer is None if visit.kind == "inspection" else visit.confirmed_at is None


def _as_on_button(talk: Talk, visit: Visit, tap: Tap) -> bool:
    """Whether the visit is still what the button spoke of: booked, not over, and not moved since."""
    moved = tap.two != "" and tap.two != str(visit.revision)
    return visit.state == "booked" and calendar.piece(visit).ends > talk.now and not moved


ROUTES = Routes(
    commands={"visits": show},
    menu={"menu.visits": show},
    taps={
        "visit.fits": fits,
        "visit.move": move,
        "visit.cancel": cancel,
        "visit.restore": restore,
    },
)
