"""Which of the files' words and phrases a message holds.

Every slot of the files (`<cancel>`, `<visit>`, `<day>`) is a kind of word: `avboka`, `avlyse` and `avlys` are the
same to all that follows. Every phrase under [phrases] speaks for one intent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

from bot.understanding.fold import Word
from bot.understanding.intents.kinds import files
from bot.understanding.intents.rows import Rows, Sighted
from bot.understanding.intents.vocabulary import Vocabulary


class Sign(NamedTuple):
    """A kind of word (`kind="slot"`), or a phrase; its kind is the section of the files where it stands."""

    kind: str
    name: str


IMAGINED = Sign("spoken_of", "imagined")
"""What nobody asks for now: *if I ever want to*."""
TAKEN_BACK = Sign("spoken_of", "taken_back")
"""What takes back all that stood before it: *no wait, leave it*."""
_POLITE = (Sign("slot", "hello"), Sign("slot", "thank"))


@dataclass(frozen=True)
class Message:
    """A message's folded words, and the signs found in them."""

    text: str
    words: Sequence[Word]
    found: Sequence[Sighted[Sign]]
    fillers: Set[int] = frozenset()
    """Places of words that carry nothing by themselves."""

    @cached_property
    def signs(self) -> frozenset[Sign]:
        """What was found, wherever it stands."""
        return frozenset(each.rule for each in self.found)

    @cached_property
    def kinds(self) -> Mapping[int, Set[str]]:
        """The kinds of the word at each place that has any."""
        kinds: dict[int, set[str]] = {}
        for (sort, name), start, end in self.found:
            if sort == "slot":
                for place in range(start, end):
                    kinds.setdefault(place, set()).add(name)
        return kinds

    def part(self, start: int, end: int) -> Message:
        """Some of the words, with the signs that lie wholly inside."""
        inside = (each for each in self.found if start <= each.start and each.end <= end)
        moved = [Sighted(each.rule, each.start - start, each.end - start) for each in inside]
        fillers = {place - start for place in self.fillers if start <= place < end}
        return Message(self.text, self.words[start:end], moved, fillers)

    @cached_property
    def wholly(self) -> frozenset[str]:
        """The intents that have a phrase for all of this message; hello, thanks and fillers may stand around it."""
        whole = [each for each in self.found if each.rule.kind == "whole"]
        if not whole:
            return frozenset()
        polite = {p for each in self.found if each.rule in _POLITE for p in range(each.start, each.end)}
        told = [p for p in range(len(self.words)) if p not in polite and p not in self.fillers]
        first, last = (told[0], told[-1]) if told else (len(self.words), -1)
        return frozenset(each.rule.name for each in whole if each.start <= first and last < each.end)


def look_up(text: str) -> Message:
    """Read the words of a text."""
    vocabulary, rows = _data()
    message = vocabulary.read(text if text.isascii() else _spelled(text))
    kinds = list(vocabulary.kinds(message))
    fillers = vocabulary.fillers(message)
    found = [Sighted(_slot(kind), start, end) for kind, start, end in kinds if kind[0] == "<"]
    found += rows.find(message, kinds, fillers)
    return Message(text, message, found, fillers)


def meet(word: str) -> None:
    """Look a folded word up now, so that a message that holds it need not wait."""
    vocabulary, _ = _data()
    vocabulary.meet(word)


@cache
def _slot(kind: str) -> Sign:
    """The sign of a kind of word."""
    return Sign("slot", kind[1:-1])


def _spelled(text: str) -> str:
    """The text with words for the signs that say one."""
    signs: Mapping[str, str] = files()[0]["signs"]
    if not _first_signs().isdisjoint(text):
        for sign, word in signs.items():
            text = text.replace(sign, f" {word} ")
    return text


@cache
def _first_signs() -> frozenset[str]:
    """What a sign begins with."""
    return frozenset(sign[0] for sign in files()[0]["signs"])


@cache
def _data() -> tuple[Vocabulary, Rows[Sign]]:
    """The words of all files, and the phrases."""
    slots: dict[str, list[str]] = {}
    rows: list[tuple[str, Sign]] = []
    for file in files():
        for name, forms in file.get("slots", {}).items():
            slots.setdefault(name, []).extend(forms)
        for section in ("phrases", "whole", "urgent"):
            for name, phrases in file.get(section, {}).items():
                rows.extend((phrase, Sign(section, name)) for phrase in phrases)
        for name, rules in file.get("evidence", {}).items():
            rows.extend((phrase, Sign(kind, name)) for kind, phrases in rules.items() for phrase in phrases)
    spoken = files()[0]["spoken_of"]
    for name, verbs in spoken["verbs"].items():
        rows.extend((phrase.replace("VERB", verbs), Sign("never", name)) for phrase in spoken["rows"])
    rows.extend((phrase, IMAGINED) for phrase in spoken["imagined"])
    rows.extend((phrase, TAKEN_BACK) for phrase in spoken["taken_back"])
    found = Rows(rows)
    missing = {kind for kind in found.kinds if kind[0] == "<"} - {f"<{name}>" for name in slots}
    if missing:
        raise ValueError(f"no file has the slots {', '.join(sorted(missing))}")
    fillers = [word for file in files() for word in file.get("words", {}).get("fillers", ())]
    return Vocabulary(slots, (kind for kind in found.kinds if kind[0] != "<"), fillers), found
