"""Sentences with what they are, from the two files beside this one.

`danger_tuned.txt` is what the word lists are written against; `danger_kept.txt` was written before them and is never
tuned on. Both have the same author, so even the second flatters: new sentences score lower.
A line is `kind | language | sentence`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.understanding.danger import KINDS, Danger, read_danger

HERE = Path(__file__).parent
OTHERS = ("unclear", "look_alike", "ordinary")


@dataclass(frozen=True)
class Sentence:
    """A sentence, and the kind of danger it is, or one of `OTHERS`."""

    kind: str
    language: str
    text: str

    def read(self) -> Danger | None:
        """What the net says."""
        return read_danger(self.text)


@dataclass(frozen=True)
class Score:
    """Shares of one file's sentences, and what went wrong."""

    caught: float
    right_kind: float
    alarms_on_look_alikes: float
    heard_in_ordinary: float
    wrong: tuple[str, ...]

    def __str__(self) -> str:
        return (
            f"danger caught {self.caught:.1%} (kind right {self.right_kind:.1%}), alarms on look-alikes "
            f"{self.alarms_on_look_alikes:.1%}, anything said to ordinary lines {self.heard_in_ordinary:.1%}"
        )


def load(name: str) -> list[Sentence]:
    """The sentences of one file."""
    lines = (HERE / f"danger_{name}.txt").read_text(encoding="utf-8").splitlines()
    parts = [[part.strip() for part in line.split("|", 2)] for line in lines if line and line[0] != "#"]
    return [Sentence(*each) for each in parts]


def score(sentences: list[Sentence]) -> Score:
    """How the net does on them."""
    dangers = [(each, each.read()) for each in sentences if each.kind in KINDS]
    look_alikes = [(each, each.read()) for each in sentences if each.kind == "look_alike"]
    ordinary = [(each, each.read()) for each in sentences if each.kind == "ordinary"]
    caught = [(each, found) for each, found in dangers if found is not None and found.certain]
    missed = [each.text for each, found in dangers if found is None or not found.certain]
    alarms = [each.text for each, found in look_alikes if found is not None and found.certain]
    heard = [each.text for each, found in ordinary if found is not None]
    return Score(
        caught=len(caught) / len(dangers),
        right_kind=sum(found.kind == each.kind for each, found in caught) / len(dangers),
        alarms_on_look_alikes=len(alarms) / len(look_alikes),
        heard_in_ordinary=len(heard) / len(ordinary),
        wrong=(*missed, *alarms, *heard),
    )
