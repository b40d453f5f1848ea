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
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

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
SOUGHT = ("die", "burns", "fire")
"""Slots with words that are looked for in what was run together."""


@dataclass(frozen=True, slots=True)
class Found(Generic[Rule]):
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


class _State(NamedTuple):
    node: int
    start: int
    gap: int
    skips: int = 0
    slips: int = 0
    said: int = 0
    rests: bool = False
    """The last word was passed over, so nothing ends here."""

    def on(self, node: int, slips: int = 0) -> _State:
        """The state after a word of the phrase."""
        return _State(node, self.start, 0, self.skips, self.slips + slips, self.said + 1)


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
            new_sentence = place > 0 and words[place - 1].sentence != word.sentence
            alive = {s for s in states if not (new_sentence and s.gap)}
            states = set()
            for state in (_State(0, place, 0), *alive):
                states.update(self._step(state, word.text))
            for state in list(states):
                node = self._nodes[state.node]
                if node.gap >= 0:
                    states.add(state._replace(node=node.gap, gap=GAP + 1))
                found.update(
                    Found(rule, state.start, place + 1, state.said)
                    for rule, slips, last in node.rules
                    if state.slips <= slips and not state.rests and (word.last or not last)
                )
        return sorted(found, key=lambda each: (each.end, each.start))

    def spread(self, words: Sequence[Word]) -> list[Word]:
        """The message with words that were run together (`orkarinteleva`) taken apart."""
        spread: list[Word] = []
        for word in words:
            parts = self._labels.apart(word.text)
            spread.extend(Word(part, word.sentence) for part in parts[:-1])
            spread.append(replace(word, text=parts[-1]) if parts else word)
        return spread

    def filler(self, word: Word) -> bool:
        """Whether the word carries nothing by itself."""
        return word.text in self._fillers

    def _fills(self, word: str) -> tuple[str, ...]:
        exact, near = self._labels.of(word)
        return tuple(sorted(each for each in exact | near if each[0] == "<" and each[1:-1] in self._slots))

    def _step(self, state: _State, word: str) -> Iterator[_State]:
        node = self._nodes[state.node]
        exact, near = self._labels.of(word)
        for label in exact:
            if label in node.edges:
                yield state.on(node.edges[label])
        for label in near:
            if label in node.edges:
                yield state.on(node.edges[label], slips=1)
        if state.node and state.gap > 1:
            yield state._replace(gap=state.gap - 1)
        if "_" in node.edges:
            yield state.on(node.edges["_"])
        if state.node and state.skips < SKIPS and word in self._fillers:
            yield state._replace(skips=state.skips + 1, rests=True)

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
        for form in self._forms(part) if part != "_" else ():
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
    return sum(part not in ("...", "_", ".") for part in parts) // 2
