"""Putting right what was just proposed: "nej, fredag", "nei, klokka tre heller", "inte då", "nej inte så".

Twice in a row wrong, and a person is offered plainly; the words go there (R18).
"""

from __future__ import annotations

from bot.dialogs.said import cancelling, near, person, plain, times, visits
from bot.dialogs.said.answering import act, needs_human
from bot.dialogs.said.expect import ENOUGH, Expected, expected, missed
from bot.dialogs.said.heard import Heard, read
from bot.dialogs.said.yes import last_asked, last_buttons
from bot.talk import Talk
from bot.understanding.reading import Understood
from storage.tables import Visit
from support import visits as all_visits
from support.say import Say, say
from support.wanted import Wanted

_ABOUT_VISITS = frozenset({"book_visit", "move_visit", "confirm_visit", "cancel_visit"})
"""What "no, Friday" can be read as, while a time is being found; else nothing but the time may be said."""


def correct(talk: Talk) -> list[Say] | None:
    """What the next words do to what was proposed; None where they are about something else."""
    found, before = read(talk), expected(talk)
    if found is None or found.danger or found.urgent:
        return None
    times_asked = before.intent in ("book_visit", "move_visit")
    short = plain.answer(talk.said.text or "")
    if short == "yes":
        return None if times_asked and last_asked(talk) else _press(talk, found, before)
    if short == "not_now" or (short == "no" and before.intent == "cancel_visit"):
        return _not_now(talk, found, before)
    if short == "not_so" or (short == "no" and not times_asked):
        return _wrong(talk, found, before)
    return _times(talk, found, before, denied=short == "no") or _other_words(talk, found, before)


def _other_words(talk: Talk, found: Understood, before: Expected) -> list[Say] | None:
    """The same question again, or words that are not understood; all else begins anew."""
    if found.intents[0] == before.intent:
        return act(talk, found, before.misses + 1)
    return _not_understood(talk, found, before) if found.intents[0] == "other" else None


def _times(talk: Talk, found: Understood, before: Expected, *, denied: bool) -> list[Say] | None:
    """Another time for the same matter."""
    if before.intent not in ("book_visit", "move_visit", "cancel_visit"):
        return None
    now = talk.deployment.local(talk.now)
    wanted, without = times.all_wanted(found, now), times.unwanted(found, now)
    if not (denied or wanted or without) or not _is_correction(talk, found, bool(wanted)):
        return None
    misses = before.misses + 1
    talk.close_question()
    says_more = _ABOUT_VISITS.issuperset(found.intents) and needs_human(talk, found)
    heard = Heard(talk, found, person.kept(talk, found), for_human=says_more)
    if before.intent == "cancel_visit":
        said = cancelling.cancel_on(heard, (*wanted, *without)[0], misses)
    else:
        said = _proposed_anew(heard, before, wanted, (*before.without, *without), denied=denied)
    if misses >= ENOUGH:
        return person.offered(heard, said)
    return [*said, *person.also(heard)] if heard.for_human else person.way_out(said, heard)


def _proposed_anew(
    heard: Heard,
    before: Expected,
    wanted: tuple[Wanted, ...],
    without: tuple[Wanted, ...],
    *,
    denied: bool,
) -> list[Say]:
    talk, misses = heard.talk, before.misses + 1
    visit = all_visits.locked(talk.db, talk.tenant, before.visit) if before.visit else None
    if denied:
        whole_days = tuple(times.day(each, talk.deployment.zone) for each in before.days)
        return near.propose(talk, [], without=(*without, *whole_days), moving=visit, misses=misses)
    clock = times.only_clock(heard.text, talk.tenant.language, before.days, talk.deployment.zone)
    if not clock and (asking := visits.which_time(heard, visit, misses)):
        return asking
    meant = clock or times.with_clock_of(wanted, before.span)
    person.note_time(heard, before.intent, meant)
    return near.propose(talk, meant, without=without, moving=visit, misses=misses)


def _is_correction(talk: Talk, found: Understood, wants: bool) -> bool:
    """Whether the words put the time right, and do not take one of the proposals or call a visit off."""
    if not _ABOUT_VISITS.issuperset(found.intents):
        return not wants or plain.only_time(talk.said.text or "", found.times.spans)
    if "cancel_visit" in found.intents and wants:
        return False
    if "confirm_visit" not in found.intents:
        return True
    named = times.of_visit(found, talk.deployment.local(talk.now))
    return named is None or not any(named.holds(each.about.starts) for each in last_asked(talk))


def _wrong(talk: Talk, found: Understood, before: Expected) -> list[Say]:
    """*Not so*: once, other words are asked for; twice, a person."""
    heard = Heard(talk, found, person.kept(talk, found))
    if before.misses + 1 >= ENOUGH:
        talk.close_question()
        return person.offered(heard, [])
    missed(talk)
    return person.way_out([say("said.other_way", menu=True)], heard)


def _not_understood(talk: Talk, found: Understood, before: Expected) -> list[Say]:
    """Words for the team, as always; the second time in a row it is said plainly."""
    if before.misses + 1 >= ENOUGH:
        talk.close_question()
        return person.offered(Heard(talk, found, person.kept(talk, found)), [])
    missed(talk)
    return person.to_team(talk, found)


def _not_now(talk: Talk, found: Understood, before: Expected) -> list[Say]:
    """A complete answer; a visit that stands is said to stand."""
    talk.close_question()
    heard = Heard(talk, found, person.kept(talk, found))
    visit = _standing(talk, before)
    if visit is None:
        return person.way_out([say("start.not_now")], heard)
    return person.way_out([cancelling.stands(talk, visit)], heard)


def _standing(talk: Talk, before: Expected) -> Visit | None:
    coming = all_visits.coming(talk.db, talk.tenant, now=talk.now)
    return next((each for each in coming if each.id == before.visit), None)


def _press(talk: Talk, found: Understood, before: Expected) -> list[Say]:
    """Yes in words to what only a button does: the buttons again."""
    heard = Heard(talk, found, person.kept(talk, found))
    rows = [row for row in last_buttons(talk) if row[0].action != "said.team"]
    if not rows:
        return _wrong(talk, found, before)
    return person.way_out([say("said.press", buttons=rows)], heard)
