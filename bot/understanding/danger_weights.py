"""How much a message weighs towards danger, by weights that were learnt from the repository's own sentences.

Two sums are taken over the features of a message (`danger_features.py`): a plain one, and one of small vectors whose
places are read against each other (networks with one hidden layer), so that `dö` weighs less beside `skratt`. Both
lie in `danger_weights.tsv` beside this file, made by `scripts/train_danger.py`. A line is a feature: its plain weight
in hundredths, and its vector (half bytes, base64); lines that begin with `!` hold what all share. Which kind of danger
it is, a third sum tells (`danger_kinds.tsv`, in hundredths, in the order of `KINDS`).

Both lie side by side in one row (`sums.py`), the plain weight last.
"""

from __future__ import annotations

import binascii
import itertools
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeAlias

from bot.understanding.danger_features import (
    LEAST_OF_PART,
    WINDOW,
    meanings,
    pairs,
    parts,
    pieces,
    share_of,
    windows,
)
from bot.understanding.danger_net import KINDS, Caught, DangerKind, ideas
from bot.understanding.sums import LANE, Rows
from bot.understanding.topics import topics

HERE = Path(__file__).parent
FILE, KINDS_FILE = HERE / "danger_weights.tsv", HERE / "danger_kinds.tsv"
SCALE = 100
ALONE = 2.0
"""Weight that is taken off where only a part of the message weighs so much: a joke is often half a sentence."""
NOTHING = -99.0
MOST_WORDS = 2_000
"""Words that are weighed: of more, both ends."""
ZERO, PLAIN_ZERO = 128, 1 << 15
"""What stands for nought in a vector's byte, and in the plain weight."""
LEVELS = tuple(round(ZERO + (place / 7) * abs(place / 7) ** 0.8 * (ZERO - 1)) for place in range(-7, 8))
"""What the half bytes of a vector stand for: fine near nought, coarse away from it."""
_LOW = bytes(LEVELS[min(byte & 15, 14)] for byte in range(256))
_HIGH = bytes(LEVELS[min(byte >> 4, 14)] for byte in range(256))
_SHARED = ("plain", "scale", "start", "end")
"""The lines of what all share; a weight of 1 is `scale` steps of a vector."""
Row: TypeAlias = tuple[float, ...]


class Shared(NamedTuple):
    """What the weights have in common; `start` and `end` in steps of a vector."""

    plain: float
    start: Row
    end: Row


def says(caught: Caught) -> list[str]:
    """What the phrases and signs found, as features."""
    danger = caught.danger
    named = [] if danger is None else [f"{danger.kind} {danger.certain}", f"any {danger.certain}"]
    return [*named, *caught.sorts, *caught.signs]


def weigh(caught: Caught) -> float:
    """The heaviest stretch of the message: the higher, the more it is like danger."""
    said = says(caught)
    words = caught.words if len(caught.words) <= MOST_WORDS else _ends(caught.words)
    return max(
        *(weigh_stretch(stretch, said) for stretch in windows(words)),
        *(weigh_stretch(part, said) - ALONE for part in parts(caught.words, caught.breaks)),
        NOTHING,
    )


def weigh_clause(caught: Caught) -> float:
    """The weight of what stands between signs around the danger: a joke in one clause says nothing of the next."""
    start = max((each for each in caught.breaks if each <= caught.at), default=0)
    end = min((each for each in caught.breaks if each > caught.at), default=len(caught.words))
    words = caught.words[start:end][:WINDOW]
    return weigh_stretch(words, says(caught)) if LEAST_OF_PART <= len(words) < len(caught.words) else NOTHING


def _ends(words: Sequence[str]) -> Sequence[str]:
    return [*words[: MOST_WORDS // 2], *words[-MOST_WORDS // 2 :]]


def weigh_stretch(words: Sequence[str], said: Sequence[str]) -> float:
    """The weight of `features`, with the words' own sums remembered."""
    shared, rows = _weights()
    counted = rows.of(pairs(words), words)
    present = rows.of([*meanings(words, ideas), *(f"={each}" for each in said)])
    share, many = share_of(words), len(shared.end)
    *hidden, plain = counted.places(many + 1)
    *hidden_too, plain_too = present.places(many + 1)
    all_rows = share * counted.rows + present.rows
    nothing = ZERO * all_rows
    places = zip(shared.start, shared.end, hidden, hidden_too, strict=True)
    bent = sum(
        [
            end * (raised - nothing)
            for start, end, one, other in places
            if (raised := start + one * share + other) > nothing
        ]
    )
    return shared.plain + (share * plain + plain_too - PLAIN_ZERO * all_rows) / SCALE + bent


def meet(word: str) -> None:
    """Look a folded word up now, so that a message that holds it need not wait."""
    _, rows = _weights()
    rows.of_word(word)
    topics(word)


def kind_of(caught: Caught) -> DangerKind:
    """The kind of danger that the message is most like, by its words, their topics and what the phrases say."""
    kinds = _kinds()
    sums = list(kinds["!start"])
    words = caught.words[:WINDOW]
    named = {*itertools.chain(*map(topics, words)), *(f"={each}" for each in says(caught))}
    counted = [(f"#{word}", share_of(words)) for word in words]
    for name, value in (*counted, *((each, 1.0) for each in named)):
        row = kinds.get(name)
        if row is not None:
            sums = [total + each * value for total, each in zip(sums, row, strict=True)]
    return KINDS[sums.index(max(sums))]


def _packed(written: str) -> int:
    """A row of what stands in the file."""
    plain, _, code = written.partition("\t")
    halves = binascii.a2b_base64(code + "==")
    row = bytearray(2 * LANE * len(halves))
    row[:: 2 * LANE], row[LANE :: 2 * LANE] = halves.translate(_LOW), halves.translate(_HIGH)
    row += (int(plain) + PLAIN_ZERO).to_bytes(LANE, "little")
    return int.from_bytes(row, "little")


@cache
def _weights() -> tuple[Shared, Rows]:
    """What all share, and the weights."""
    lines = (line.partition("\t") for line in FILE.read_text("utf-8").splitlines())
    weights: dict[str, int | str] = {name: rest for name, _, rest in lines}
    (plain,), (scale,), start, end = (_numbers(str(weights.pop(f"!{name}"))) for name in _SHARED)
    shared = Shared(plain, tuple(each * scale for each in start), tuple(each / scale for each in end))
    return shared, Rows(weights, _packed, pieces)


@cache
def _kinds() -> dict[str, Row]:
    lines = (line.split("\t") for line in KINDS_FILE.read_text("utf-8").splitlines())
    return {name: tuple(each / SCALE for each in _numbers(rest)) for name, rest in lines}


def _numbers(text: str) -> Row:
    return tuple(map(float, text.split()))
