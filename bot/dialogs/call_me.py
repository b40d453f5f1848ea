"""*Can you call me?* and *I need to get away for a while*: before the team at once, then the number is asked for.

The question takes a number in any form, or a shared contact. Words without a number go to the team like any
other words, while the request stands and the question stays open.
"""

from __future__ import annotations

from bot.keyboards import Tap
from bot.talk import Routes, Talk
from storage.tables import Alert
from support import contact_line, messages, telephone
from support.contact_line import Kind
from support.say import Button, Line, Say, button, line, say

QUESTION = "line.number"


def call_me(talk: Talk, tap: Tap) -> list[Say]:
    """The request stands before the team, known number or not."""
    return [_asked(talk, "call")]


def crisis_place(talk: Talk) -> list[Say]:
    """An urgent call about a place to be for a while. Nothing is booked by it; one comes home again (H8)."""
    return [_asked(talk, "crisis_place")]


def no_call(talk: Talk, tap: Tap) -> list[Say]:
    """*No longer needed*."""
    alert = _own(talk, tap.row)
    if alert is None or alert.done_at is not None:
        return [say("line.call_over", buttons=[[_again()]])]
    calling = contact_line.being_called(alert, talk.now)
    if contact_line.stands(alert):
        contact_line.no_longer_needed(talk.db, alert, now=talk.now)
    lines = [line("line.no_call")]
    if calling:
        lines.append(line("line.may_have_called", name=alert.args["calling_by"]))
    return [say(*lines, buttons=[[_again()]])]


def other_number(talk: Talk, tap: Tap) -> list[Say]:
    """*Another number*: asked for again; until then the old one stands."""
    alert = _own(talk, tap.row)
    if alert is None or not contact_line.stands(alert):
        return [say("line.call_over", buttons=[[_again()]])]
    talk.ask(QUESTION)
    return [say("line.which_number", buttons=[[_not_needed(alert)]])]


def number(talk: Talk) -> list[Say] | None:
    """The number to ring, if the message holds one."""
    standing = contact_line.standing(talk.db, talk.tenant)
    if standing is None:
        return None
    words = talk.said.text if talk.said.kind == "text" else None
    found, alone = _number_in(talk, words)
    if found:
        talk.close_question()
        kept = None if alone else words
        contact_line.number_given(talk.db, talk.tenant, found, words=kept, now=talk.now)
        return [_number_known(talk, standing, found)]
    if words and telephone.looks_like_number(words):
        contact_line.number_unclear(talk.db, talk.tenant, words)
        return [say("line.number_unclear", buttons=[[_not_needed(standing)]])]
    return None


def edited(talk: Talk) -> list[Say] | None:
    """The number that was sent was put right in the chat: a person must not ring the wrong one."""
    standing = contact_line.standing(talk.db, talk.tenant)
    if standing is None or messages.is_kept(talk.db, talk.tenant, talk.said.message_id):
        return None
    return number(talk)


def late_number(talk: Talk) -> list[Say] | None:
    """Nothing but a number, after the question has lapsed, while somebody is asked to ring and does not know where."""
    standing = contact_line.standing(talk.db, talk.tenant)
    if standing is None or standing.phone is not None:
        return None
    found, alone = _number_in(talk, talk.said.text if talk.said.kind == "text" else None)
    return number(talk) if found and alone else None


def _number_in(talk: Talk, words: str | None) -> tuple[str | None, bool]:
    country = talk.deployment.country
    if talk.said.kind == "contact" and talk.said.data:
        return telephone.of_contact(str(talk.said.data["phone"]), country), True
    found = telephone.find(words, country) if words else None
    return (found.number, found.alone) if found else (None, False)


def _asked(talk: Talk, kind: Kind) -> Say:
    """Who sees it and when comes first; then what stands; then the one question."""
    alert, new = contact_line.ask(talk.db, talk.tenant, kind, now=talk.now)
    lines = [*_seen(talk), line(f"line.{kind}_{'asked' if new else 'stands'}")]
    if alert.taker is not None:
        lines.append(line("line.taken", name=alert.taker.name))
    if alert.phone:
        return say(*lines, line(contact_line.NUMBER_SAID, number=alert.phone), buttons=_with_number(alert))
    talk.ask(QUESTION)
    return say(*lines, line("line.which_number"), buttons=[[_not_needed(alert)]])


def _seen(talk: Talk) -> list[Line]:
    """Who reads it and when; while nobody does, who answers a phone, and the number in danger."""
    who = messages.who_reads(talk.db, talk.tenant, now=talk.now, deployment=talk.deployment)
    if talk.deployment.office_open(talk.now):
        return who
    now_answered = messages.talk_now(now=talk.now, deployment=talk.deployment)
    return [*who, *now_answered, contact_line.in_danger(talk.deployment)]


def _number_known(talk: Talk, alert: Alert, phone: str) -> Say:
    who = messages.who_reads(talk.db, talk.tenant, now=talk.now, deployment=talk.deployment)
    return say(
        line(contact_line.NUMBER_SAID, number=phone),
        line("line.number_erased"),
        *who,
        buttons=_with_number(alert),
    )


def _with_number(alert: Alert) -> list[list[Button]]:
    return [[button("button.other_number", "line.other_number", alert.id)], [_not_needed(alert)]]


def _not_needed(alert: Alert) -> Button:
    return button("button.no_call", "line.no_call", alert.id)


def _again() -> Button:
    return button("button.call_me", "line.call_me")


def _own(talk: Talk, row: int) -> Alert | None:
    alert = talk.db.get(Alert, row)
    own = alert is not None and alert.tenant_id == talk.tenant.id and alert.kind in contact_line.KINDS
    return alert if own else None


ROUTES = Routes(
    taps={"line.call_me": call_me, "line.no_call": no_call, "line.other_number": other_number},
    questions={QUESTION: number},
)
