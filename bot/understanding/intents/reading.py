"""From a message to what it wants, best first, each with how certain that is (0 to 1).

The weights read the whole message and each of its clauses; a second wish counts only where a clause of its own
says it. An action that lacks its evidence falls away (evidence.py), and what nothing speaks for is `other`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

from bot.understanding.intents.clauses import clauses
from bot.understanding.intents.evidence import allowed
from bot.understanding.intents.features import features
from bot.understanding.intents.kinds import INTENTS, READ_ELSEWHERE
from bot.understanding.intents.lexicon import Message
from bot.understanding.intents.weights import Weights, learnt

Certain = tuple[str, float]

_POLITE = ("greeting", "thanks")
_CAREFUL = (
    "cancel_visit",
    "move_visit",
    "delete_data",
    "pause_reminders",
    "activity_signoff",
    "change_language",
)
"""Actions that change something: these need more certainty before they are named."""
_VISITS = ("book_visit", "confirm_visit", "move_visit", "cancel_visit", "list_visits")
"""A clause that speaks for one of these is part of what the message says of the other."""
_FLOOR, _CAREFUL_FLOOR, _SECOND_FLOOR, _ASKED = 0.25, 0.5, 0.75, 0.1
_CLAUSE = 0.6
"""What a clause says is worth less than what the whole says."""
_LIKELY = 0.02
_MOST_ASKED = 3


@dataclass(frozen=True, slots=True)
class Wants:
    """What is wanted, best first (one or two), and what else it may be: worth asking about."""

    intents: tuple[str, ...]
    asks: tuple[str, ...] = ()


def read_intents(message: Message, weights: Weights | None = None) -> list[Certain]:
    """Every likely intent, best first, with its certainty; without those that lack their evidence."""
    weights = weights or learnt()
    return _rank(message, weights, _clauses(message, weights))


def read_wants(message: Message, weights: Weights | None = None) -> Wants:
    """What the message wants, or `other` and what it may be."""
    weights = weights or learnt()
    said = _clauses(message, weights)
    ranked = _rank(message, weights, said)
    sure = [name for name, certainty in ranked if certainty >= _floor(name)]
    if not sure or sure[0] == "other":
        asks = [name for name, certainty in ranked if certainty >= _ASKED and name != "other"]
        return Wants(("other",), tuple(asks[:_MOST_ASKED]))
    first = next((name for name in sure if name not in (*_POLITE, "other")), sure[0])
    return Wants((first, *_second(message, said, first)))


def _clauses(message: Message, weights: Weights) -> list[tuple[int, Certain]]:
    """How many words each clause has, and what it says."""
    return [
        (len(clause.words), max(_weigh(clause, weights), key=itemgetter(1))) for clause in clauses(message)
    ]


def _rank(message: Message, weights: Weights, said: Sequence[tuple[int, Certain]]) -> list[Certain]:
    best = dict(_weigh(message, weights))
    for _, (name, certainty) in said:
        if name != "other":
            best[name] = max(best[name], _CLAUSE * certainty)
    likely = [(name, sure) for name, sure in best.items() if sure >= _LIKELY and allowed(name, message)]
    return sorted(likely, key=itemgetter(1), reverse=True)


def _second(message: Message, said: Sequence[tuple[int, Certain]], first: str) -> Sequence[str]:
    """Another wish: it has a clause of its own, and so has the first."""
    names = [
        name
        for length, (name, certainty) in said
        if certainty >= _SECOND_FLOOR and (length > 1 or name in _POLITE)
    ]
    if first not in names:
        return ()
    same = (first, "other", "greeting", *(_VISITS if first in _VISITS else ()))
    others = (name for name in names if name not in same)
    return tuple(name for name in others if allowed(name, message))[:1]


def _weigh(message: Message, weights: Weights) -> list[Certain]:
    sure = weights.certainties(features(message))
    return [pair for pair in zip(INTENTS, sure, strict=True) if pair[0] not in READ_ELSEWHERE]


def _floor(name: str) -> float:
    return _CAREFUL_FLOOR if name in _CAREFUL else _FLOOR
