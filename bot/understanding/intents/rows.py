"""Phrases over kinds of words: `<cancel> ... <visit>` is a row of two kinds with up to three words between them.

phrases.py has found the kinds (`avboka` is `<cancel>`, `mitt besök` is `<visit>`); here rows of them are found, in one
pass over the message, all rows at once. Phrases are written as phrases.py says, without `_`; `^` before the first
part asks for the beginning of a clause: `^ <has> <you>` asks, *kva har du* does not begin so.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeAlias, TypeVar

from bot.understanding.fold import Word, fold

Rule = TypeVar("Rule")
Span = tuple[str, int, int]
"""A kind of word, and the words it covers: `start` to `end`, end exclusive."""

GAP = 3
"""Words that `...` may stand for."""
SKIPS = 3
"""Fillers passed over inside one row."""
MOST = 400
"""Ways that may be under way at one word; more come from nothing that people write."""
_NOWHERE = 0
"""The first state, to which nothing leads back."""
JOINING = frozenset(map(fold, ("och", "og", "men", "samt", "fast", "and", "but", "plus", "sen", "så")))
"""Words that begin another clause."""


class Sighted(NamedTuple, Generic[Rule]):
    """A rule and the words it covers: `start` to `end`, end exclusive."""

    rule: Rule
    start: int
    end: int


_Way: TypeAlias = tuple[int, int, int]
"""How far some rows have come: their state, the word they began at, and the fillers passed over. A plain tuple: there
are many."""
_End: TypeAlias = tuple[Rule, bool, bool]
"""A rule that ends here, whether it begins a clause, and whether nothing may follow."""


@dataclass(slots=True)
class _Node(Generic[Rule]):
    parts: dict[str, int] = field(default_factory=dict)
    edges: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    gap: int = -1
    rules: list[_End[Rule]] = field(default_factory=list)


class _Step(NamedTuple, Generic[Rule]):
    """All that one kind of word leads to from a state: rules that end, and the states that go on at once and after a
    gap (`_NOWHERE` if none does)."""

    rules: list[_End[Rule]]
    on: int
    later: int


class Rows(Generic[Rule]):
    """Many rows, each with a rule. `kinds` are all that they ask for: `<visit>`, and words of their own."""

    def __init__(self, rows: Iterable[tuple[str, Rule]]) -> None:
        self._nodes: list[_Node[Rule]] = [_Node()]
        self.kinds: set[str] = set()
        for row, rule in rows:
            for parts in _choices(row):
                self._grow(parts, rule)
        self._states: list[dict[str, _Step[Rule]]] = []
        """For each state (some nodes that are reached together) what each kind of word leads to."""
        self._numbers: dict[tuple[int, ...], int] = {}
        self._state((0,))

    def find(
        self, words: Sequence[Word], spans: Iterable[Span], fillers: Collection[int]
    ) -> set[Sighted[Rule]]:
        """Every row in a message, given the kinds of its words and the places of its fillers."""
        kinds: list[dict[str, list[int]]] = [{} for _ in words]
        for kind, start, end in spans:
            if kind in self.kinds:
                kinds[start].setdefault(kind, []).append(end)
        ways: list[set[_Way]] = [set() for _ in range(len(words) + 1)]
        found: set[Sighted[Rule]] = set()
        for place, here in enumerate(kinds):
            for state, start, skips in ((0, place, 0), *itertools.islice(ways[place], MOST)):
                steps = self._states[state]
                for kind in here:
                    if kind in steps:
                        rules, on, later = steps[kind]
                        for end in here[kind]:
                            if rules:
                                found.update(_ended(rules, words, start, end))
                            if on:
                                ways[end].add((on, start, skips))
                            if later:
                                for beyond in _reach(words, end - 1):
                                    ways[beyond].add((later, start, skips))
                if state and skips < SKIPS and place in fillers:
                    ways[place + 1].add((state, start, skips + 1))
        return found

    def _state(self, goals: tuple[int, ...]) -> int:
        """The number of the state in which these nodes are reached, with all that it leads to."""
        if not goals:
            return _NOWHERE
        if goals not in self._numbers:
            self._numbers[goals] = len(self._states)
            steps: dict[str, _Step[Rule]] = {}
            self._states.append(steps)
            edges: defaultdict[str, list[int]] = defaultdict(list)
            for goal in goals:
                for kind, beyond in self._nodes[goal].edges.items():
                    edges[kind].extend(beyond)
            for kind, reached in edges.items():
                steps[kind] = self._step(reached)
        return self._numbers[goals]

    def _step(self, goals: Iterable[int]) -> _Step[Rule]:
        nodes = [(goal, self._nodes[goal]) for goal in goals]
        return _Step(
            rules=[rule for _, node in nodes for rule in node.rules],
            on=self._state(tuple(goal for goal, node in nodes if node.edges)),
            later=self._state(tuple(node.gap for _, node in nodes if node.gap >= 0)),
        )

    def _grow(self, parts: Sequence[str], rule: Rule) -> None:
        place = 0
        for part in parts[parts[0] == "^" :]:
            if part == ".":
                break
            node = self._nodes[place]
            place = self._beyond(node) if part == "..." else self._beside(node, part)
        self._nodes[place].rules.append((rule, parts[0] == "^", parts[-1] == "."))

    def _beyond(self, node: _Node[Rule]) -> int:
        if node.gap < 0:
            node.gap = self._new()
        return node.gap

    def _beside(self, node: _Node[Rule], part: str) -> int:
        if part not in node.parts:
            node.parts[part] = self._new()
            for kind in part.split("|"):
                self.kinds.add(kind)
                node.edges[kind].append(node.parts[part])
        return node.parts[part]

    def _new(self) -> int:
        self._nodes.append(_Node())
        return len(self._nodes) - 1


def _ended(rules: Iterable[_End[Rule]], words: Sequence[Word], start: int, end: int) -> list[Sighted[Rule]]:
    """The rules that end with the word before `end`."""
    last = words[end - 1].last
    return [
        Sighted(rule, start, end)
        for rule, begins, ends in rules
        if (last or not ends) and (not begins or _begins(words, start))
    ]


def _reach(words: Sequence[Word], place: int) -> range:
    """Where a row may go on after this word and `...`: in the same sentence."""
    last = min(place + 1 + GAP, len(words) - 1)
    while words[last].sentence != words[place].sentence:
        last -= 1
    return range(place + 1, last + 1)


def _begins(words: Sequence[Word], place: int) -> bool:
    """Whether a clause begins at this word."""
    return place == 0 or words[place - 1].last or words[place - 1].text in JOINING


def _choices(row: str) -> Iterator[list[str]]:
    """The row with and without each part in brackets."""
    optional = [(part[1:-1], None) if part[0] == "(" else (part,) for part in row.split()]
    for chosen in itertools.product(*optional):
        parts = [part for part in chosen if part is not None]
        if parts:
            yield parts
