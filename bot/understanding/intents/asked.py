"""Whether an action is asked for by the one who writes, or only spoken of.

What stands before the verb tells: *jag måste ställa in*, *kan ni avboka* and *besöket på torsdag vill jag avboka* ask;
*sotaren ställde in*, *vad händer om man avbokar* and *min kompis kan inte komma* do not. So only the few words that lie
under [asked] in `intents.toml` may stand before the verb in its clause. Any other word is somebody or something else.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from bot.understanding.fold import fold
from bot.understanding.intents.clauses import clauses
from bot.understanding.intents.kinds import files
from bot.understanding.intents.lexicon import Message


@dataclass(frozen=True, slots=True)
class _Rule:
    """The kinds of word that ask for an action, and what may stand before them."""

    verbs: frozenset[str]
    kinds: frozenset[str]
    words: frozenset[str]


def asked(intent: str, message: Message) -> bool:
    """Whether nobody else stands before the verb, in one clause at least; so too if there is no such verb."""
    rule = _rules().get(intent)
    if rule is None:
        return True
    found = [_free(rule, part) for part in clauses(message)] or [_free(rule, message)]
    return True in found or all(each is None for each in found)


def _free(rule: _Rule, clause: Message) -> bool | None:
    """Whether the words before the first verb are free for the one who asks; None if there is no verb."""
    kinds: dict[int, set[str]] = {}
    first = len(clause.words)
    for (sort, name), start, end in clause.found:
        if sort == "slot":
            for place in range(start, end):
                kinds.setdefault(place, set()).add(name)
            if name in rule.verbs:
                first = min(first, start)
    if first == len(clause.words):
        return None
    return all(
        place in clause.fillers
        or clause.words[place].text in rule.words
        or not rule.kinds.isdisjoint(kinds.get(place, ()))
        for place in range(first)
    )


@cache
def _rules() -> dict[str, _Rule]:
    """For each action its rule."""
    section = files()[0]["asked"]
    rules = {}
    for intent, verbs in section["verbs"].items():
        free = [*section["before"], *section["also"].get(intent, ())]
        rules[intent] = _Rule(
            verbs=frozenset(verb.strip("<>") for verb in verbs),
            kinds=frozenset(each.strip("<>") for each in free if each[0] == "<"),
            words=frozenset(fold(each) for each in free if each[0] != "<"),
        )
    return rules
