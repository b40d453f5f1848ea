"""A message as a row of tokens, each with what its word can mean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

from bot.understanding.times.lexicon import Hit, Lexicon, lexicon

LONGEST = 5_000
"""Characters that are read: Telegram's limit is 4,096."""
_LEAST_SLIP, _LONGEST_SLIP = 3, 12
"""Folded letters of an unknown word that may be a slip."""
_TWO_DIGITS = 2
_SHORT_FORM = 5
"""Letters that a word has at most which a full stop shortens."""
IN_A_ROW = 5
"""Little words that are passed over before a time (`typ kanske vid`)."""
_SPEECH = [
    "can",
    "ask",
    "fits",
    "subjects",
    "nobody",
    "openers",
    "move",
    "visit",
    "visits",
    "it",
    "but",
    "correct",
    "nor",
    "if",
    "agreed",
    "costs",
    "later_on",
    "sooner",
    "put_off",
    "bring_forward",
]
_TOLD = ["past_tense", "told", "told_by_somebody", "reported"]
_BESIDE = [
    "after_clock",
    "after_amount",
    "before_label",
    "filler",
    "not_really",
    "not_close",
    "swapped_for",
    "becomes",
    "same_hour",
    "so_come",
    "out_or_in",
]
NO_BEGINNING = frozenset([*_SPEECH, *_TOLD, *_BESIDE])
"""Kinds of word that no time, nor anything that only looks like one, begins with."""
_TOKEN = re.compile(
    r"(?P<number>\d+)"
    r"|(?P<initials>(?<![^\W\d_])(?:[^\W\d_]\.){1,3}[^\W\d_](?![^\W\d_])\.?)"
    r"|(?P<word>[^\W\d_]+(?:['’´`][^\W\d_]{1,3})?)"
    r"|(?P<line>\n)"
    r"|(?P<sign>[^\w\s]|_)"
)
_NOT_TIMES = re.compile(
    r"https?://\S+|\S{1,64}@\S+"
    r"|(?<![\d.:/-])(?:\+|00)\d\d[ -]?\d[\d -]{6,14}"
    r"|(?<![\d.:/-])(?:0\d{1,3}(?:[ -]\d{2,3}){2,4}|\d\d(?: \d\d){3}|\d{3} \d\d \d{3})(?!\d)"
    r"|(?<![\d.:])\d(?:[\d ]{0,9}\d)?(?:[,.]\d\d)?(?::-|,-)"
    r"|(?<!\d)24\s?/\s?7(?!\d|[/-]\d)"
    r"|[$€£]\s?\d+|\d{1,9}\s?[$€£%]"
)
"""Links, addresses, telephone numbers and prices: digits in them are never times."""
_MAY_BE_SUCH = re.compile(r"[\d@]|://")
"""What each of them holds."""


class Token(NamedTuple):
    """A word, a run of digits or a sign, and where it stands."""

    text: str
    kind: str
    start: int
    end: int
    key: str
    spaced: bool
    """Whether a space or nothing stands before it."""


