"""One message in words: who wrote it, what was understood, and the entry in the thread that keeps the words.

Understanding keeps silent where only a human may read: while one is talking, for voice and pictures, for
words that were changed or passed on from another chat.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from bot.talk import Talk
from bot.understanding.reading import Understood, understand
from storage.tables import Message
from support import messages
from support.say import Say


@dataclass(slots=True)
class Heard:
    """A message that was understood. A way sets `for_human` where a person is to read the words too."""

    talk: Talk
    found: Understood
    message: Message
    for_human: bool = False

    @property
    def text(self) -> str:
        """The words as they were written."""
        return self.message.text or ""


Way: TypeAlias = "Callable[[Heard], list[Say] | None]"
"""What an intent leads to; None: there is nothing here to do it with, so the team gets the words."""


def read(talk: Talk) -> Understood | None:
    """What the words say; None for what only a human may read."""
    said = talk.said
    if said.kind != "text" or said.text is None or said.edited or said.forwarded or human_talks(talk):
        return None
    return understand(said.text, local(talk, talk.now), talk.tenant.language)


def again(talk: Talk, message: Message) -> Understood:
    """What a kept message says, read as at the time when it was written: for its buttons."""
    return understand(message.text or "", local(talk, message.at), talk.tenant.language)


def local(talk: Talk, moment: datetime) -> datetime:
    """The wall clock of the place, as understanding takes it."""
    return talk.deployment.local(moment).replace(tzinfo=None)


def human_talks(talk: Talk) -> bool:
    """Whether somebody of the team is talking with the tenant."""
    until = messages.thread_of(talk.db, talk.tenant).human_until
    return until is not None and talk.now < until
