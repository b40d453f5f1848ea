"""What was proposed in answer to words, kept as an open question, so that the next words can put it right.

It lapses as every question does: after half an hour, or at a tap (decision 5). `misses` counts how often in a
row the bot was wrong; at two a person is offered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.dialogs.said.times import pack, unpack
from bot.talk import Talk
from storage.tables import Visit
from support.wanted import Wanted

QUESTION = "said.again"
ENOUGH = 2
"""Misunderstandings in a row after which a person is offered."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What the bot has just answered."""

    intent: str
    visit: int
    span: Wanted | None
    """The time that was wanted first."""
    days: tuple[date, ...]
    """The days that were proposed."""
    without: tuple[Wanted, ...]
    """What has been said will not do."""
    misses: int


def expect(
    talk: Talk,
    intent: str,
    *,
    visit: Visit | None = None,
    span: str | None = None,
    days: Sequence[date] = (),
    without: Sequence[Wanted] = (),
    misses: int = 0,
) -> None:
    """Open the question, unless the answer itself has opened one."""
    if talk.conversation.question not in (None, QUESTION):
        return
    talk.ask(
        QUESTION,
        intent=intent,
        visit=visit.id if visit else 0,
        span=span,
        days=[each.isoformat() for each in days],
        without=[pack(each, talk.deployment.zone) for each in without],
        misses=misses,
    )


def expected(talk: Talk) -> Expected:
    """What the open question holds."""
    args, zone = talk.conversation.question_args, talk.deployment.zone
    without = (unpack(str(each), zone) for each in args.get("without") or ())
    return Expected(
        intent=str(args.get("intent")),
        visit=int(args.get("visit") or 0),
        span=unpack(str(args.get("span")), zone),
        days=tuple(date.fromisoformat(str(each)) for each in args.get("days") or ()),
        without=tuple(each for each in without if each),
        misses=int(args.get("misses") or 0),
    )


def missed(talk: Talk) -> None:
    """Once more the bot was wrong; the question stands as it was."""
    count(talk, int(talk.conversation.question_args.get("misses") or 0) + 1)


def count(talk: Talk, misses: int) -> None:
    """How often in a row, if the question is open."""
    if talk.conversation.question == QUESTION:
        talk.conversation.question_args = {**talk.conversation.question_args, "misses": misses}
