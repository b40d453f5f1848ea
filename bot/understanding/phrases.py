"""Phrases in a form that a social worker can read, and the machine that finds them in a message.

    orkar inte leva      these words, in this order
    leva|finnas          one of these words
    självmord*           a word that begins so
    *tabletter           a word that ends so
    <not>                any word of the slot `not`, in every language's file
    (bara|berre)         may be left out
    ...                  up to five words of any kind, within the same sentence
    _                    exactly one word of any kind
    .                    at the end: nothing follows but a sign

Fillers (`att`, `bara`, `fan`) may stand anywhere inside a phrase. All phrases lie in one tree, so a message is read
once, word by word, whatever the number of phrases: time grows with the message's length and no faster.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Generic, NamedTuple, TypeAlias, TypeVar

from bot.understanding.fold import Word, fold
from bot.understanding.labels import Labels

Rule = TypeVar("Rule")

GAP = 5
"""Words that `...` may stand for."""
SKIPS = 3
"""Fillers passed over inside one phrase."""
JOINTS = ("i", "me", "not", "want")
"""Slots with the words that people in a hurry write together with the next one (`orkarinteleva`), but for those that
also end or begin many other words (`not_joints` in the data files: `aktivitetar`)."""
_ANY = "_"
SOUGHT = ("die", "burns", "fire")
"""Slots with words that are looked for in what was run together."""


class Found(NamedTuple, Generic[Rule]):
    """A phrase's rule and the words it covers: `start` to `end`, end exclusive."""

    rule: Rule
    start: int
    end: int
    said: int
    """Words of the phrase itself: fillers and what stood for `...` are not counted."""

    def overlaps(self, other: Found[Rule]) -> bool:
        """Whether the two share a word."""
        return self.start < other.end and other.start < self.end

    def within(self, other: Found[Rule]) -> bool:
        """Whether the other covers all of this and says more."""
        return other.start <= self.start and self.end <= other.end and self.said < other.said


_State: TypeAlias = tuple[int, int, int, int, int, int, bool]
"""How far a phrase has come: its node, the word it began at, what is left of the gap it stands in, fillers passed over,
slips, words of the phrase itself, and whether the last word was passed over, so that nothing ends here. A plain tuple:
every word makes many."""


@dataclass(slots=True)
class _Node(Generic[Rule]):
    edges: dict[str, int] = field(default_factory=dict)
    gap: int = -1
    rules: list[tuple[Rule, int, bool]] = field(default_factory=list)
    """Rules that end here, each with the slips it forgives and whether nothing may follow."""


