"""The phrases of danger in a message, and those that look like danger and are not.

The words lie in `danger.toml` of each language's folder, those that are alike in all languages in `danger.toml`
beside this file; all are always read. What the phrases do not know, `danger_weights.py` weighs.

How the answer is found: every phrase in the message is looked up; look-alikes (`dö av skratt`) strike out the
danger they touch, unless the danger says more than they do; a longer phrase wins over a shorter one inside it; a
frame (a film, a dream, long ago) takes the alarm from what stands in its sentence, unless a `now` breaks it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeAlias, get_args

from bot.understanding.danger_features import are_grave, signs
from bot.understanding.fold import Word, words
from bot.understanding.phrases import Found, Phrases
from bot.understanding.topics import known

DangerKind: TypeAlias = Literal[
    "fire", "violence", "overdose", "medical", "other_person", "suicide", "self_harm", "farewell"
]
KINDS: tuple[DangerKind, ...] = get_args(DangerKind)
"""In the order of what is named when a message holds several: what harms within minutes first."""

_HERE = Path(__file__).parent
_FILES = ("danger.toml", "sv/danger.toml", "nb/danger.toml", "nn/danger.toml", "en/danger.toml")
_Sort: TypeAlias = Literal["certain", "unclear", "alone", "look_alike", "frame", "now", "present"]
_OF_DANGER: tuple[_Sort, ...] = ("certain", "unclear", "alone")
_OF_NONE: tuple[_Sort, ...] = ("look_alike", "frame", "now", "present")
_OWN = ("i", "me")
"""Slots whose words say that the message is about the one who writes."""
_DENIALS = ("not", "never", "none")
"""Slots whose words before a danger may deny it."""
_DENIED_FROM = 4
"""Words between which and the danger a denial may stand."""
HARMLESS = "harmless"
"""Said of a message that is a look-alike from end to end, or digits and nothing more."""
_TELEPHONE = re.compile(r"(?<!\d)\+?(?:\d[ -]?){7,14}\d(?!\d)")
"""A telephone number: its digits are no doses."""
_TO_ONESELF = ("suicide", "self_harm")


@dataclass(frozen=True, slots=True)
class Danger:
    """What a message can be read as. `certain` decides between the card and one quiet line."""

    kind: DangerKind
    certain: bool


class _Rule(NamedTuple):
    """What a phrase in the files stands for: a danger, or what takes one away."""

    sort: _Sort
    kind: DangerKind | None = None


_Match: TypeAlias = Found[_Rule]


@dataclass(frozen=True, slots=True)
class Caught:
    """What the phrases say of a message, and the words they were looked for in."""

    danger: Danger | None
    words: tuple[str, ...]
    sorts: frozenset[str]
    """The sorts of all phrases in it, standing or struck out."""
    breaks: tuple[int, ...]
    """Where signs divide the words."""
    signs: tuple[str, ...] = ()
    """What the signs themselves say: a question, laughter."""
    at: int = 0
    """The word at which the danger begins."""


def catch(text: str) -> Caught:
    """The gravest danger that a phrase in the message names, whatever its language."""
    net, own, denials = _net()
    message = net.spread(words(_TELEPHONE.sub(" ", text)))
    matches = net.find(message)
    look_alikes = [match for match in matches if match.rule.sort == "look_alike"]
    found = [
        (Danger(match.rule.kind, certain), match.start)
        for match in _standing(matches, look_alikes, message, net)
        if match.rule.kind and (certain := _certain(match, matches, message, own)) is not None
    ]
    gravest, at = min(found, key=lambda each: _gravity(each[0]), default=(None, 0))
    sorts: set[str] = {match.rule.sort for match in matches}
    if gravest is not None and _denied(message, at, denials):
        sorts.add("denied")
    said = signs(text)
    if not are_grave(said) and (
        all(word.text.isdigit() for word in message)
        or any(_is_all(match, message, net) for match in look_alikes)
    ):
        sorts.add(HARMLESS)
    return Caught(
        gravest,
        tuple(word.text for word in message),
        frozenset(sorts),
        tuple(place for place, word in enumerate(message, 1) if word.last),
        said,
        at,
    )


def _denied(message: Sequence[Word], at: int, denials: frozenset[str]) -> bool:
    """Whether a denial stands before the danger and no sign between them."""
    for word in reversed(message[max(0, at - _DENIED_FROM) : at]):
        if word.last:
            return False
        if word.text in denials:
            return True
    return False


def _gravity(danger: Danger) -> tuple[bool, int]:
    return not danger.certain, KINDS.index(danger.kind)


def ideas(word: str) -> tuple[str, ...]:
    """The slots a folded word may fill (`<die>`), slips forgiven."""
    return _net()[0].slots_of(word)


def meet(word: str) -> None:
    """Look a folded word up now, so that a message that holds it need not wait."""
    _net()[0].meet(word)


def _standing(
    matches: Sequence[_Match], look_alikes: Sequence[_Match], message: Sequence[Word], net: Phrases[_Rule]
) -> Iterator[_Match]:
    """Dangers that no look-alike strikes out and no longer danger covers."""
    dangers = [m for m in matches if m.rule.kind and (m.rule.sort != "alone" or _is_all(m, message, net))]
    for match in dangers:
        struck = any(match.overlaps(other) and not other.within(match) for other in look_alikes)
        if not struck and not any(match.within(other) for other in dangers):
            yield match


def _is_all(match: _Match, message: Sequence[Word], net: Phrases[_Rule]) -> bool:
    """Whether the match is the whole message, fillers aside."""
    return all(net.filler(word) for word in [*message[: match.start], *message[match.end :]])


def _certain(
    match: _Match, matches: Sequence[_Match], message: Sequence[Word], own: frozenset[str]
) -> bool | None:
    """Whether a danger is certain; None when the frame it stands in takes it away."""
    if not _framed(match, matches, message):
        return match.rule.sort == "certain"
    about_me = any(word.text in own for word in message[max(0, match.start - 2) : match.end])
    return False if about_me and match.rule.kind in _TO_ONESELF else None


def _framed(match: _Match, matches: Sequence[_Match], message: Sequence[Word]) -> bool:
    """Whether the danger is told of (a film, a dream, long ago) and not of now."""
    if match.rule.kind in _TO_ONESELF and any(
        now.within(match) for now in matches if now.rule.sort == "present"
    ):
        return False
    sentence = message[match.start].sentence
    beside = [m for m in matches if sentence in (message[m.start].sentence, message[m.end - 1].sentence)]
    frames = [m for m in beside if m.rule.sort == "frame"]
    nows = [m for m in beside if m.rule.sort == "now" and m.start < match.end]
    for frame in frames:
        since = frame.start if frame.start <= match.start else 0
        if not any(now.start >= since and not now.overlaps(frame) for now in nows):
            return True
    return False


@cache
def _net() -> tuple[Phrases[_Rule], frozenset[str], frozenset[str]]:
    """The phrases of all files in one tree, the words for the one who writes, and those that deny."""
    files = [tomllib.loads((_HERE / name).read_text(encoding="utf-8")) for name in _FILES]
    slots: dict[str, list[str]] = {}
    for each in files:
        for name, forms in each.get("slots", {}).items():
            slots.setdefault(name, []).extend(forms)
    phrases = [pair for each in files for pair in _phrases(each)]
    kept = {name: _listed(files, name) for name in ("not_typos", "not_joints")}
    net = Phrases(phrases, slots, _listed(files, "fillers"), pieces=known(), **kept)
    own, denials = (
        frozenset(word.text for name in names for form in slots[name] for word in words(form))
        for names in (_OWN, _DENIALS)
    )
    return net, own, denials


def _phrases(file: dict[str, Any]) -> Iterator[tuple[str, _Rule]]:
    for kind in KINDS:
        section = file.get(kind, {})
        for sort in _OF_DANGER:
            yield from ((phrase, _Rule(sort, kind)) for phrase in section.get(sort, ()))
    for sort in _OF_NONE:
        yield from ((phrase, _Rule(sort)) for phrase in file.get(sort, {}).get("phrases", ()))


def _listed(files: Sequence[dict[str, Any]], name: str) -> list[str]:
    return [word for each in files for word in each.get("words", {}).get(name, ())]
