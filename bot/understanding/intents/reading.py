"""From a message to what it wants, best first, each with how certain that is (0 to 1).

The weights read the whole message and each of its clauses; a second wish counts only where a clause of its own
says it. An action that lacks its evidence falls away (evidence.py), and what nothing speaks for is `other`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from bot.understanding.intents import lexicon
from bot.understanding.intents.asked import asked, done_to_another
from bot.understanding.intents.clauses import clauses
from bot.understanding.intents.evidence import allowed, beside, denied, only_spoken_of, quotes, unquoted
from bot.understanding.intents.features import signs
from bot.understanding.intents.kinds import INTENTS, READ_ELSEWHERE
from bot.understanding.intents.lexicon import Message, Sign, look_up
from bot.understanding.intents.weights import Weights, learnt

Certain = tuple[str, float]

_POLITE = ("greeting", "thanks")
_FLOOR = 0.25
_FLOORS = {
    "resume_reminders": 0.4,
    "task_done": 0.4,
    "talk_to_human": 0.45,
    "activity_signup": 0.5,
    "confirm_visit": 0.5,
    "move_visit": 0.55,
    "cancel_visit": 0.65,
    "delete_data": 0.7,
    "pause_reminders": 0.75,
    "activity_signoff": 0.8,
    "change_language": 0.85,
    "data_export": 0.85,
}
"""How certain an intent must be before it is named: most of all what changes something. Chosen on sentences that the
weights had not learnt, where a wish named in error weighs more than one that is only asked about."""
_INSTEAD = Sign("slot", "instead")
_THANKS, _YES = Sign("slot", "thank"), Sign("surely", "confirm_visit")
_VISITS = frozenset(["book_visit", "confirm_visit", "move_visit", "cancel_visit", "list_visits"])
"""A clause that speaks for one of these is part of what the message says of the other."""
_ONE_WISH = frozenset(
    map(
        frozenset,
        (
            ("task_done", "complaint"),
            ("complaint", "add_support_need"),
            ("activity_signoff", "delete_data"),
            ("change_language", "move_visit"),
        ),
    )
)
"""Two that are said of one wish: what is told beside it is its reason."""
_OFTEN_ONE = frozenset(
    map(
        frozenset,
        (
            ("task_done", "add_task_self"),
            ("contact_line", "talk_to_human"),
            ("add_goal", "add_task_self"),
            ("add_goal", "activity_wish"),
            ("task_done", "add_support_need"),
            ("book_visit", "talk_to_human"),
            ("complaint", "move_visit"),
            ("complaint", "cancel_visit"),
            ("activities_list", "list_visits"),
            ("activity_signup", "activities_list"),
            ("move_visit", "activities_list"),
            ("talk_to_human", "complaint"),
        ),
    )
)
"""Two that often are one wish: both must be said beyond doubt."""
_EXCHANGED = frozenset(["cancel_visit", "book_visit"])
_ANOTHER = frozenset(["move_visit", "confirm_visit", "book_visit"])
"""What a clause says of one day, where another says no to a day: together they move the visit."""
_BESIDE = frozenset(
    [
        _EXCHANGED,
        frozenset(["cancel_visit", "list_visits"]),
        frozenset(["move_visit", "list_visits"]),
        frozenset(["confirm_visit", "list_visits"]),
    ]
)
"""Two of them that are two wishes; to cancel one and book another is so without a word of exchange (*instead*)."""
_ASKED = 0.1
_SECOND_FLOOR, _SHORT_FLOOR, _SURELY, _POLITE_FLOOR = 0.6, 0.95, 0.85, 0.4
_BEYOND_DOUBT = 0.9
"""How certain it must be that it matters neither what stands before the verb nor whether its object is named."""
_CLAUSE = 0.6
"""What a clause says is worth less than what the whole says."""
_STORY, _LAST, _WISH, _WISHED = 16, 2, 3, 0.9
"""Words of a message that may be a story, how many of its last clauses may tell a wish, and words of such a clause; how
certain it must be, and what it is worth then."""
_MAY_BE = 0.02
"""How certain it must be that a story may be danger, for nothing to be picked out of it."""
_WHOLE = 0.9
"""How certain an intent is at least that has a phrase for all of the message."""
_LIKELY = 0.02
_MOST_ASKED = 3
_HINT = 0.001
"""What the whole message must grant a second wish."""
_SHARE = 0.35
"""What two wishes must have of the message and of a clause each, where no clause is sure of its own."""
_NEAR = 0.5
"""How near the second must come to the first, as a share of it, for both to be asked about."""


@dataclass(frozen=True, slots=True)
class Wants:
    """What is wanted, best first (one or two), and what else it may be: worth asking about."""

    intents: tuple[str, ...]
    asks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Clause:
    """A part of the message, and what it says by itself."""

    message: Message
    sure: Mapping[str, float]
    name: str
    """What is most certain."""

    @property
    def certainty(self) -> float:
        """How certain that is."""
        return self.sure[self.name]

    @property
    def says(self) -> bool:
        """Whether it holds a wish of its own."""
        short = len(self.message.words) == 1 and self.name not in _POLITE
        if short and self.name == "confirm_visit":  # *flott* is a word of thanks too
            return False
        return self.certainty >= (_SHORT_FLOOR if short else _SECOND_FLOOR)


def read_intents(message: Message, weights: Weights | None = None) -> list[Certain]:
    """Every likely intent, best first, with its certainty; without those that lack their evidence."""
    weights = weights or learnt()
    whole, grave = _weigh(message, weights)
    return _rank(message, whole, _clauses(message, weights), grave)


def read_wants(message: Message, weights: Weights | None = None) -> Wants:
    """What the message wants, or `other` and what it may be."""
    weights = weights or learnt()
    said = _clauses(message, weights)
    whole, grave = _weigh(message, weights)
    ranked = _rank(message, whole, said, grave)
    sure = [pair for pair in ranked if _certain(pair, whole, said)]
    if not sure or sure[0][0] == "other":
        return Wants(("other",), _worth_asking(message, whole, ranked))
    first = next((pair for pair in sure if _weighty(pair, sure[0][0])), sure[0])[0]
    second = _second(message, whole, said, first)
    return Wants(_as_told(first, second, said, whole), () if second else _near(first, ranked, whole))


def meet(word: str) -> None:
    """Look a folded word up now, so that a message that holds it need not wait."""
    lexicon.meet(word)
    learnt().rows.of_word(word)


def _certain(pair: Certain, whole: Mapping[str, float], said: Sequence[_Clause]) -> bool:
    """Whether the message is certain enough of it, or shares its certainty with another wish and a clause is sure."""
    name, certainty = pair
    if certainty >= _FLOORS.get(name, _FLOOR):
        return True
    return whole[name] >= _SHARE and any(each.sure[name] >= _SURELY for each in said)


def _worth_asking(message: Message, whole: Mapping[str, float], ranked: Sequence[Certain]) -> tuple[str, ...]:
    """What it may be after all, best first: too little certain, or without its evidence, but not spoken against."""
    likely = {name: sure for name, sure in ranked if sure >= _ASKED}
    half = {
        name: sure
        for name, sure in whole.items()
        if sure >= _ASKED
        and name not in likely
        and not (denied(name, message) or done_to_another(name, message))
    }
    names = sorted({**half, **likely}.items(), key=itemgetter(1), reverse=True)
    return tuple([name for name, _ in names if name != "other"][:_MOST_ASKED])


def _weighty(pair: Certain, best: str) -> bool:
    """Whether this is what the message wants: hello and thanks give way to what is said beside them."""
    name, certainty = pair
    return name not in (*_POLITE, "other") and (best not in _POLITE or certainty >= _POLITE_FLOOR)


def _near(first: str, ranked: Sequence[Certain], whole: Mapping[str, float]) -> tuple[str, ...]:
    """The first and what comes near it, if anything does: worth asking about."""
    others = [name for name, _ in ranked if name not in (first, "other", *_POLITE)]
    near = [name for name in others if whole[name] >= max(_NEAR * whole[first], _ASKED)]
    return (first, near[0]) if near and first not in _POLITE else ()


def _as_told(
    first: str, second: str | None, said: Sequence[_Clause], whole: Mapping[str, float]
) -> tuple[str, ...]:
    """The best first; two wishes of like weight as they are told."""
    if second is None:
        return (first,)
    if second in _POLITE or whole[second] < _NEAR * whole[first]:
        return (first, second)
    one, other = (
        max(range(len(said)), key=[each.sure[name] for each in said].__getitem__) for name in (first, second)
    )
    return (first, second) if one < other else (second, first)


def _clauses(message: Message, weights: Weights) -> list[_Clause]:
    """Each clause with what it says."""
    weighed = ((clause, _weigh(clause, weights)) for clause in clauses(message))
    return [_Clause(clause, sure, max(sure, key=sure.__getitem__)) for clause, (sure, _) in weighed]


def _rank(
    message: Message, whole: Mapping[str, float], said: Sequence[_Clause], grave: float
) -> list[Certain]:
    """Every likely intent, best first. Where there may be danger in it (`grave`), people read all of a story."""
    best = dict(whole)
    only_thanks = _THANKS in message.signs and _YES not in message.signs
    wholly = message.wholly - ({"confirm_visit"} if only_thanks else set())
    if len(wholly) == 1:
        (name,) = wholly
        best[name] = max(best[name], _WHOLE)
    for each in said:
        if each.name != "other":
            best[each.name] = max(best[each.name], _CLAUSE * each.certainty)
    names = {each.name for each in said}
    if whole["move_visit"] >= _SHARE and "cancel_visit" in names and names & _ANOTHER:
        best["move_visit"] = whole["cancel_visit"] + sum(whole[name] for name in _ANOTHER)
    if whole["cancel_visit"] >= _SHARE and not _may("activity_signoff", message, said):
        best["cancel_visit"] = max(best["cancel_visit"], whole["cancel_visit"] + whole["activity_signoff"])
    likely = [
        (name, sure) for name, sure in best.items() if sure >= _LIKELY and _may(name, message, said, sure)
    ]
    ranked = sorted(likely, key=itemgetter(1), reverse=True)
    return ranked if grave >= _MAY_BE else _wished_in(ranked, message, said)


def _wished_in(story: list[Certain], message: Message, said: Sequence[_Clause]) -> list[Certain]:
    """What one of the last clauses of a story surely wishes for comes before `other`, which all the rest of it is."""
    if len(message.words) < _STORY or not story or story[0][0] != "other":
        return story
    wishes = [
        each
        for each in said[-_LAST:]
        if each.certainty >= _WISHED
        and each.name not in (*_POLITE, "other")
        and len(each.message.words) >= _WISH
        and _may(each.name, message, said)
    ]
    if not wishes:
        return story
    wish = max(wishes, key=lambda each: each.certainty)
    best = dict(story)
    best[wish.name] = max(best.get(wish.name, 0.0), _WISHED * wish.certainty)
    best["other"] = min(best["other"], _WISHED * best[wish.name])
    return sorted(best.items(), key=itemgetter(1), reverse=True)


def _may(name: str, message: Message, said: Sequence[_Clause], sure: float = 0.0) -> bool:
    """Whether the message has the evidence, or a clause that says just this has all of it, its object named."""
    if only_spoken_of(name, message) or done_to_another(name, message):
        return False
    if quotes(message.text) and not allowed(name, look_up(unquoted(message.text))):
        return False
    if sure >= _BEYOND_DOUBT and not denied(name, message):
        return True
    if not message.words or (allowed(name, message) and asked(name, message)):
        return True
    return any(
        each.name == name
        and each.says
        and len(each.message.words) > 1
        and allowed(name, each.message, named=True)
        and asked(name, each.message)
        for each in said
    )


def _second(message: Message, whole: Mapping[str, float], said: Sequence[_Clause], first: str) -> str | None:
    """Another wish: it has a clause of its own, and so has the first."""
    wishes: dict[str, float] = {}
    for each in said:
        names = [name for name, sure in each.sure.items() if min(sure, whole[name]) >= _SHARE]
        for name in (each.name, *names) if each.says else names:
            if name == first or beside(name, each.message):
                wishes[name] = max(wishes.get(name, 0.0), each.sure[name])
    if first not in wishes:
        return None
    others = (
        name
        for name in wishes
        if name not in (first, "other", "greeting")
        and whole[name] >= _HINT
        and not _one(first, name, min(wishes[first], wishes[name]), message)
        and _may(name, message, said)
    )
    return next(others, None)


def _one(first: str, other: str, certainty: float, message: Message) -> bool:
    """Whether two are said of one wish."""
    both = frozenset((first, other))
    if both in _OFTEN_ONE:
        return certainty < _SURELY
    if both <= _VISITS and both not in _BESIDE:
        return True
    return both in _ONE_WISH or (both == _EXCHANGED and _INSTEAD in message.signs)


def _weigh(message: Message, weights: Weights) -> tuple[dict[str, float], float]:
    """How certain each intent is, and how certain those that are read elsewhere: these count as `other`."""
    words = [word.text for word in message.words]
    certainties = weights.certainties(signs(message, words), dict.fromkeys(words))
    sure = dict(zip(INTENTS, certainties, strict=True))
    elsewhere = sum(sure.pop(name) for name in READ_ELSEWHERE)
    sure["other"] += elsewhere
    return sure, elsewhere
