"""Whether an action is asked for by the one who writes, or only spoken of.

What stands before the verb tells: *jag måste ställa in*, *kan ni avboka* and *besöket på torsdag vill jag avboka* ask;
*sotaren ställde in*, *vad händer om man avbokar* and *min kompis kan inte komma* do not. So only the few words that lie
under [asked] in `intents.toml` may stand before the verb in its clause. Any other word is somebody or something else.
So is a word right after the verb that no list knows: *avlys naturlovene*, *norsk mat*.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from bot.understanding.fold import fold
from bot.understanding.intents.clauses import clauses
from bot.understanding.intents.kinds import files
from bot.understanding.intents.lexicon import Message, Sign
from bot.understanding.intents.rows import Sighted

_SHORTEST = 3
"""Letters of a word that may name a thing."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """The kinds of word that ask for an action, and what may (or may not) stand beside them."""

    verbs: frozenset[str]
    kinds: frozenset[str]
    words: frozenset[str]
    about: frozenset[str] = frozenset()
    """The kinds of word that make it free of what stands before."""


def asked(intent: str, message: Message) -> bool:
    """Whether nobody else stands before the verb, in one clause at least; so too if there is no such verb."""
    rule = _rules().get(intent)
    if rule is None:
        return True
    soft = _soft_rules().get(intent)
    if soft is not None and not any(_names(rule.verbs, each) for each in message.found):
        rule = soft
    found = [_free(rule, part) for part in clauses(message)] or [_free(rule, message)]
    return True in found or all(each is None for each in found)


def done_to_another(intent: str, message: Message) -> bool:
    """Whether each of the intent's verbs is done to another thing: an unknown word stands right after it, or one that
    only names things."""
    rule = _objects().get(intent)
    if rule is None:
        return False
    verbs = [each.end for each in message.found if _names(rule.verbs, each)]
    return bool(verbs) and all(_thing_at(end, message, rule) for end in verbs)


def _thing_at(place: int, message: Message, rule: _Rule) -> bool:
    """Whether the next word that is no filler, in the same breath, names a thing."""
    while place < len(message.words) and not message.words[place - 1].last:
        word = message.words[place].text
        if place not in message.fillers:
            known = word in rule.words or len(word) < _SHORTEST or not word.isalpha()
            return not known and (word in rule.kinds or rule.kinds.issuperset(message.kinds.get(place, ())))
        place += 1
    return False


def _names(kinds: frozenset[str], each: Sighted[Sign]) -> bool:
    """Whether a word is of one of these kinds."""
    return each.rule.kind == "slot" and each.rule.name in kinds


def _free(rule: _Rule, clause: Message) -> bool | None:
    """Whether the words before the first verb are free for the one who asks; None if there is no verb."""
    verbs = [each.start for each in clause.found if _names(rule.verbs, each)]
    if not verbs:
        return None
    return any(_names(rule.about, each) for each in clause.found) or all(
        place in clause.fillers
        or clause.words[place].text in rule.words
        or not rule.kinds.isdisjoint(clause.kinds.get(place, ()))
        for place in range(min(verbs))
    )


@cache
def _rules() -> dict[str, _Rule]:
    """For each action what may stand before its verbs."""
    section = files()[0]["asked"]
    return {
        intent: _rule(verbs, [*section["before"], *section["also"].get(intent, ())])
        for intent, verbs in section["verbs"].items()
    }


@cache
def _soft_rules() -> dict[str, _Rule]:
    """The same for words that ask too, but are said of all sorts of things."""
    section = files()[0]["asked"]
    return {
        intent: replace(
            _rule(verbs, [*section["before"], *section["also"][intent], *section["softly_also"][intent]]),
            about=_kinds(section["softly_about"][intent]),
        )
        for intent, verbs in section["softly"].items()
    }


@cache
def _objects() -> dict[str, _Rule]:
    """For each action what may not stand after its verbs (`kinds`: of words, or words), and what may."""
    section = files()[0]["asked"]["onto"]
    things = frozenset(each[1:-1] if each[0] == "<" else fold(each) for each in section["things"])
    return {
        intent: replace(_rule(verbs, section["words"]), kinds=things)
        for intent, verbs in section["verbs"].items()
    }


def _rule(verbs: Iterable[str], others: Iterable[str]) -> _Rule:
    return _Rule(
        verbs=_kinds(verbs),
        kinds=_kinds(each for each in others if each[0] == "<"),
        words=frozenset(fold(each) for each in others if each[0] != "<"),
    )


def _kinds(written: Iterable[str]) -> frozenset[str]:
    """The names in `<cancel>` and the like."""
    return frozenset(each.strip("<>") for each in written)
