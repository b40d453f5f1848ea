"""From words to what is said: the same places that the buttons lead to, pre-filled, and always a way to a person.

Read here is only what no tap, command, label or open question takes. Danger, what hurries, what is not
understood, and what is long or says more than was understood reaches a human, whatever the bot answers.
"""

from __future__ import annotations

import re

from bot.dialogs import messages as team
from bot.dialogs.said import person, plain
from bot.dialogs.said.expect import ENOUGH, count
from bot.dialogs.said.heard import Heard, again, read
from bot.dialogs.said.ways import FOR_PEOPLE, POLITE, WAYS
from bot.keyboards import Tap
from bot.talk import Talk
from bot.understanding.reading import Understood, says_nothing
from support import messages
from support.say import Say, say

LONG = 25
"""Words. A longer message says more than one thing, so a human reads it too."""
_PART = re.compile(r"[.!?;:\n]+|,\s|\s[-–—]\s")
_PART_SAYS = 3
"""Words from which a part of a message says something of its own."""


def answer(talk: Talk) -> list[Say]:
    """What the words lead to."""
    found = read(talk)
    return team.to_team(talk) if found is None else act(talk, found)


def act(talk: Talk, found: Understood, misses: int = 0) -> list[Say]:
    """Do the first that leads somewhere, then the second; the words stand in the thread whatever is made of them."""
    talk.close_question()
    wanted = [each for each in found.intents if each in WAYS]
    if found.danger or not wanted or (POLITE.issuperset(wanted) and not _only_polite(talk, wanted[0])):
        return person.to_team(talk, found)
    heard = Heard(talk, found, person.kept(talk, found))
    heard.for_human = needs_human(talk, found)
    said = _ways(heard, wanted)
    if not said:
        return person.also(heard)
    count(talk, misses)
    if misses >= ENOUGH:
        return person.offered(heard, said)
    if not heard.for_human:
        return person.way_out(said, heard)
    receipt = person.also(heard)
    return [*receipt, *said] if found.urgent else [*said, *receipt]


def means(talk: Talk, tap: Tap) -> list[Say]:
    """*It was this* below a receipt: the words lead there after all."""
    message = person.own(talk, tap.row)
    if message is None or tap.two not in WAYS:
        return [say("problem.button", menu=True)]
    heard = Heard(talk, again(talk, message), message)
    return WAYS[tap.two](heard) or [say("start.menu", menu=True)]


def _ways(heard: Heard, wanted: list[str]) -> list[Say]:
    said: list[Say] = []
    for intent in wanted:
        if said and intent in POLITE:
            continue
        answered = WAYS[intent](heard)
        if answered is None:  # nothing here to do it with
            heard.for_human = True
        else:
            said += answered
    return said


def _only_polite(talk: Talk, intent: str) -> bool:
    """Whether hello or thanks is all that is said. While something waits for a human it is part of that."""
    if messages.thread_of(talk.db, talk.tenant).waiting_since is not None:
        return False
    text, tenant = talk.said.text or "", talk.tenant
    if intent == "greeting":
        return plain.only_hello(text, tenant.worker.name, talk.deployment.service)
    return plain.only_thanks(text) and not _says_more(talk, text)


def needs_human(talk: Talk, found: Understood) -> bool:
    """Whether a person is to read it, whatever the bot can answer."""
    text = talk.said.text or ""
    if found.urgent or not FOR_PEOPLE.isdisjoint(found.intents) or "other" in found.intents:
        return True
    return len(text.split()) > LONG or _says_more(talk, text)


def _says_more(talk: Talk, text: str) -> bool:
    """Whether a part of the message says something that is not understood."""
    parts = [part for part in _PART.split(text) if part and len(part.split()) >= _PART_SAYS]
    if len(parts) < 2 and len(_PART.split(text)) < 2:
        return False
    local = talk.deployment.local(talk.now).replace(tzinfo=None)
    return any(says_nothing(part, local, talk.tenant.language) for part in parts)
