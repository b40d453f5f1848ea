"""The way to a person: what is not understood goes there at once, and every answer made from words ends with it (R18).

The words stand in the thread as they were written, whatever was made of them; staff see both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.dialogs import messages as team
from bot.dialogs.said.guesses import beside
from bot.dialogs.said.heard import Heard
from bot.keyboards import Tap
from bot.talk import Talk
from bot.understanding.reading import Understood
from storage.tables import Message
from support import messages
from support.say import Line, Say, button, line, say
from support.wanted import Wanted


def kept(talk: Talk, found: Understood) -> Message:
    """The words in the thread; they wait for nobody yet, since the bot answers."""
    return messages.keep(
        talk.db, talk.tenant, talk.words(), now=talk.now, waits=False, understood=_noted(found, True)
    )


def to_team(talk: Talk, found: Understood) -> list[Say]:
    """The team gets the words, with the receipt; below it at most one line on what they may have meant."""
    wants_human = "talk_to_human" in found.intents
    receipt = team.to_team(talk, understood=_noted(found, False), asked=wants_human)
    if wants_human and receipt:  # told however much has been written already, with the way to a voice
        ring = (button("button.call_me", "line.call_me"),)
        return [*receipt[:-1], replace(receipt[-1], buttons=(ring, *receipt[-1].buttons))]
    message = messages.of_update(talk.db, talk.tenant, talk.said.update_id)
    return beside(receipt, message, found)


def also(heard: Heard) -> list[Say]:
    """A person reads them too: the entry that is kept waits from now on. The receipt, once a burst."""
    talk = heard.talk
    _waits(talk, heard.message)
    return messages.receipts(talk.db, talk.tenant, "text", now=talk.now, deployment=talk.deployment)


def way_out(said: list[Say], heard: Heard) -> list[Say]:
    """The last message ends with *send to …*."""
    if not said:
        return said
    name = heard.talk.tenant.worker.name
    row = (button("button.send_instead", "said.team", heard.message.id, name=name),)
    return [*said[:-1], replace(said[-1], buttons=(*said[-1].buttons, row))]


def offered(heard: Heard, said: list[Say]) -> list[Say]:
    """Twice misunderstood: the words go to a person, and it is said plainly."""
    talk = heard.talk
    _waits(talk, heard.message)
    first = line("said.person_also" if said else "said.person", name=talk.tenant.worker.name)
    return [*said, _told(talk, first, calls=True)]


def send(talk: Talk, tap: Tap) -> list[Say]:
    """*Send to …*: the words wait for a human now."""
    message = own(talk, tap.row)
    if message is None:
        return [say("problem.button", menu=True)]
    _waits(talk, message)
    return [_told(talk, line("said.sent", name=talk.tenant.worker.name), calls=False)]


def own(talk: Talk, row: int) -> Message | None:
    """A message that this tenant has written."""
    message = talk.db.get(Message, row)
    theirs = message is not None and message.tenant_id == talk.tenant.id and message.author == "tenant"
    return message if theirs else None


def _told(talk: Talk, first: Line, *, calls: bool) -> Say:
    """Like a receipt: who reads it and when, a number while nobody does, *urgent*."""
    receipt = messages.receipts(
        talk.db, talk.tenant, "text", now=talk.now, deployment=talk.deployment, asked=True
    )
    lines = [each for one in receipt for each in one.lines[1:]]
    rows = [row for one in receipt for row in one.buttons]
    if calls:
        rows.insert(0, (button("button.call_me", "line.call_me"),))
    return say(first, *lines, buttons=rows)


def _waits(talk: Talk, message: Message) -> None:
    messages.wait(talk.db, talk.tenant, now=talk.now)
    message.understood = {**(message.understood or {}), "answered": False}


def note_time(heard: Heard, intent: str, meant: Sequence[Wanted]) -> None:
    """What a correction means together with what it corrects: that is what staff see beside the words."""
    noted = {**(heard.message.understood or {}), "intents": [intent]}
    if meant:
        start = meant[0].start.replace(tzinfo=None).isoformat(timespec="minutes")
        noted["when"] = {**(noted.get("when") or {}), "start": start}
    heard.message.understood = noted


def _noted(found: Understood, answered: bool) -> dict[str, object]:
    """What staff see beside the words: what was understood, and whether the bot answered it by itself."""
    return {**found.to_json(), "answered": answered}
