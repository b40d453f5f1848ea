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
from itertools import pairwise
from unicodedata import category

from bot.understanding.intents.lexicon import Message

GRAM = 4
"""Letters of a piece; words are padded with `_` at both ends."""
_LONGEST = 40
"""Letters of a word that are looked at."""
_BETWEEN = 3
"""Kinds of words that may stand between two that make a pair."""


def features(message: Message, hidden: Set[int] = frozenset()) -> list[str]:
    """Everything that is weighed: a piece counts for each word that holds it, all else once. Of words whose places are
    hidden only their kinds are told (learning hides some)."""
    plain = [None if place in hidden else word.text for place, word in enumerate(message.words)]
    return [*signs(message, plain), *(name for word in dict.fromkeys(plain) if word for name in pieces(word))]


def signs(message: Message, plain: Sequence[str | None]) -> set[str]:
    """What is weighed but the pieces of each word."""
    return {*_beside(message, plain), *_kinds(message), *_shape(message)}


def pieces(word: str) -> Sequence[str]:
    """The word itself and its pieces."""
    padded = f"_{word[:_LONGEST]}_"
    return (
        f"w:{padded[1:-1]}",
        *(f"g:{padded[at : at + GRAM]}" for at in range(len(padded) - GRAM + 1)),
    )


def _beside(message: Message, plain: Sequence[str | None]) -> list[str]:
    around = ("^", *plain, "$")
    found = [f"b:{one}_{other}" for one, other in pairwise(around) if one is not None and other is not None]
    for (sort, kind), start, end in message.found:
        if sort == "slot":
            for place in range(start, end):
                before, after = around[place], around[place + 2]
                if before is not None:
                    found.append(f"b:{before}_<{kind}>")
                if after is not None:
                    found.append(f"b:<{kind}>_{after}")
    return found


def _kinds(message: Message) -> list[str]:
    found: list[str] = []
    starts: list[list[str]] = [[] for _ in message.words]
    for (sort, name), start, _ in message.found:
        if sort == "slot":
            found.append(f"s:{name}")
            starts[start].append(name)
        elif sort == "phrases":
            found.append(f"p:{name}")
    kinds = [names for names in starts if names]
    for place, first in enumerate(kinds, 1):
        for second in kinds[place : place + _BETWEEN]:
            found += [f"s:{a}+{b}" for a in first for b in second]
    return found


def _shape(message: Message) -> Iterator[str]:
    yield f"n:{min(len(message.words), 12)}"
    if "?" in message.text:
        yield "n:asks"
    yield from (f"a:{name}" for name in message.wholly)
    if not message.text.isascii():
        yield from (f"e:{sign}" for sign in set(message.text) if _is_sign(sign))


@lru_cache(maxsize=1_000)
def _is_sign(letter: str) -> bool:
    return category(letter) == "So"
