"""Joining: a one-time link, a language, a notice, the menu. And what strangers are told."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot import metrics
from bot.dialogs import danger, messages, stop
from bot.incoming import Incoming
from bot.keyboards import Tap
from bot.strangers import ANSWERS, CODES, Strangers
from bot.talk import Routes, Talk
from locales import LANGUAGES, closest, words
from storage.tables import Conversation
from support import activities, contact_line, help_lines, outbox, pauses, people
from support.deployment import Deployment
from support.outbox import Rank
from support.people import Linked
from support.say import Line, Say, button, line, say

LANGUAGE = "start.language"
"""The question that a new phone is asked first."""


def language_of(said: Incoming, deployment: Deployment) -> str:
    """The phone's language if we have it, else the deployment's first."""
    return closest(said.language_code or "") or deployment.languages[0]


def stranger(
    db: Session,
    said: Incoming,
    *,
    now: datetime,
    deployment: Deployment,
    strangers: Strangers,
    carded: set[int],
) -> None:
    """Somebody whose chat belongs to no tenant: a code opens the door, anything else gets a friendly text."""
    if said.kind in ("blocked", "unblocked"):
        return
    language = language_of(said, deployment)
    cards = danger.read_stranger(
        db,
        said,
        now=now,
        deployment=deployment,
        strangers=strangers,
        carded=said.update_id in carded,
        language=language,
    )
    for card in cards:
        metrics.danger_card()
        outbox.answer_stranger(db, said.chat_id, language, card, now=now, rank=Rank.DANGER)
    code = _code(said.text)
    if code and strangers.may(said.chat_id, "code", CODES, now):
        opened = people.link_phone(db, code, said.chat_id, now=now)
        if isinstance(opened, Linked):
            _welcome(db, opened, now)
            return
        reason = f"start.link_{opened.value}"
    else:
        reason = "start.stranger_kept" if danger.stranger_danger(said) else "start.stranger"
    if strangers.may(said.chat_id, "answer", ANSWERS, now):
        kept = reason == "start.stranger_kept"
        told = _kept(now, deployment) if kept else _to_stranger(db, reason, now=now, deployment=deployment)
        outbox.answer_stranger(db, said.chat_id, language, told, now=now)


def _welcome(db: Session, opened: Linked, now: datetime) -> None:
    """Ask for the language; tell the phone that was linked before that the talk has moved."""
    if opened.old_chat is not None:
        outbox.answer_stranger(db, opened.old_chat, opened.tenant.language, say("start.moved"), now=now)
    talk = db.get_one(Conversation, opened.tenant.id)
    talk.question, talk.question_args, talk.question_at = LANGUAGE, {}, now
    outbox.answer(db, opened.tenant, _choose_language("start.hello", name=opened.tenant.first_name), now=now)


def _choose_language(key: str, **args: str) -> Say:
    return say(
        line(key, **args),
        buttons=[[button(f"language.{each}", "start.language", each)] for each in LANGUAGES],
    )


def _kept(now: datetime, deployment: Deployment) -> Say:
    """Beside the danger card, for somebody we do not know: the team is shown it, and when anybody looks (R19)."""
    opens = None if deployment.office_open(now) else deployment.office_opens(now)
    when = [line("message.nobody_before", start=opens)] if opens else []
    return say(line("start.stranger_kept"), *when)


def _to_stranger(db: Session, reason: str, *, now: datetime, deployment: Deployment) -> Say:
    """What is true for everybody: how to get a link, who answers now, what is open at the meeting place."""
    lines: list[Line] = [line(reason), *contact_line.phone_hours(deployment)]
    lines.append(line("start.in_danger", number=help_lines.emergency(deployment.country).number))
    talk = help_lines.to_talk(deployment.country, deployment.local(now))
    if talk:
        lines.append(line("message.talk_now", name=talk.name, number=talk.number))
    return say(*lines, *activities.open_week(db, now=now, deployment=deployment))


def choose(talk: Talk, tap: Tap) -> list[Say]:
    """The language was chosen: the notice, then the menu."""
    return _begin(talk, tap.one)


def written(talk: Talk) -> list[Say]:
    """Words instead of a tap: the name of a language chooses it. Other words reach the team, and the notice comes."""
    said = (talk.said.text or "").strip().casefold()
    names = {words.text(each, f"language.{each}").casefold(): each for each in LANGUAGES}
    talk.close_question()
    begun = _begin(talk, names.get(said, ""))
    return begun if said in names else [*begun, *messages.to_team(talk)]


def _begin(talk: Talk, language: str) -> list[Say]:
    if language in LANGUAGES:
        talk.tenant.language = language
    return [notice(talk), say("start.ready", menu=True)]


def notice(talk: Talk) -> Say:
    """The first-run notice (GDPR 13): a bot, what for, who reads, Telegram, voluntary, danger, our phone."""
    lines = [
        line("start.notice.bot"),
        line("start.notice.can"),
        line("start.notice.reads", name=talk.tenant.worker.name),
        line("start.notice.telegram"),
        line("start.notice.voluntary"),
        line("start.notice.danger", number=help_lines.emergency(talk.deployment.country).number),
    ]
    return say(*lines, *contact_line.phone_hours(talk.deployment))


def started(talk: Talk) -> list[Say]:
    """`/start` in a chat that is linked: the same welcome (R35); a code changes nothing and says so."""
    if _code(talk.said.text):
        return [say("start.already", menu=True)]
    said = [say("start.again", menu=True, name=talk.tenant.first_name)]
    if pauses.is_paused(talk.tenant, talk.now):
        said.append(say(stop.paused_line(talk), buttons=[[button("button.resume", "setting.resume")]]))
    return said


def _code(text: str | None) -> str | None:
    """The code of `/start CODE`."""
    parts = (text or "").split()
    if len(parts) < 2 or parts[0].split("@")[0].casefold() != "/start":
        return None
    return parts[1]


ROUTES = Routes(commands={"start": started}, taps={"start.language": choose}, questions={LANGUAGE: written})
