"""Reminders answered in words: they are kept like any words, and the second time fewer are offered, once (R9, R10)."""

from __future__ import annotations

from datetime import timedelta

from bot.keyboards import Tap
from bot.talk import Routes, Talk
from support import calendar, messages, visit_lines, visits
from support.say import Say, button, line, say
from support.visit_lines import Row

ANSWER_WITHIN = timedelta(hours=12)
"""Words later than this are about something else."""
OFFER_AT = 2
"""The reminder answered in words at which fewer are offered."""
CHOICES = ("none", "evening", "both")


def tapped(talk: Talk) -> None:
    """A button was pressed: what is written next is no answer to the last reminder."""
    talk.conversation.last_reminder_at = None


def after_words(talk: Talk, receipt: list[Say]) -> list[Say]:
    """What is said when words were kept for the team: the receipt, or with it *fewer reminders?*."""
    if not _answers_reminder(talk):
        return receipt
    conversation = talk.conversation
    conversation.last_reminder_at = None
    conversation.reminders_answered_in_words += 1
    enough = conversation.reminders_answered_in_words >= OFFER_AT
    if not enough or conversation.fewer_offered_at is not None or talk.tenant.reminders == "none":
        return receipt
    conversation.fewer_offered_at = talk.now
    told = [
        each for one in receipt for each in one.lines[1:]
    ]  # who reads and when; the first line says "saved"
    urgent = [row for one in receipt for row in one.buttons]
    return [say(line("reminder.fewer"), *told, buttons=[*_choices(talk.tenant.reminders), *urgent])]


def choose(talk: Talk, tap: Tap) -> list[Say]:
    """*None*, *one*, or *as now*."""
    if tap.one not in CHOICES:
        return [say("problem.button", menu=True)]
    if talk.tenant.reminders == tap.one:
        return [say("reminder.as_now")]
    talk.tenant.reminders = tap.one
    messages.event(talk.db, talk.tenant, line(f"event.reminders.{tap.one}"), now=talk.now)
    coming = visits.coming(talk.db, talk.tenant, now=talk.now)
    stands = coming and coming[0].kind == "support" and not calendar.in_doubt(talk.db, coming[0])
    if tap.one == "none" and stands:
        return [say(f"visit.stands.{visit_lines.noun(coming[0].place)}")]
    return [say(f"reminder.set.{tap.one}")]


def _choices(now: str) -> list[Row]:
    """*None*, *one* for who has two, *as now*."""
    one: list[Row] = [(button("button.fewer.evening", "reminder.set", "evening"),)]
    return [
        (button("button.fewer.none", "reminder.set", "none"),),
        *(one if now == "both" else []),
        (button("button.fewer.as_now", "reminder.set", now),),
    ]


def _answers_reminder(talk: Talk) -> bool:
    at = talk.conversation.last_reminder_at
    if at is None or talk.now - at > ANSWER_WITHIN:
        return False
    if talk.now.isoformat() in talk.conversation.danger_cards.values():
        return False  # a danger card went out with this message
    human = messages.thread_of(talk.db, talk.tenant).human_until
    return human is None or human <= talk.now


ROUTES = Routes(taps={"reminder.set": choose})
