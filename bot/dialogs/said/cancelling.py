"""Cancelling in words: the visit is shown with its buttons, and stands until one of them is pressed."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogs import visit_now
from bot.dialogs.said import times
from bot.dialogs.said.expect import expect
from bot.dialogs.said.heard import Heard
from bot.dialogs.said.which import MOST, none_then, on_day
from bot.keyboards import Tap
from bot.talk import Talk
from storage.tables import Visit
from support import visit_lines, visits
from support.say import Say, button, line, say
from support.wanted import Wanted


def cancel(heard: Heard) -> list[Say]:
    """The visit that is meant, with *cancel* below it. *Not Thursday, see you on Friday*: that of the day refused, if
    there is one; where both days have a visit, which is asked.
    """
    talk, found = heard.talk, heard.found
    now = talk.deployment.local(talk.now)
    coming = visits.coming(talk.db, talk.tenant, now=talk.now)
    days = (*times.unwanted(found, now), *times.all_wanted(found, now)) if found.times.excluded else ()
    meant = list(dict.fromkeys(each for day in days for each in on_day(coming, day)))
    return _ask(talk, meant) if meant else cancel_on(heard, times.of_visit(found, now))


def cancel_on(heard: Heard, day: Wanted | None, misses: int = 0) -> list[Say]:
    """The visit of that time; without one, all that could be meant. Where there is none, a person reads it too."""
    talk = heard.talk
    coming = visits.coming(talk.db, talk.tenant, now=talk.now)
    meant = on_day(coming, day)
    if not meant:
        return none_then(heard, day)
    return _ask(talk, meant, misses)


def _ask(talk: Talk, meant: Sequence[Visit], misses: int = 0) -> list[Say]:
    """One visit with *cancel* below it, or which of several."""
    expect(talk, "cancel_visit", visit=meant[0], misses=misses)
    return [_which_to_cancel(talk, meant) if len(meant) > 1 else _cancel_this(talk, meant[0])]


def keep(talk: Talk, tap: Tap) -> list[Say]:
    """*No, keep it*."""
    visit = visits.locked(talk.db, talk.tenant, tap.row)
    return [visit_now.none_such() if visit is None else stands(talk, visit)]


def stands(talk: Talk, visit: Visit) -> Say:
    """It is as it was."""
    return visit_now.as_it_is(talk, visit, f"visit.stands.{visit_lines.noun(visit.place)}")


def _which_to_cancel(talk: Talk, meant: Sequence[Visit]) -> Say:
    rows = [
        [button("button.cancel_that_visit", "visit.cancel", each.id, each.revision, start=each.starts)]
        for each in meant[:MOST]
    ]
    return say("said.which_visit", buttons=[*rows, [button("button.not_now", "menu.not_now")]])


def _cancel_this(talk: Talk, visit: Visit) -> Say:
    if visit.kind != "support":
        return visit_now.as_it_is(talk, visit, ask=visit.answer is None)
    ids = (visit.id, visit.revision)
    rows = [
        (button("button.cancel", "visit.cancel", *ids), button("button.move", "visit.move", *ids)),
        (button("button.keep", "said.keep", visit.id),),
    ]
    return say(*visit_lines.as_it_is(visit), line("said.cancel_this"), buttons=rows)
