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


class Hit(NamedTuple, Generic[Rule]):
    """A row that was found, and the words it covers."""

    rule: Rule
    start: int
    end: int


_Way: TypeAlias = tuple[int, int, int]
"""How far one row has come: its node, the word it began at, and the fillers passed over. A plain tuple: there are
many."""


@dataclass(slots=True)
class _Node(Generic[Rule]):
    parts: dict[str, int] = field(default_factory=dict)
    edges: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    gap: int = -1
    rules: list[tuple[Rule, bool, bool]] = field(default_factory=list)
    """Rules that end here, each with whether it begins a clause, and whether nothing may follow."""


class Rows(Generic[Rule]):
    """Many rows, each with a rule. `kinds` are all that they ask for: `<visit>`, and words of their own."""

    def __init__(self, rows: Iterable[tuple[str, Rule]]) -> None:
        self._nodes: list[_Node[Rule]] = [_Node()]
        self.kinds: set[str] = set()
        for row, rule in rows:
            for parts in _choices(row):
                self._grow(parts, rule)

    def find(self, words: Sequence[Word], spans: Iterable[Span], fillers: Collection[int]) -> set[Hit[Rule]]:
        """Every row in a message, given the kinds of its words and the places of its fillers."""
        kinds: list[dict[str, list[int]]] = [{} for _ in words]
        for kind, start, end in spans:
            if kind in self.kinds:
                kinds[start].setdefault(kind, []).append(end)
        ways: list[set[_Way]] = [set() for _ in range(len(words) + 1)]
        found: set[Hit[Rule]] = set()
        for place, here in enumerate(kinds):
            for way in ((0, place, 0), *itertools.islice(ways[place], MOST)):
                node, start, skips = way
                edges = self._nodes[node].edges
                for kind in edges if len(edges) < len(here) else here:
                    if kind in edges and kind in here:
                        for end in here[kind]:
                            self._arrive(edges[kind], way, end, words, (ways, found))
                if node and skips < SKIPS and place in fillers:
                    ways[place + 1].add((node, start, skips + 1))
        return found

    def _arrive(
        self,
        goals: Iterable[int],
        way: _Way,
        end: int,
        words: Sequence[Word],
        so_far: tuple[Sequence[set[_Way]], set[Hit[Rule]]],
    ) -> None:
        """Add to the ways and the rows found so far what a way comes to with the words before `end`."""
        _, start, skips = way
        ways, found = so_far
        before = words[end - 1]
        for goal in goals:
            node = self._nodes[goal]
            for rule, first, last in node.rules:
                if (before.last or not last) and (not first or _begins(words, start)):
                    found.add(Hit(rule, start, end))
            if node.edges:
                ways[end].add((goal, start, skips))
            if node.gap >= 0:
                for place in range(end, min(end + GAP + 1, len(words))):
                    if words[place].sentence != before.sentence:
                        break
                    ways[place].add((node.gap, start, skips))

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
