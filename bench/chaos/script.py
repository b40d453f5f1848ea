"""What tenants do in a round, and what must come of it.

Each chat has scenes one after the other; chats are mixed at random, each chat's own order is kept. An answer is
named by a label, so that what the phone has seen can be held against what was expected, in order.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from locales import words

Json = dict[str, Any]

LANGUAGE = "sv"
FIRST_CHAT = 1001
_WEIGHTS = {"help": 4, "row": 5, "goal": 2, "visit": 1}


@dataclass(frozen=True)
class Act:
    """One update of a tenant. `answers` are the labels it gets; `ending` is how it ends without one of its own."""

    chat: int
    update: Json
    answers: tuple[str, ...]
    ending: str  # answered, covered (by the burst's receipt), human (is talking), aside


@dataclass
class Tenant:
    """One tenant: the chat, the offers that staff have sent, and what must stand in the database in the end."""

    chat: int
    offers: list[int]
    human: bool = False
    """Somebody of the team is talking with them: receipts are silent."""
    rows: list[str] = field(default_factory=list)
    goals: list[str] = field(default_factory=list)
    visits: int = 0
    aside: int = 0
    answers: list[str] = field(default_factory=list)
    burst: bool = False


@dataclass
class Script:
    """The acts of one round in the order in which they are sent, and the tenants as they must be afterwards."""

    acts: list[Act]
    tenants: dict[int, Tenant]


def write(tenants: list[Tenant], count: int, seed: int) -> Script:
    """So many updates; the same seed writes the same script."""
    dice = random.Random(seed)
    numbers = iter(range(3001, 3001 + 10 * count))  # none that means an hour, a year or an emergency
    poisoned = set(dice.sample([each.chat for each in tenants], max(1, len(tenants) // 25)))
    acts: dict[int, list[Act]] = {each.chat: [] for each in tenants}
    while sum(map(len, acts.values())) < count:
        tenant = dice.choice(tenants)
        scenes = [*_WEIGHTS] if tenant.offers else [name for name in _WEIGHTS if name != "visit"]
        scene = dice.choices(scenes, [_WEIGHTS[name] for name in scenes])[0]
        acts[tenant.chat] += _SCENES[scene](tenant, numbers)
        if tenant.chat in poisoned:
            poisoned.discard(tenant.chat)
            acts[tenant.chat] += _poison(tenant, numbers)
    order = [chat for chat, mine in acts.items() for _ in mine]
    dice.shuffle(order)
    left = {chat: iter(mine) for chat, mine in acts.items()}
    return Script([next(left[chat]) for chat in order], {each.chat: each for each in tenants})


def help_act(tenant: Tenant, number: int) -> Act:
    """`/help`: exactly one message."""
    tenant.answers.append("help")
    return Act(tenant.chat, _text(tenant.chat, number, "/help"), ("help",), "answered")


def label(text: str) -> str:
    """What an answer is."""
    starts = {"help": "setting.help_bot", "receipt": "message.stored", "failed": "problem.failed"}
    for name, key in starts.items():
        if text.startswith(words.text(LANGUAGE, key)):
            return name if name != "receipt" or "Mål " not in text else "goal " + _goal_in(text)
    if "Mål " in text:
        return "goal " + _goal_in(text)
    if words.text(LANGUAGE, "plan.ask_goal") in text:
        return "ask"
    if text.startswith(words.text(LANGUAGE, "visit.booked.visit")):
        return "booked"
    return "other: " + text[:40]


def _goal_in(text: str) -> str:
    return text.partition("Mål ")[2].split()[0].strip(".»”\"'")


def _help(tenant: Tenant, numbers: Iterator[int]) -> list[Act]:
    return [help_act(tenant, next(numbers))]


def _row(tenant: Tenant, numbers: Iterator[int]) -> list[Act]:
    """Words for the team: one row in the thread, one receipt a burst, none while a human is talking."""
    number = next(numbers)
    words_ = f"Lapp {number}"
    tenant.rows.append(words_)
    answers = () if tenant.human or tenant.burst else ("receipt",)
    ending = "human" if tenant.human else "covered" if tenant.burst else "answered"
    tenant.burst = True
    tenant.answers += answers
    return [Act(tenant.chat, _text(tenant.chat, number, words_), answers, ending)]


def _goal(tenant: Tenant, numbers: Iterator[int]) -> list[Act]:
    """A goal for the plan; the command after it closes the question that follows a goal."""
    tap, written = next(numbers), next(numbers)
    goal = f"Mål {written}"
    tenant.goals.append(goal)
    tenant.answers += ["ask", f"goal {written}"]
    return [
        Act(tenant.chat, _tap(tenant.chat, tap, "b:plan.add:goal:"), ("ask",), "answered"),
        Act(tenant.chat, _text(tenant.chat, written, goal), (f"goal {written}",), "answered"),
        help_act(tenant, next(numbers)),
    ]


def _visit(tenant: Tenant, numbers: Iterator[int]) -> list[Act]:
    """A tap that takes a time which staff have sent: one visit."""
    tenant.visits += 1
    tenant.answers.append("booked")
    data = f"b:visit.take:{tenant.offers.pop()}:"
    return [Act(tenant.chat, _tap(tenant.chat, next(numbers), data), ("booked",), "answered")]


def _poison(tenant: Tenant, numbers: Iterator[int]) -> list[Act]:
    """An update that nobody can read: set aside, put before staff, said to the tenant."""
    tenant.aside += 1
    tenant.answers.append("failed")
    update = _text(tenant.chat, next(numbers), "")
    update["message"]["text"] = {"odd": True}
    return [Act(tenant.chat, update, ("failed",), "aside")]


_SCENES = {"help": _help, "row": _row, "goal": _goal, "visit": _visit}


def _text(chat: int, number: int, text: str) -> Json:
    return {"message": _message(chat, number) | {"text": text, "from": _person(chat)}}


def _tap(chat: int, number: int, data: str) -> Json:
    message = _message(chat, 1) | {"text": "…"}
    about = {"id": str(number), "from": _person(chat), "chat_instance": "1", "data": data}
    return {"callback_query": about | {"message": message}}


def _message(chat: int, number: int) -> Json:
    where = {"id": chat, "type": "private", "first_name": "Kim"}
    return {"message_id": number, "date": 1_795_428_000, "chat": where}


def _person(chat: int) -> Json:
    return {"id": chat, "is_bot": False, "first_name": "Kim", "language_code": LANGUAGE}
