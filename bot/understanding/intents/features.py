"""What is weighed in a message: its words, pairs of words, pieces of words, and the signs from the data files.

A feature is a readable string:

    w:avboka  b:kan_ni  g:boka         a word, two in a row (`^` and `$` are the ends), a piece of a word
    b:<not>_avboka                     a word beside one of this kind
    s:cancel  s:not+come               a kind of word from the data files, two of them in this order
    p:cancel_visit  a:thanks           a phrase for an intent; a phrase that is all of the message
    e:👍  n:asks                       a sign; a question mark, or how many words there are
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from functools import lru_cache
from itertools import chain, pairwise
from unicodedata import category

from bot.understanding.intents.lexicon import Message

GRAM = 4
"""Letters of a piece; words are padded with `_` at both ends."""
_LONGEST = 40
"""Letters of a word that are looked at."""
_BETWEEN = 3
"""Kinds of words that may stand between two that make a pair."""


def features(message: Message, hidden: Set[int] = frozenset()) -> set[str]:
    """Everything that is weighed. Of words whose places are hidden only their kinds are told (learning hides some)."""
    plain = [None if place in hidden else word.text for place, word in enumerate(message.words)]
    return {*_words(plain), *_beside(message, plain), *_signs(message), *_shape(message)}


def _words(plain: Sequence[str | None]) -> Iterator[str]:
    return chain.from_iterable(_pieces(word[:_LONGEST]) for word in plain if word is not None)


@lru_cache(maxsize=20_000)
def _pieces(word: str) -> tuple[str, ...]:
    padded = f"_{word}_"
    return (f"w:{word}", *(f"g:{padded[at : at + GRAM]}" for at in range(len(padded) - GRAM + 1)))


def _beside(message: Message, plain: Sequence[str | None]) -> list[str]:
    found: list[str] = []
    kinds: list[list[str]] = [[] for _ in range(len(plain) + 2)]
    for (kind, name), start, end in message.found:
        if kind == "slot":
            for place in range(start, end):
                kinds[place + 1].append(name)
    for place, (one, other) in enumerate(pairwise(("^", *plain, "$"))):
        if one is not None:
            if other is not None:
                found.append(f"b:{one}_{other}")
            found += [f"b:{one}_<{kind}>" for kind in kinds[place + 1]]
        if other is not None:
            found += [f"b:<{kind}>_{other}" for kind in kinds[place]]
    return found


def _signs(message: Message) -> list[str]:
    found: list[str] = []
    starts: list[set[str]] = [set() for _ in message.words]
    for (kind, name), start, _ in message.found:
        if kind == "phrases":
            found.append(f"p:{name}")
        elif kind == "slot":
            found.append(f"s:{name}")
            starts[start].add(name)
    kinds = [names for names in starts if names]
    for place, first in enumerate(kinds):
        for second in kinds[place + 1 : place + 1 + _BETWEEN]:
            found += [f"s:{a}+{b}" for a in first for b in second]
    return found


def _shape(message: Message) -> Iterator[str]:
    yield f"n:{min(len(message.words), 12)}"
    if "?" in message.text:
        yield "n:asks"
    yield from (f"a:{name}" for name in message.wholly())
    if not message.text.isascii():
        yield from (f"e:{sign}" for sign in set(message.text) if category(sign) == "So")