class Line:
    """The tokens of a message; `at` tells what begins at one of them."""

    def __init__(self, text: str, lang: str, words: Lexicon | None = None) -> None:
        words = words or lexicon()
        self.lang = lang
        self.text = unicodedata.normalize("NFC", text[:LONGEST])
        self.tokens = _tokens(self.text, words)
        keys = [token.key for token in self.tokens]
        self._senses = _senses(keys, words)
        if self._mend(keys, words):
            self._senses = _senses(keys, words)
        self._digits = {
            place: token.text for place, token in enumerate(self.tokens) if token.kind == "number"
        }
        self.kinds: frozenset[str] = frozenset().union(*self._senses.values())
        """All kinds of word in it, wherever they stand."""

    def _mend(self, keys: list[str], words: Lexicon) -> bool:
        """Put little words in the place of slips that what stands beside them shows; whether there were any."""
        mended = False
        for place, token in enumerate(self.tokens):
            if (
                token.kind != "word"
                or place in self._senses
                or not _LEAST_SLIP <= len(token.key) <= _LONGEST_SLIP
            ):
                continue
            before, after = self._kinds(place - 1), self._kinds(place + 1)
            meant = words.in_company(token.key, before, after) if before or after else ""
            if meant:
                keys[place], mended = meant, True
                self.tokens[place] = token._replace(key=meant)
        return mended

    def _kinds(self, place: int) -> tuple[str, ...]:
        """The kinds of word that stand at a place."""
        if not 0 <= place < len(self.tokens):
            return ()
        return ("digits",) if self.tokens[place].kind == "number" else tuple(self._senses.get(place, ()))

    def __len__(self) -> int:
        return len(self.tokens)

    def at(self, place: int, *kinds: str) -> Hit | None:
        """The longest of these kinds of word that begins here."""
        senses = self._senses.get(place)
        if senses is None:
            return None
        if len(kinds) == 1:
            return senses.get(kinds[0])
        best: Hit | None = None
        for kind in kinds:
            if kind in senses:
                found = senses[kind]
                if best is None or found.end > best.end:
                    best = found
        return best

    def may(self, place: int, kinds: frozenset[str]) -> bool:
        """Whether a word of these kinds (or `digits`) stands here: a quick look that saves a closer one."""
        senses = self._senses.get(place)
        if senses is not None and not kinds.isdisjoint(senses):
            return True
        return "digits" in kinds and place in self._digits

    def after(self, place: int, *kinds: str) -> int:
        """The place after one of these words, if one stands here; else the same place."""
        hit = self.at(place, *kinds)
        return hit.end if hit else place

    def begins(self, place: int) -> bool:
        """Whether anything that matters to a time can begin here."""
        senses = self._senses.get(place)
        return (senses is not None and not NO_BEGINNING.issuperset(senses)) or place in self._digits

    def known(self, place: int) -> bool:
        """Whether the word here is in the data files, as a word of its own or the first of several."""
        return place in self._senses

    def past(self, place: int, *kinds: str) -> int:
        """The place after all of these words that stand here in a row, up to a few."""
        for _ in range(IN_A_ROW):
            hit = self.at(place, *kinds)
            if hit is None:
                break
            place = hit.end
        return place

    def before(self, place: int, *kinds: str) -> bool:
        """Whether one of these words ends just before this place."""
        for start in range(place - 4, place):
            if start in self._senses:
                hit = self.at(start, *kinds)
                if hit is not None and hit.end == place:
                    return True
        return False

    def sign(self, place: int, signs: str) -> bool:
        """Whether one of these signs stands here."""
        token = self.token(place)
        return token is not None and token.kind == "sign" and token.text in signs

    def glued(self, place: int) -> bool:
        """Whether nothing stands between this token and the one before."""
        token = self.token(place)
        return token is not None and place > 0 and not token.spaced

    def one_word(self, first: int, second: int) -> bool:
        """Whether both tokens were typed as one word (`torsdagskväll`)."""
        one, other = self.token(first), self.token(second)
        return one is not None and other is not None and one.start == other.start

    def digits(self, place: int) -> str:
        """The digits that stand here, or nothing."""
        return self._digits.get(place, "")

    def token(self, place: int) -> Token | None:
        """The token here, if there is one."""
        return self.tokens[place] if 0 <= place < len(self.tokens) else None

    def stops(self, place: int) -> bool:
        """Whether a sentence ends here."""
        token = self.token(place)
        if token is None or token.text in "\n!?…;":
            return True
        following = self.token(place + 1)
        return token.text == "." and (following is None or (following.spaced and not self._shortened(place)))

    def _shortened(self, place: int) -> bool:
        """Whether the full stop here belongs to a short form within a time (`tors. 26 nov. kl. 10`) or an ordinal."""
        word, following = self.token(place - 1), self.token(place + 1)
        if word is None or following is None or len(word.text) > _SHORT_FORM or not self.glued(place):
            return False
        if word.kind == "number" and len(word.text) <= _TWO_DIGITS:
            return following.kind == "word" and following.text[0].islower()
        if (
            self.at(place - 1, "weekdays_short", "weekdays_beside_numbers", "months", "clock", "around")
            is None
        ):
            return False
        if following.kind == "number":
            return True
        return self.at(place + 1, "months", "clock", "parts", "the") is not None


def _senses(keys: list[str], words: Lexicon) -> dict[int, Mapping[str, Hit]]:
    """What begins at each place, for those at which anything does."""
    every = ((place, words.senses(keys, place)) for place in range(len(keys)))
    return {place: senses for place, senses in every if senses}


def _tokens(text: str, words: Lexicon) -> list[Token]:
    masks = [found.span() for found in _NOT_TIMES.finditer(text)] if _MAY_BE_SUCH.search(text) else []
    tokens: list[Token] = []
    end, mask = 0, 0
    for match in _TOKEN.finditer(text):
        start = match.start()
        while mask < len(masks) and masks[mask][1] <= start:
            mask += 1
        masked = mask < len(masks) and masks[mask][0] <= start
        kind = "masked" if masked else str(match.lastgroup)
        spaced = start > end or start == 0
        end = match.end()
        for count, key in enumerate(_keys(match.group(), kind, words)):
            tokens.append(Token(match.group(), kind, start, end, key, spaced if count == 0 else True))
    return tokens


def _keys(text: str, kind: str, words: Lexicon) -> tuple[str, ...]:
    if kind == "word":
        return words.keys(text)
    if kind == "initials":
        return words.keys(text.replace(".", ""))
    return ("#",) if kind == "masked" else (text.lstrip("0") or "0",) if kind == "number" else (text,)
