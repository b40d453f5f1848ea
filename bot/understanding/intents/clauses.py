"""The parts of a message that can hold a wish each: split at signs, at the end of a sentence, and at `and` or `but`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, pairwise

from bot.understanding.intents.lexicon import Message
from bot.understanding.intents.rows import JOINING

_MOST = 8
"""Clauses that are read; nobody wishes for more at once."""


def clauses(message: Message) -> Iterator[Message]:
    """The clauses in order; none if the message has only one."""
    edges = [0, *islice(_edges(message), _MOST - 1), len(message.words)]
    if len(edges) > 2:
        for start, end in pairwise(edges):
            yield message.part(start, end)


def _edges(message: Message) -> Iterator[int]:
    for place in range(1, len(message.words)):
        before, word = message.words[place - 1], message.words[place]
        if before.last or before.sentence != word.sentence or word.text in JOINING:
            yield place
