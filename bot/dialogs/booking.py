"""Booking and moving: whole proposals, one tap takes one, and the ways out stand below (R12).

Used by who asks for a visit, who moves one, and who answers what staff have proposed. Old buttons answer with
how it is now. *Another time* takes own words, which go to the worker like any other message.
"""

from __future__ import annotations

from bot.dialogs import visit_now
from bot.keyboards import Tap
from bot.talk import Routes, Talk
from storage.tables import Offer, Visit
from support import calendar, messages, offers, taking, visit_lines
from support.say import Line, Say, button, line, say
from support.taking import Taken

OTHER_TIME = "visit.other_time"
WHERE = "visit.where"


def book(talk: Talk) -> list[Say]:
    """Two whole proposals."""
    found = offers.find(talk.db, talk.tenant, now=talk.now, deployment=talk.deployment)
    return [propose(talk, found)]


def propose(talk: Talk, found: list[Offer], *before: Line, page: int = 0) -> Say:
    """The proposals, or that there are none and how to write instead."""
    if found:
        buttons = visit_lines.proposal_buttons(found, page=page)
        return say(*before, *visit_lines.proposed(found), buttons=buttons)
    talk.ask(OTHER_TIME)
    nothing = line("visit.no_more" if page else "visit.none_free")
    buttons = [(button("button.call_me", "line.call_me"),), (button("button.not_now", "menu.not_now"),)]
    return say(*before, nothing, line("visit.write_when"), *_who_reads(talk), buttons=buttons)


def take(talk: Talk, tap: Tap) -> list[Say]:
    """One tap agrees on a time, if it still can be."""
    result = taking.take(talk.db, talk.tenant, tap.row, now=talk.now, deployment=talk.deployment)
    if result.visit is not None and result.outcome in ("booked", "moved"):
        return [_agreed(talk, result.visit, result.outcome)]
    return [_not_agreed(talk, result)]


def other_day(talk: Talk, tap: Tap) -> list[Say]:
    """*Another day*: the next two."""
    return _again(talk, tap, page=int(tap.two) if tap.two.isdecimal() and len(tap.two) < 4 else 1)


def other_place(talk: Talk, tap: Tap) -> list[Say]:
    """*Another place*: which?"""
    offer = offers.of_tenant(talk.db, talk.tenant, tap.row)
    if offer is None:
        return [visit_now.none_such()]
    chosen = taking.chosen(talk.db, offer)
    if chosen is not None:
        return [visit_now.as_it_is(talk, chosen, "visit.chosen")]
    places = [each for each in visit_lines.PLACES if each != offer.place]
    rows = [(button(f"button.place.{each}", "visit.place", offer.id, each),) for each in places]
    return [say("visit.which_place", buttons=rows)]


def at_place(talk: Talk, tap: Tap) -> list[Say]:
    """The same worker's times at that place."""
    return _again(talk, tap, place=tap.two if tap.two in visit_lines.PLACES else None)


def other_time(talk: Talk, tap: Tap) -> list[Say]:
    """*Another time*: own words, to the worker."""
    talk.ask(OTHER_TIME, offer=tap.row)
    offer = offers.of_tenant(talk.db, talk.tenant, tap.row)
    return [say(line("visit.write_when"), *_who_reads(talk), *_until_then(talk, offer))]


def own_words(talk: Talk) -> list[Say]:
    """What the tenant wrote about a time goes into the thread, with its own receipt."""
    messages.event(talk.db, talk.tenant, line("event.visit_other_time"), now=talk.now)
    return where(talk)


def where(talk: Talk) -> list[Say]:
    """Where to meet outside, in own words: the bot asked for them, so they get a receipt of their own."""
    talk.close_question()
    return messages.receive(
        talk.db, talk.tenant, talk.words(), now=talk.now, deployment=talk.deployment, asked=True
    )


def not_now(talk: Talk, tap: Tap) -> list[Say]:
    """A complete answer; a visit that was to be moved stands."""
    offer = offers.of_tenant(talk.db, talk.tenant, tap.row)
    if offer is None:
        return [say("visit.not_now")]
    visit = taking.not_now(talk.db, offer, now=talk.now)
    if visit is None:
        return [say("visit.not_now")]
    return [visit_now.as_it_is(talk, visit, f"visit.stands.{visit_lines.noun(visit.place)}")]


def _again(talk: Talk, tap: Tap, *, page: int = 0, place: str | None = None) -> list[Say]:
    offer = offers.of_tenant(talk.db, talk.tenant, tap.row)
    if offer is None:
        return [visit_now.none_such()]
    chosen = taking.chosen(talk.db, offer)
    if chosen is not None:
        return [visit_now.as_it_is(talk, chosen, "visit.chosen")]
    found = offers.again(talk.db, offer, now=talk.now, deployment=talk.deployment, place=place, page=page)
    return [propose(talk, found, page=page)]


def _agreed(talk: Talk, visit: Visit, outcome: str) -> Say:
    kind = visit_lines.noun(visit.place)
    lines = [line(f"visit.{outcome}.{kind}"), *visit_lines.as_it_is(visit)]
    if visit.place == "outside" and visit.worker is not None:
        talk.ask(WHERE)
        lines.append(line("visit.write_where", name=visit.worker.name))
    return say(*lines, buttons=visit_lines.buttons(visit, ask=False))


def _not_agreed(talk: Talk, result: Taken) -> Say:
    offer = result.offer
    if offer is None:
        return visit_now.none_such()
    if result.visit is not None and result.outcome in ("chosen", "changed"):
        key = "visit.chosen" if result.outcome == "chosen" else "visit.now"
        return visit_now.as_it_is(talk, result.visit, key)
    why = line("visit.time_taken" if result.outcome == "taken" else "visit.too_late")
    others = offers.again(talk.db, offer, now=talk.now, deployment=talk.deployment)
    return propose(talk, others, why)


def _until_then(talk: Talk, offer: Offer | None) -> list[Line]:
    """A visit that was to be moved stands, unless its worker cannot come."""
    visit = (taking.chosen(talk.db, offer) or offer.visit) if offer is not None else None
    if visit is None or visit.state != "booked" or visit.starts <= talk.now:
        return []
    return [] if calendar.in_doubt(talk.db, visit) else [line("visit.until_then", start=visit.starts)]


def _who_reads(talk: Talk) -> list[Line]:
    return messages.who_reads(talk.db, talk.tenant, now=talk.now, deployment=talk.deployment)


ROUTES = Routes(
    commands={"book": book},
    menu={"menu.book": book, "menu.book_words": book},
    taps={
        "visit.book": lambda talk, tap: book(talk),
        "visit.take": take,
        "visit.other_day": other_day,
        "visit.other_place": other_place,
        "visit.place": at_place,
        "visit.other_time": other_time,
        "visit.not_now": not_now,
    },
    questions={OTHER_TIME: own_words, WHERE: where},
)
