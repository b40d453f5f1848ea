"""Whether an answer is "I don't know" or "I want nothing": complete answers, which are not asked about again (R6).

Only whole answers count: "I don't know where to begin, but a dog" is a wish for a dog. All three languages are
always read.
"""

from __future__ import annotations

from bot.understanding.fold import words

ANSWERS = (
    "jag vet inte, jag vet inte än, jag vet ej, vet inte, vet inte än, vet ej, jag har ingen aning, ingen aning,"
    "ingenting, inget, inget särskilt, jag vill ingenting, jag vill inget, jag vill inte, vill inte,"
    "jag vill och klarar ingenting, jag klarar ingenting, jag vill inget och klarar inget",
    "jeg vet ikke, jeg vet ikke ennå, vet ikke, vet ikke ennå, aner ikke, jeg aner ikke, ingen anelse, ingenting,"
    "ikke noe, jeg vil ingenting, jeg vil ikke, vil ikke, jeg vil og klarer ingenting, jeg klarer ingenting,"
    "jeg vil ikke noe",
    "eg veit ikkje, eg veit ikkje enno, veit ikkje, veit ikkje enno, anar ikkje, eg anar ikkje, inga aning,"
    "ingenting, ikkje noko, eg vil ingenting, eg vil ikkje, vil ikkje, eg vil og klarer ingenting,"
    "eg klarer ingenting, eg vil ikkje noko",
    "i dont know, dont know, idk, nothing",
)


def _bare(text: str) -> tuple[str, ...]:
    return tuple(word.text for word in words(text))


_KNOWN = frozenset(_bare(each) for language in ANSWERS for each in language.split(","))


def is_unsure(text: str | None) -> bool:
    """Whether the whole answer says that the tenant does not know, or wants nothing."""
    return (
        text is not None and len(text) < 100 and _bare(text.replace("'", "").replace("\u2019", "")) in _KNOWN
    )