class Phrases(Generic[Rule]):
    """Many phrases, each with a rule; `find` tells which of them a message holds, and where."""

    def __init__(
        self,
        phrases: Iterable[tuple[str, Rule]],
        slots: Mapping[str, Iterable[str]],
        fillers: Iterable[str] = (),
        *,
        not_typos: Iterable[str] = (),
        pieces: Iterable[str] = (),
        not_joints: Iterable[str] = (),
    ) -> None:
        self._nodes: list[_Node[Rule]] = [_Node()]
        self._labels = Labels()
        self._fillers = frozenset(map(fold, fillers))
        self._slots = {name: sorted(set(words)) for name, words in slots.items()}
        for phrase, rule in phrases:
            self._add(phrase, rule)
        for name, forms in self._slots.items():
            for form in forms:
                if " " not in form:
                    self._labels.add(form, f"<{name}>")
        self.slots_of = lru_cache(maxsize=20_000)(self._fills)
        self._first = lru_cache(maxsize=20_000)(self._begin)
        joints, sought = (
            [fold(form) for name in names for form in slots.get(name, ())] for names in (JOINTS, SOUGHT)
        )
        kept = {fold(word) for word in not_joints}
        joints = [word for word in joints if word not in kept]
        self._labels.close(self._fillers, map(fold, not_typos), joints, sought, pieces)

    def find(self, words: Sequence[Word]) -> list[Found[Rule]]:
        """Every phrase in the message, in the order of where it ends."""
        found: set[Found[Rule]] = set()
        states: set[_State] = set()
        for place, word in enumerate(words):
            if place and words[place - 1].sentence != word.sentence:
                states = {state for state in states if not state[2]}
            begun = {(node, place, 0, 0, slips, 1, False) for node, slips in self._first(word.text)}
            reached = begun | self._on(states, word.text) if states else begun
            states = set()
            for state in reached:
                node, start, _, skips, slips, said, rests = state
                here = self._nodes[node]
                if here.edges:
                    states.add(state)
                if here.gap >= 0:
                    states.add((here.gap, start, GAP + 1, skips, slips, said, rests))
                for rule, most, last in here.rules:
                    if slips <= most and not rests and (word.last or not last):
                        found.add(Found(rule, start, place + 1, said))
        return sorted(found, key=lambda each: (each.end, each.start))

    def spread(self, words: Sequence[Word]) -> list[Word]:
        """The message with words that were run together (`orkarinteleva`) taken apart."""
        spread: list[Word] = []
        for word in words:
            parts = self._labels.apart(word.text)
            spread.extend(Word(part, word.sentence) for part in parts[:-1])
            spread.append(word._replace(text=parts[-1]) if parts else word)
        return spread

    def meet(self, word: str) -> None:
        """Look a folded word up now, so that a message that holds it need not wait."""
        self._labels.apart(word)
        self.slots_of(word)
        self._first(word)

    def filler(self, word: Word) -> bool:
        """Whether the word carries nothing by itself."""
        return word.text in self._fillers

    def _fills(self, word: str) -> tuple[str, ...]:
        exact, near = self._labels.of(word)
        return tuple(sorted(each for each in exact | near if each[0] == "<" and each[1:-1] in self._slots))

    def _begin(self, word: str) -> tuple[tuple[int, int], ...]:
        """The nodes that a word leads to from the root, each with the slips in it."""
        edges = self._nodes[0].edges
        exact, near = self._labels.of(word)
        as_it_stands = [(edges[label], 0) for label in (*exact, _ANY) if label in edges]
        return (*as_it_stands, *((edges[label], 1) for label in near if label in edges))

    def _on(self, states: Iterable[_State], word: str) -> set[_State]:
        """How far the phrases that are under way come with a word."""
        reached: set[_State] = set()
        exact, near = self._labels.of(word)
        labels = exact.union(near, _ANY)
        filler = word in self._fillers
        for node, start, gap, skips, slips, said, rests in states:
            edges = self._nodes[node].edges
            for label in edges.keys() & labels:
                slip = label in near and label not in exact
                reached.add((edges[label], start, 0, skips, slips + slip, said + 1, False))
            if gap > 1:
                reached.add((node, start, gap - 1, skips, slips, said, rests))
            if filler and skips < SKIPS:
                reached.add((node, start, gap, skips + 1, slips, said, True))
        return reached

    def _add(self, phrase: str, rule: Rule) -> None:
        optional = [(part[1:-1], True) if part[0] == "(" else (part, False) for part in phrase.split()]
        choices = [(part, None) if may_go else (part,) for part, may_go in optional]
        for chosen in itertools.product(*choices):
            parts = [part for part in chosen if part is not None]
            if parts:
                self._grow(parts, rule)

    def _grow(self, parts: Sequence[str], rule: Rule) -> None:
        place = 0
        for part in parts:
            if part == "...":
                place = self._gap_after(place)
            elif part != ".":
                place = self._lead(place, part)
        self._nodes[place].rules.append((rule, _forgiven(parts), parts[-1] == "."))

    def _gap_after(self, place: int) -> int:
        node = self._nodes[place]
        if node.gap < 0:
            node.gap = len(self._nodes)
            self._nodes.append(_Node())
        return node.gap

    def _lead(self, place: int, part: str) -> int:
        """The node after this part; forms of several words (`sovna inn`) lead there by nodes of their own."""
        if part in self._nodes[place].edges:
            return self._nodes[place].edges[part]
        goal = self._edge(place, part)
        for form in self._forms(part) if part != _ANY else ():
            *first, last = form.split()
            step, label = place, part
            for count, word in enumerate(first):
                self._labels.add(word, f"{form}/{count}")
                step, label = self._edge(step, f"{form}/{count}"), f"{form}/{part}"
            self._labels.add(last, label)
            self._nodes[step].edges[label] = goal
        return goal

    def _edge(self, place: int, label: str) -> int:
        edges = self._nodes[place].edges
        if label not in edges:
            edges[label] = len(self._nodes)
            self._nodes.append(_Node())
        return edges[label]

    def _forms(self, part: str) -> Iterator[str]:
        for choice in part.split("|"):
            name = choice[1:-1]
            if choice[0] != "<":
                yield choice
            elif name in self._slots:
                yield from self._slots[name]
            else:
                raise ValueError(f"no file has the slot {choice}, asked for in {part!r}")


def _forgiven(parts: Sequence[str]) -> int:
    """Slips in short words that a phrase may hold: one for every two words."""
    return sum(part not in ("...", _ANY, ".") for part in parts) // 2
