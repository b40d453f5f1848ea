"""Which kinds a word is of: `avboka` is `<cancel>`, `lämna återbud` too, and `avbka` is taken for `avboka`.

A kind is a slot of the data files (`<cancel>`), or a word that a phrase names itself (`gdpr`, `sparat*`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from bot.understanding.fold import Word, fold, words
from bot.understanding.intents import together
from bot.understanding.intents.rows import Span
from bot.understanding.labels import Labels

_JOINTS = ("i", "me", "not", "want", "can", "you")
"""Slots with the words that people in a hurry write together with the next one (`kanni`)."""
_MOST = 2_000
"""Words that are read: a message has no more than 4,096 letters. Of anything longer, both ends are read."""


class Vocabulary:
    """The words of all languages, each with its kinds."""

    def __init__(
        self,
        slots: Mapping[str, Iterable[str]],
        named: Iterable[str],
        fillers: Iterable[str],
    ) -> None:
        self._labels = Labels()
        self._longer: dict[str, dict[str, list[tuple[tuple[str, ...], str]]]] = {}
        """Forms of several words: by the first, then by the second (`""` where that is only a beginning)."""
        self._fillers = frozenset(map(fold, fillers))
        self._whole = {fold(form) for forms in slots.values() for form in forms}
        """Words that are written as they are."""
        apart: set[str] = set(self._fillers)
        for name in named:
            self._labels.add(name, name)
        for slot, forms in slots.items():
            for form in forms:
                first, *rest = form.split()
                if rest:
                    head, tail = fold(first), tuple(map(fold, rest))
                    apart.update((head, *tail))
                    beside = "" if tail[0].endswith("*") else tail[0]
                    self._longer.setdefault(head, {}).setdefault(beside, []).append((tail, f"<{slot}>"))
                else:
                    self._labels.add(form, f"<{slot}>")
        joints = [fold(form) for slot in _JOINTS for form in slots[slot] if " " not in form]
        self._labels.close(apart, (), joints)
        self._apart = lru_cache(maxsize=20_000)(self._take_apart)

    def read(self, text: str) -> list[Word]:
        """The words of a text; those that were run together (`kanni`) are taken apart."""
        found: list[Word] = []
        said = words(text)
        if len(said) > _MOST:
            said = [*said[: _MOST // 2], *said[-_MOST // 2 :]]
        for word in said:
            parts = () if word.text in self._longer else self._apart(word.text)
            found.extend(Word(part, word.sentence) for part in parts[:-1])
            found.append(word._replace(text=parts[-1]) if parts else word)
        return found

    def meet(self, word: str) -> None:
        """Look a folded word up now, so that a message that holds it need not wait."""
        self._apart(word)  # looks its kinds up too

    def _take_apart(self, word: str) -> tuple[str, ...]:
        """The known words that were run together to this one."""
        return self._labels.apart(word) or (() if word in self._whole else together.apart(word))

    def kinds(self, message: Sequence[Word]) -> Iterator[Span]:
        """The kinds of each word, and of several that make one form. Only a word of no kind may be a slip."""
        covered = 0
        for place, word in enumerate(message):
            for rest, kind in self._begun(message, place):
                end = place + 1 + len(rest)
                if end <= len(message) and all(map(_is, message[place + 1 : end], rest)):
                    covered = max(covered, end)
                    yield kind, place, end
            exact, near = self._labels.of(word.text)
            for kind in exact or (() if place < covered else near):
                yield kind, place, place + 1

    def _begun(self, message: Sequence[Word], place: int) -> Sequence[tuple[tuple[str, ...], str]]:
        """The forms of several words that this word and the next may begin."""
        forms = self._longer.get(message[place].text)
        if forms is None or place + 1 == len(message):
            return ()
        return (*forms.get(message[place + 1].text, ()), *forms.get("", ()))

    def fillers(self, message: Sequence[Word]) -> frozenset[int]:
        """The places of words that carry nothing by themselves."""
        return frozenset(place for place, word in enumerate(message) if word.text in self._fillers)


def _is(word: Word, form: str) -> bool:
    """Whether a word is the form (`besök*` is a beginning)."""
    return word.text.startswith(form[:-1]) if form.endswith("*") else word.text == form
