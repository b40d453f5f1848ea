"""What is weighed in a message: its words, pairs of words, pieces of words, and the signs from the data files.

A feature is a readable string:

    w:avboka  b:kan_ni  g:boka         a word, two in a row (`^` and `$` are the ends), a piece of a word
    s:cancel  s:not+come               a kind of word from the data files, two of them in this order
    p:cancel_visit  a:thanks           a phrase for an intent; a phrase that is all of the message
    e:👍  n:asks                       a sign; a question mark, or how many words there are
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from unicodedata import category

from bot.understanding.intents.lexicon import Message

GRAM = 4
"""Letters of a piece; words are padded with `_` at both ends."""
_BETWEEN = 3
"""Kinds of words that may stand between two that make a pair."""


def features(message: Message) -> set[str]:
    """Everything that is weighed."""
    return {*_words(message), *_signs(message), *_shape(message)}


def _words(message: Message) -> Iterator[str]:
    plain = [word.text for word in message.words]
    for word in plain:
        yield f"w:{word}"
        padded = f"_{word}_"
        for start in range(len(padded) - GRAM + 1):
            yield f"g:{padded[start : start + GRAM]}"
    for pair in pairwise(("^", *plain, "$")):
        yield f"b:{pair[0]}_{pair[1]}"


def _signs(message: Message) -> Iterator[str]:
    starts: list[set[str]] = [set() for _ in message.words]
    for each in message.found:
        if each.rule.kind == "phrases":
            yield f"p:{each.rule.name}"
        elif each.rule.kind == "slot":
            yield f"s:{each.rule.name}"
            starts[each.start].add(each.rule.name)
    kinds = [names for names in starts if names]
    for place, first in enumerate(kinds):
        for second in kinds[place + 1 : place + 1 + _BETWEEN]:
            for a in first:
                for b in second:
                    yield f"s:{a}+{b}"


def _shape(message: Message) -> Iterator[str]:
    yield f"n:{min(len(message.words), 12)}"
    if "?" in message.text:
        yield "n:asks"
    yield from (f"a:{name}" for name in message.wholly())
    yield from (f"e:{sign}" for sign in set(message.text) if not sign.isascii() and category(sign) == "So")
