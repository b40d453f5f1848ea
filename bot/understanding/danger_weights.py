"""How much a message weighs towards danger, by weights that were learnt from the repository's own sentences.

Two sums are taken over the features of a message (`danger_features.py`): a plain one, and one of small vectors whose
places are read against each other (networks with one hidden layer), so that `dö` weighs less beside `skratt`. Both
lie in `danger_weights.tsv` beside this file, made by `scripts/train_danger.py`. A line is a feature: its plain weight
in hundredths, and its vector (half bytes, base64); lines that begin with `!` hold what all share. Which kind of danger
it is, a third sum tells (`danger_kinds.tsv`, in hundredths, in the order of `KINDS`).

A vector is kept as one long number with a lane for each place, so that vectors are added as fast as numbers are.
"""

from __future__ import annotations

import binascii
import struct
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple, TypeAlias

from bot.understanding.danger_features import (
    LEAST_OF_PART,
    WINDOW,
    features,
    meanings,
    pairs,
    parts,
    pieces,
    share_of,
    windows,
)
from bot.understanding.danger_net import KINDS, Caught, DangerKind, ideas

HERE = Path(__file__).parent
FILE, KINDS_FILE = HERE / "danger_weights.tsv", HERE / "danger_kinds.tsv"
SCALE = 100
ALONE = 2.0
"""Weight that is taken off where only a part of the message weighs so much: a joke is often half a sentence."""
NOTHING = -99.0
MOST_WORDS = 2_000
"""Words that are weighed: of more, both ends."""
ZERO, PLAIN_ZERO, LANE = 128, 1 << 15, 4
"""What stands for nought in a vector's byte and in the plain weight above it; bytes of a lane."""
LEVELS = tuple(round(ZERO + (place / 7) * abs(place / 7) ** 0.8 * (ZERO - 1)) for place in range(-7, 8))
"""What the half bytes of a vector stand for: fine near nought, coarse away from it."""
_LOW = bytes(LEVELS[min(byte & 15, 14)] for byte in range(256))
_HIGH = bytes(LEVELS[min(byte >> 4, 14)] for byte in range(256))
Row: TypeAlias = tuple[float, ...]


class Shared(NamedTuple):
    """What the weights have in common."""

    plain: float
    scale: float
    start: Row
    end: Row


class Sum(NamedTuple):
    """Vectors added up, and how many they are."""

    lanes: int
    vectors: int


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
    shared, _ = _weights()
    counted = _add([*map(_of_word, words), _of_names(pairs(words))])
    present = _of_names([*meanings(words, ideas), *(f"={each}" for each in said)])
    share = share_of(words)
    plain, hidden = _apart(counted, len(shared.end))
    plain_too, hidden_too = _apart(present, len(shared.end))
    places = zip(shared.start, shared.end, hidden, hidden_too, strict=True)
    bent = [
        end * raised
        for start, end, one, other in places
        if (raised := start + (one * share + other) / shared.scale) > 0
    ]
    return shared.plain + (share * plain + plain_too) / SCALE + sum(bent)


def kind_of(caught: Caught) -> DangerKind:
    """The kind of danger that the message is most like."""
    kinds = _kinds()
    sums = list(kinds["!start"])
    for name, value in features(caught.words[:WINDOW], ideas, says(caught)).items():
        row = kinds.get(name)
        if row is not None:
            sums = [total + each * value for total, each in zip(sums, row, strict=True)]
    return KINDS[sums.index(max(sums))]


@lru_cache(maxsize=20_000)
def _of_word(word: str) -> Sum:
    return _of_names(pieces(word))


def _of_names(names: Iterable[str]) -> Sum:
    _, weights = _weights()
    known = [
        packed if isinstance(packed, int) else _unpacked(name)
        for name in names
        if (packed := weights.get(name)) is not None
    ]
    return Sum(sum(known), len(known))


def _add(sums: Sequence[Sum]) -> Sum:
    return Sum(sum(each.lanes for each in sums), sum(each.vectors for each in sums))


def _apart(total: Sum, places: int) -> tuple[int, list[int]]:
    """The plain sum, in hundredths, and the sum at each place of the vectors."""
    taken = total.vectors * ZERO
    *lanes, plain = struct.unpack(f"<{places + 1}I", total.lanes.to_bytes(LANE * (places + 1), "little"))
    return plain - total.vectors * PLAIN_ZERO, [lane - taken for lane in lanes]


def _unpacked(name: str) -> int:
    """A feature's weights as one number, and kept as that from now on."""
    shared, weights = _weights()
    plain, code = str(weights[name]).split("\t")
    lanes = bytearray(LANE * len(shared.end))
    halves = binascii.a2b_base64(code + "==")
    lanes[:: 2 * LANE], lanes[LANE :: 2 * LANE] = halves.translate(_LOW), halves.translate(_HIGH)
    packed = int.from_bytes(lanes, "little") + ((int(plain) + PLAIN_ZERO) << 8 * len(lanes))
    weights[name] = packed
    return packed


@cache
def _weights() -> tuple[Shared, dict[str, int | str]]:
    """What all share, and the weights, each as it stands in the file until it is asked for."""
    lines = (line.partition("\t") for line in FILE.read_text("utf-8").splitlines())
    weights: dict[str, int | str] = {name: rest for name, _, rest in lines}
    plain, scale, start, end = (_numbers(weights.pop(f"!{name}")) for name in Shared._fields)
    return Shared(plain[0], scale[0], start, end), weights


@cache
def _kinds() -> dict[str, Row]:
    lines = (line.split("\t") for line in KINDS_FILE.read_text("utf-8").splitlines())
    return {name: tuple(each / SCALE for each in _numbers(rest)) for name, rest in lines}


def _numbers(text: int | str) -> Row:
    return tuple(map(float, str(text).split()))
