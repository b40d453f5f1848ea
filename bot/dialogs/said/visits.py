"""Visits in words: book and move. Both lead to the buttons, pre-filled; nothing changes by the words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.dialogs import visit_now
from bot.dialogs.said import near, times
from bot.dialogs.said.expect import expect
from bot.dialogs.said.heard import Heard
from bot.dialogs.said.which import MOST, none_then, on_day
from bot.talk import Talk
from storage.tables import Visit
from support import calendar, messages, visits
from support.say import Button, Line, Say, button, line, say
from support.wanted import Wanted


def book(heard: Heard) -> list[Say]:
    """Times near what was named."""
    asking = which_time(heard, None)
    if asking:
        return asking
    talk = heard.talk
    wanted, without = _named(heard)
    if counted_from := _counted_from(heard, visits.coming(talk.db, talk.tenant, now=talk.now)):
        return _sooner_or_later(heard, counted_from)
    called_off = _called_off(talk, without) if wanted else None
    if called_off is not None:
        return move_this(heard, called_off)
    booked = _booked_then(heard, wanted)
    return booked or near.propose(talk, wanted, without=without, before=_honestly(heard))


def _named(heard: Heard) -> tuple[tuple[Wanted, ...], tuple[Wanted, ...]]:
    """The times that will do, and those that will not."""
    now = heard.talk.deployment.local(heard.talk.now)
    return times.all_wanted(heard.found, now), times.unwanted(heard.found, now)


def _called_off(talk: Talk, without: Sequence[Wanted]) -> Visit | None:
    """*Not Thursday, Friday will do*: the visit that stands on the day that will not."""
    coming = visits.coming(talk.db, talk.tenant, now=talk.now)
    there = on_day(coming, without[0]) if without else []
    return there[0] if len(there) == 1 else None


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


def move(heard: Heard) -> list[Say] | None:
    """The visit that is meant, and times near the new one; two that may be meant are asked about."""
    talk = heard.talk
    wanted, without = _named(heard)
    old = times.moved_from(heard.found, talk.deployment.local(talk.now))
    day = old or (without[0] if without else None)
    coming = visits.coming(talk.db, talk.tenant, now=talk.now)
    if not coming:
        return _nothing_to_move(heard, wanted)
    if counted_from := _counted_from(heard, coming):
        return _sooner_or_later(heard, counted_from)
    meant = on_day(coming, day)
    if not meant:
        return _rather(heard, day) if old is None else none_then(heard, day)
    if len(meant) > 1:
        return [_which_to_move(heard, meant)]
    return move_this(heard, meant[0])


def _counted_from(heard: Heard, coming: Sequence[Visit]) -> list[Visit]:
    """The visits that *an hour later* may be counted from; none where it is not said, or of a day without one."""
    if heard.found.times.shift is None or not coming:
        return []
    wanted, _ = _named(heard)
    return [each for each in on_day(coming, wanted[0] if wanted else None) if each.kind == "support"]


def _sooner_or_later(heard: Heard, counted_from: Sequence[Visit]) -> list[Say]:
    """*An hour later*, *on Thursday half an hour earlier*: the visit at that hour, or which visit is meant."""
    if len(counted_from) > 1:
        return [_which_to_move(heard, counted_from)]
    (visit,) = counted_from
    wanted = times.shifted(heard.found, visit.starts, heard.talk.deployment.zone)
    return near.propose(heard.talk, wanted, moving=visit)


def _rather(heard: Heard, day: Wanted | None) -> list[Say]:
    """*Not Tuesday, Wednesday will do*, where nothing is booked on Tuesday: Wednesday is proposed, no visit moved."""
    wanted, without = _named(heard)
    if day is None or not wanted:
        return none_then(heard, day)
    before = [line("said.none_then", start=day.start), *_honestly(heard)]
    return near.propose(heard.talk, wanted, without=without, before=before)


def _nothing_to_move(heard: Heard, wanted: Sequence[Wanted]) -> list[Say] | None:
    """A time that is named is a wish for one. *Rather early*, while a human is to read, is part of that."""
    if wanted:
        return near.propose(heard.talk, wanted, before=[line("visit.none")])
    waits = messages.thread_of(heard.talk.db, heard.talk.tenant).waiting_since is not None
    return None if waits else none_then(heard, None)


def move_this(heard: Heard, visit: Visit) -> list[Say]:
    """One visit; the landlord's inspection keeps its own buttons (R28)."""
    if visit.kind != "support":
        return [visit_now.as_it_is(heard.talk, visit, ask=visit.answer is None)]
    asking = which_time(heard, visit)
    if asking:
        return asking
    wanted, without = _named(heard)
    return near.propose(heard.talk, wanted, without=without, moving=visit, before=_honestly(heard))


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
    zone = talk.deployment.zone
    wanted, _ = _named(heard)
    rows = []
    for each in meant[:MOST]:
        then = times.shifted(heard.found, each.starts, zone) or wanted[:1]
        packed = times.pack(then[0], zone) if then else ""
        rows.append([button("button.time", "said.move", each.id, packed, start=each.starts)])
    expect(talk, "move_visit")
    return say("said.which_visit", buttons=rows)


def _honestly(heard: Heard) -> list[Line]:
    """What a time in words asks for that is not possible here: a date of no calendar, a rhythm."""
    lines = [line("said.no_such_day", words=each) for each in heard.found.times.impossible[:1]]
    if heard.found.when is not None and heard.found.when.recurrence:
        heard.for_human = True
        lines.append(line("said.one_at_a_time", name=heard.talk.tenant.worker.name))
    return lines
