"""Sentences written again as people in a hurry write them: letters lost or swapped, words run together, dialect.

What is learnt from these copies holds for slips that nobody wrote down. The same sentence always gets the same slips.
"""

from __future__ import annotations

import random
import re
from zlib import crc32

HELLO = ("hej, ", "hei, ", "hejsan! ", "du, ", "hallå, ", "hallo, ", "snälla ")
GOODBYE = (
    " tack", " takk", " pls", " please", " 🙏", " 😊", " mvh {}", " hilsen {}", " hälsningar {}", " //{}"
)  # fmt: skip
FORMAL = (" Vennlig hilsen {}", " Med vänlig hälsning {}", " Venleg helsing {}")
NAMES = (
    *("Arne", "Birgit", "Solveig", "Gunnar", "Ingrid", "Ahmed", "Fatima", "Kjell", "Maja"),
    *("Torbjørn", "Linnea", "Oddvar", "Samira", "Tove", "Rune", "Ulla"),
)
SPOKEN = (
    *(("jag", "ja"), ("inte", "int"), ("det", "de"), ("är", "e"), ("och", "å"), ("att", "å"), ("mig", "mej")),
    *(("dig", "dej"), ("någon", "nån"), ("något", "nåt"), ("med", "me"), ("till", "te"), ("vad", "va")),
    *(("imorgon", "imorrn"), ("jeg", "æ"), ("jeg", "e"), ("ikke", "itj"), ("ikke", "ikkje"), ("hva", "ka")),
    *(("hvem", "kem"), ("dere", "dokker"), ("meg", "mæ"), ("deg", "dæ"), ("og", "å"), ("til", "te")),
    *(("noe", "nokka"), ("hvordan", "korsn"), ("når", "ka tid"), ("være", "vær"), ("kommer", "kjem")),
    *(("eg", "e"), ("ikkje", "isje"), ("ikkje", "kje"), ("kva", "ka"), ("dykk", "dokke"), ("vere", "ver")),
    *(("noko", "nåke"), ("korleis", "koss"), ("det", "da")),
)
"""A word, and how some say it."""
SPEAKS, JOINS, GREETS, ENDS = 0.4, 0.35, 0.15, 0.2
LONG_ENOUGH = 5
"""Letters of a word that gets a slip."""


def slipped(text: str) -> str:
    """The sentence with a few slips."""
    chance = random.Random(crc32(text.encode()))
    said = text.split(" ")
    if chance.random() < SPEAKS:
        said = _spoken(said, chance)
    if len(said) > 2 and chance.random() < JOINS:
        place = chance.randrange(len(said) - 1)
        said[place : place + 2] = [said[place] + said[place + 1]]
    for _ in range(chance.choice((0, 1, 1, 2))):
        place = chance.randrange(len(said))
        if len(said[place]) >= LONG_ENOUGH:
            said[place] = _mistyped(said[place], chance)
    return _greeted(" ".join(said), chance)


def _spoken(said: list[str], chance: random.Random) -> list[str]:
    """Up to three words as some say them."""
    heard = {word.lower().strip(".,!?") for word in said}
    pairs = [pair for pair in SPOKEN if pair[0] in heard]
    for word, as_said in chance.sample(pairs, min(3, len(pairs))):
        said = [re.sub(rf"^{word}(?=\W|$)", as_said, each, flags=re.IGNORECASE) for each in said]
    return said


def _mistyped(word: str, chance: random.Random) -> str:
    """A letter lost, two swapped, or one too many."""
    place, sort = chance.randrange(1, len(word) - 1), chance.random()
    before, letter, after = word[:place], word[place], word[place + 1 :]
    if sort < 0.4:
        return before + after
    if sort < 0.75:
        return before + after[0] + letter + after[1:]
    return before + chance.choice("aeinrstlkd") + letter + after


def _greeted(text: str, chance: random.Random) -> str:
    """The text, now and then with a greeting."""
    kind = chance.random()
    if kind < GREETS:
        return chance.choice(HELLO) + text
    if kind < GREETS + ENDS:
        return text + chance.choice(GOODBYE + FORMAL).format(chance.choice(NAMES))
    return text
