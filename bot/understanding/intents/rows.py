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
"""Rows that may be under way at one word; more come from nothing that people write."""
JOINING = frozenset(map(fold, ("och", "og", "men", "samt", "fast", "and", "but", "plus", "sen", "så")))
"""Words that begin another clause."""


class Sighted(NamedTuple, Generic[Rule]):
    """A rule and the words it covers: `start` to `end`, end exclusive."""

    rule: Rule
    start: int
    end: int


_Way: TypeAlias = tuple[int, int, int]
"""How far one row has come: its node, the word it began at, and the fillers passed over. A plain tuple: there are
many."""
_End: TypeAlias = tuple[Rule, bool, bool]
"""A rule that ends here, whether it begins a clause, and whether nothing may follow."""


@dataclass(slots=True)
class _Node(Generic[Rule]):
    parts: dict[str, int] = field(default_factory=dict)
    edges: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    gap: int = -1
    rules: list[_End[Rule]] = field(default_factory=list)


@dataclass(slots=True)
class _Step(Generic[Rule]):
    """All that one kind of word leads to from a node: rules that end, and nodes that go on at once or after a gap."""

    rules: list[_End[Rule]]
    on: list[int]
    later: list[int]


class Rows(Generic[Rule]):
    """Many rows, each with a rule. `kinds` are all that they ask for: `<visit>`, and words of their own."""

    def __init__(self, rows: Iterable[tuple[str, Rule]]) -> None:
        self._nodes: list[_Node[Rule]] = [_Node()]
        self.kinds: set[str] = set()
        for row, rule in rows:
            for parts in _choices(row):
                self._grow(parts, rule)
        self._steps = [
            {kind: self._step(goals) for kind, goals in node.edges.items()} for node in self._nodes
        ]

    def find(
        self, words: Sequence[Word], spans: Iterable[Span], fillers: Collection[int]
    ) -> set[Sighted[Rule]]:
        """Every row in a message, given the kinds of its words and the places of its fillers."""
        kinds: list[dict[str, list[int]]] = [{} for _ in words]
        for kind, start, end in spans:
            if kind in self.kinds:
                kinds[start].setdefault(kind, []).append(end)
        ways: list[set[_Way]] = [set() for _ in range(len(words) + 1)]
        reach = [_reach(words, place) for place in range(len(words))]
        found: set[Sighted[Rule]] = set()
        for place, here in enumerate(kinds):
            for node, start, skips in ((0, place, 0), *itertools.islice(ways[place], MOST)):
                steps = self._steps[node]
                for kind in here:
                    if kind in steps:
                        step = steps[kind]
                        for end in here[kind]:
                            if step.rules:
                                found.update(_ended(step.rules, words, start, end))
                            for goal in step.on:
                                ways[end].add((goal, start, skips))
                            if step.later:
                                later = [(goal, start, skips) for goal in step.later]
                                for beyond in reach[end - 1]:
                                    ways[beyond].update(later)
                if node and skips < SKIPS and place in fillers:
                    ways[place + 1].add((node, start, skips + 1))
        return found

    def _step(self, goals: Iterable[int]) -> _Step[Rule]:
        nodes = [(goal, self._nodes[goal]) for goal in goals]
        return _Step(
            rules=[rule for _, node in nodes for rule in node.rules],
            on=[goal for goal, node in nodes if node.edges],
            later=[node.gap for _, node in nodes if node.gap >= 0],
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
