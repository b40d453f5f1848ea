"""Visits in words: book, move, cancel. Each leads to the buttons, pre-filled; nothing changes by the words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.dialogs import visit_now
from bot.dialogs import visits as dialog
from bot.dialogs.said import near, times
from bot.dialogs.said.expect import expect
from bot.dialogs.said.heard import Heard
from bot.keyboards import Tap
from bot.talk import Talk
from storage.tables import Visit
from support import calendar, visit_lines, visits
from support.offers_near import Wanted
from support.say import Button, Line, Say, button, line, say

MOST = 3
"""Visits or readings that are asked about at once."""


def book(heard: Heard) -> list[Say]:
    """Times near what was named."""
    asking = which_time(heard, None)
    if asking:
        return asking
    talk, found = heard.talk, heard.found
    now = talk.deployment.local(talk.now)
    wanted, without = times.all_wanted(found, now), times.unwanted(found, now)
    booked = _booked_then(heard, wanted)
    return booked or near.propose(talk, wanted, without=without, before=_honestly(heard))


def _booked_then(heard: Heard, wanted: Sequence[Wanted]) -> list[Say]:
    """A visit stands on the one day that is named: it is shown. What else the words ask of it, a person reads."""
    talk = heard.talk
    if len(wanted) != 1 or wanted[0].end - wanted[0].start > timedelta(days=1):
        return []
    zone, day = talk.deployment.zone, wanted[0].start.date()
    coming = visits.coming(talk.db, talk.tenant, now=talk.now)
    there = [each for each in coming if each.starts.astimezone(zone).date() == day and each.kind == "support"]
    heard.for_human = heard.for_human or bool(there)
    return [visit_now.as_it_is(talk, each, ask=each.confirmed_at is None) for each in there]


def move(heard: Heard) -> list[Say]:
    """The visit that is meant, and times near the new one; two that may be meant are asked about."""
    talk = heard.talk
    now = talk.deployment.local(talk.now)
    old = times.moved_from(heard.found, now)
    called_off = times.unwanted(heard.found, now)
    day = old or (called_off[0] if called_off else None)
    coming = visits.coming(talk.db, talk.tenant, now=talk.now)
    if not coming:
        wanted = times.all_wanted(heard.found, now)
        return near.propose(talk, wanted, before=[line("visit.none")])
    meant = on_day(coming, day)
    if not meant:
        return _none_then(heard, day)
    if len(meant) > 1:
        return [_which_to_move(heard, meant)]
    return move_this(heard, meant[0])


def move_this(heard: Heard, visit: Visit) -> list[Say]:
    """One visit; the landlord's inspection keeps its own buttons (R28)."""
    if visit.kind != "support":
        return [visit_now.as_it_is(heard.talk, visit, ask=visit.answer is None)]
    asking = which_time(heard, visit)
    if asking:
        return asking
    now = heard.talk.deployment.local(heard.talk.now)
    wanted, without = times.all_wanted(heard.found, now), times.unwanted(heard.found, now)
    return near.propose(heard.talk, wanted, without=without, moving=visit, before=_honestly(heard))


def cancel(heard: Heard) -> list[Say]:
    """The visit that is meant, with *cancel* below it."""
    return cancel_on(heard, times.of_visit(heard.found, heard.talk.deployment.local(heard.talk.now)))


def cancel_on(heard: Heard, day: Wanted | None, misses: int = 0) -> list[Say]:
    """The visit of that time; without one, all that could be meant. Where there is none, a person reads it too."""
    talk = heard.talk
    coming = visits.coming(talk.db, talk.tenant, now=talk.now)
    meant = on_day(coming, day)
    if not meant:
        return _none_then(heard, day)
    expect(talk, "cancel_visit", visit=meant[0], misses=misses)
    if len(meant) > 1:
        return [_which_to_cancel(talk, meant)]
    return [_cancel_this(talk, meant[0])]


def on_day(coming: Sequence[Visit], day: Wanted | None) -> list[Visit]:
    """The visits of the time that was named: at that very moment, else that day; without a time, all.

    Our own before the landlord's inspections: those are spoken of by name and never changed by words.
    """
    if day is None:
        own = [each for each in coming if each.kind == "support"]
        return own or list(coming)
    there = [each for each in coming if day.holds(each.starts)]
    zone = day.start.tzinfo
    return there or [
        each for each in coming if each.starts.astimezone(zone).date() == day.start.date() and day.is_point
    ]


def keep(talk: Talk, tap: Tap) -> list[Say]:
    """*No, keep it*."""
    visit = visits.locked(talk.db, talk.tenant, tap.row)
    return [visit_now.none_such() if visit is None else stands(talk, visit)]


def stands(talk: Talk, visit: Visit) -> Say:
    """It is as it was."""
    return visit_now.as_it_is(talk, visit, f"visit.stands.{visit_lines.noun(visit.place)}")


def which_time(heard: Heard, visit: Visit | None, misses: int = 0) -> list[Say] | None:
    """Where the words allow two times that still can be had, both as buttons."""
    talk = heard.talk
    now, zone = talk.deployment.local(talk.now), talk.deployment.zone
    first = calendar.earliest(talk.now, talk.deployment)
    spans = [span for each in heard.found.times.readings[:MOST] if (span := times.wanted(each, now))]
    spans = [each for each in spans if each.end > first]
    if len(spans) < 2:
        return None
    days = sorted({each.start.date() for each in spans})
    key = "button.time" if len(days) < len(spans) or all(each.is_point for each in spans) else "button.day"
    rows: list[list[Button]] = []
    for each in spans:
        packed = times.pack(each, zone)
        ids = (visit.id, packed) if visit else (packed,)
        rows.append([button(key, "said.move" if visit else "said.book", *ids, start=each.start)])
    expect(talk, "move_visit" if visit else "book_visit", visit=visit, days=days, misses=misses)
    return [say("said.which_time", buttons=[*rows, [button("button.not_now", "menu.not_now")]])]


def _which_to_move(heard: Heard, meant: Sequence[Visit]) -> Say:
    talk = heard.talk
    wanted = times.all_wanted(heard.found, talk.deployment.local(talk.now))
    packed = times.pack(wanted[0], talk.deployment.zone) if wanted else ""
    rows = [[button("button.time", "said.move", each.id, packed, start=each.starts)] for each in meant[:MOST]]
    expect(talk, "move_visit")
    return say("said.which_visit", buttons=rows)


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


def _none_then(heard: Heard, day: Wanted | None) -> list[Say]:
    """Nothing is booked then: what is, is shown, and nothing else is touched. A person reads what was meant."""
    heard.for_human = True
    shown = dialog.show(heard.talk)
    booked = shown[0].lines[0].key != "visit.none"
    return [say("said.none_then", start=day.start), *shown] if booked and day is not None else shown


def _honestly(heard: Heard) -> list[Line]:
    """What a time in words asks for that is not possible here: a date of no calendar, a rhythm."""
    lines = [line("said.no_such_day", words=each) for each in heard.found.times.impossible[:1]]
    if heard.found.when is not None and heard.found.when.recurrence:
        heard.for_human = True
        lines.append(line("said.one_at_a_time", name=heard.talk.tenant.worker.name))
    return lines
