"""Which of the files' words and phrases a message holds.

Every slot of the files (`<cancel>`, `<visit>`, `<day>`) is a kind of word: `avboka`, `avlyse` and `avlys` are the
same to all that follows. Every phrase under [phrases] speaks for one intent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from bot.understanding.fold import Word, words
from bot.understanding.intents.kinds import files
from bot.understanding.phrases import Found, Phrases


@dataclass(frozen=True, slots=True, order=True)
class Sign:
    """A kind of word (`kind="slot"`), or a phrase; its kind is the section of the files where it stands."""

    kind: str
    name: str


_POLITE = (Sign("slot", "hello"), Sign("slot", "thank"))


@dataclass(frozen=True, slots=True)
class Message:
    """A message's folded words, and the signs found in them."""

    text: str
    words: Sequence[Word]
    found: Sequence[Found[Sign]]

    def part(self, start: int, end: int) -> Message:
        """Some of the words, with the signs that lie wholly inside."""
        inside = (each for each in self.found if start <= each.start and each.end <= end)
        moved = [Found(each.rule, each.start - start, each.end - start, each.said) for each in inside]
        return Message(self.text, self.words[start:end], moved)

    def wholly(self) -> set[str]:
        """The intents that have a phrase for all of this message; hello, thanks and fillers may stand around it."""
        net = _net()
        polite = {p for each in self.found if each.rule in _POLITE for p in range(each.start, each.end)}
        told = [p for p, word in enumerate(self.words) if p not in polite and not net.filler(word)]
        first, last = (told[0], told[-1]) if told else (len(self.words), -1)
        return {
            each.rule.name
            for each in self.found
            if each.rule.kind == "whole" and each.start <= first and last < each.end
        }


def look_up(text: str) -> Message:
    """Read the words of a text."""
    net = _net()
    message = net.spread(words(text))
    return Message(text, message, net.find(message))


@cache
def _net() -> Phrases[Sign]:
    slots: dict[str, list[str]] = {}
    phrases: list[tuple[str, Sign]] = []
    fillers: list[str] = []
    not_typos: list[str] = []
    for file in files():
        for name, forms in file.get("slots", {}).items():
            slots.setdefault(name, []).extend(forms)
        for kind in ("phrases", "whole", "urgent"):
            for name, rows in file.get(kind, {}).items():
                phrases.extend((row, Sign(kind, name)) for row in rows)
        phrases.extend(
            (row, Sign("urgent", name)) for name, rows in file.get("urgent", {}).items() for row in rows
        )
        fillers.extend(file.get("words", {}).get("fillers", ()))
        not_typos.extend(file.get("words", {}).get("not_typos", ()))
        for name, rules in file.get("evidence", {}).items():
            phrases.extend((row, Sign(kind, name)) for kind, rows in rules.items() for row in rows)
    phrases.extend((f"<{name}>", Sign("slot", name)) for name in slots)
    return Phrases(phrases, slots, fillers, not_typos)
