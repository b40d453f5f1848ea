"""What a handler gets and what it answers: one message of one tenant, inside the turn's transaction.

A dialog file ends with one table, `ROUTES`. A handler returns what to say; it never sends (decision 2).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeAlias, TypeVar

from sqlalchemy.orm import Session

from bot.incoming import Incoming
from bot.keyboards import Tap
from storage.tables import Conversation, File, Tenant
from support import messages
from support.deployment import Deployment
from support.messages import Words
from support.say import Arg, Say, plain

QUESTION_LASTS = timedelta(minutes=30)
"""An open question lapses, so that a later cry for help is not swallowed by it (decision 5)."""


@dataclass(slots=True)
class Talk:
    """One message, who wrote it and where the talk stands."""

    db: Session
    now: datetime
    deployment: Deployment
    tenant: Tenant
    conversation: Conversation
    said: Incoming
    _file: File | None = field(default=None)

    def ask(self, question: str, **args: Arg) -> None:
        """Open a question: what the tenant writes next goes to the handler of that name."""
        self.conversation.question = question
        self.conversation.question_args = {name: plain(value) for name, value in args.items()}
        self.conversation.question_at = self.now

    def close_question(self) -> None:
        """Nothing is asked any more."""
        if (
            self.conversation.question is not None
        ):  # else its row is not even looked at when the turn is written
            self.conversation.question = self.conversation.question_at = None
            self.conversation.question_args = {}

    def open_question(self) -> str | None:
        """The name of the question that still stands."""
        at = self.conversation.question_at
        if at is None or self.now - at >= QUESTION_LASTS:
            return None
        return self.conversation.question

    def file(self) -> File | None:
        """The attached file as a row (made once), to be fetched after the turn."""
        attached = self.said.attached
        if attached is not None and self._file is None:
            self._file = messages.new_file(
                self.db,
                self.tenant,
                now=self.now,
                telegram_id=attached.telegram_id,
                kind=attached.kind,
                name=attached.name,
                mime=attached.mime,
                size=attached.size,
                seconds=attached.seconds,
            )
        return self._file

    def words(self) -> Words:
        """The message as an entry for the thread."""
        said, file = self.said, self.file()
        return Words(
            kind=said.kind,
            text=said.text,
            data=said.data,
            file_id=file.id if file else None,
            telegram_id=said.message_id,
            update_id=said.update_id,
            edits_telegram_id=said.message_id if said.edited else None,
        )


Handler: TypeAlias = Callable[[Talk], list[Say]]
TapHandler: TypeAlias = Callable[[Talk, Tap], list[Say]]
QuestionHandler: TypeAlias = Callable[[Talk], "list[Say] | None"]
"""Answers an open question; None means "not for me", and the message goes to the team."""

_Route = TypeVar("_Route")


@dataclass(frozen=True, slots=True)
class Routes:
    """The table of one dialog file: what leads to which handler."""

    commands: Mapping[str, Handler] = field(default_factory=dict)
    menu: Mapping[str, Handler] = field(default_factory=dict)
    taps: Mapping[str, TapHandler] = field(default_factory=dict)
    questions: Mapping[str, QuestionHandler] = field(default_factory=dict)


def joined(tables: Iterable[Routes]) -> Routes:
    """All tables as one; two handlers for the same thing are a mistake found at start."""
    every = list(tables)
    return Routes(
        commands=_union(each.commands for each in every),
        menu=_union(each.menu for each in every),
        taps=_union(each.taps for each in every),
        questions=_union(each.questions for each in every),
    )


def _union(parts: Iterable[Mapping[str, _Route]]) -> dict[str, _Route]:
    whole: dict[str, _Route] = {}
    for part in parts:
        twice = whole.keys() & part.keys()
        if twice:
            raise ValueError(f"two handlers for {sorted(twice)}")
        whole.update(part)
    return whole
