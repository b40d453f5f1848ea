"""The sentences the danger weights are learnt from, and copies of them that teach what no sentence shows alone.

A copy has slips in it, stands among ordinary sentences, is told as a film, a dream or news, or is told in another
language (`translate_sentences.py`). Every copy belongs to its sentence's block, so that one is never learnt from while
the other is measured.
Nothing in `aside/` and nothing in `danger_kept.txt` is learnt from; `aside/` is read to leave out what stands there.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from zlib import crc32

from bot.understanding.danger_features import WINDOW, windows
from bot.understanding.danger_net import KINDS
from tests.understanding import frames
from tests.understanding.bare import bare
from tests.understanding.danger_sentences import load as load_listed

TUNE = Path(__file__).parent.parent / "tests/understanding/sentences/tune"
TRANSLATED = Path(__file__).parent.parent / "tests/understanding/translated.tsv"
SEED = 4
FROM_LIFE = 3.0
"""Weight of sentences by people who did not know the rules: most like those to come."""
AGAINST = 1.8
"""The same of those that were written against the reader: harder than what comes, and they tilt it."""
WRITTEN_AGAINST = tuple(f"life{number}_" for number in range(7, 13))
ONLY_MEASURED = "life14_"
"""Files that danger is not learnt from: with them held-out lines were read no better, and more danger was missed in
`aside/`. They measure instead; the wishes in them are learnt (`train_intents.py`)."""
FRAMED, SAID = 0.5, 1.0
"""Weights of sentences made from frames: many, and more alike than people's own; less so what is said whole."""
LISTED = 6.0
"""Weight of sentences that must be read rightly whatever else is learnt (`danger_tuned.txt`)."""
COPY = 0.5
"""Weight of a copy."""
SLIPPED, SPOKEN, SURROUNDED, TOLD, IN_LETTERS = 0.4, 0.3, 0.25, 0.15, 0.12
"""Shares of sentences that get a copy of each sort. Long messages are no more often danger than short ones: so what is
harmless also stands in letters of several everyday sentences."""
LETTER = 4
"""Sentences that are added to a letter at most."""
WISHES = 1.0
"""Share of the sentences about visits, plans and the like that are learnt from: there are many of them."""
JOINTS = (". ", ". ", ", ", " ", "\n", " och ", " og ", "! ")
SPEECH = (
    "jag ja jak jau jeg eg æ e i jæ",
    "jeg jæ æ e eg jag i jei",
    "eg e i æ ej jeg",
    "inte int inge ente ite itte ikke",
    "ikke itj ikkje isje kke ikk inte",
    "ikkje kje itte isje ikke inte",
    "mig mej mäj meg",
    "meg mæ mei mig",
    "är e ä er",
    "er e ær är",
    "det de dä d da",
    "och o å og",
    "og å o och",
    "att o å",
    "vill vell vil",
    "vil vill ve",
    "han n an",
    "hon ho hu hun",
    "hun ho hu hon",
    "något nåt nå noe",
    "någon nån ngn noen",
    "noen nån nokken nokon",
    "nokon nokken noen",
    "hva ka ke kva",
    "hvor kor ker",
    "dere dokker dåkker de ni",
    "de dokker døkk dere",
    "ni nri dere",
    "mycket mycke möe mye",
    "mye mykje mø",
    "mer mera meir mär",
    "längre läng länger",
    "lenger lengar læng",
    "har ha",
    "nå no nu",
    "nu no nå",
    "bara ba bare",
    "bare berre bære bara",
    "själv sälv sjæl",
    "selv sjøl sæl",
    "hjem heim hem",
)
"""Words as they sound in some part of the two countries, or as a Swede in Norway mixes them; the first is replaced."""
STORIES = {
    "sv": (
        "såg en film där {}",
        "drömde inatt: {}",
        "i serien jag ser: {}",
        "läste en deckare, {}, spännande",
        "i spelet: {} haha",
        "{}, sa skådisen i pjäsen",
        "på nyheterna sa dom: {}",
    ),
    "nb": (
        "så en film der {}",
        "drømte i natt: {}",
        "i serien jeg ser på: {}",
        "leste en krim, {}, spennende",
        "i spillet: {} haha",
        "{}, sa skuespilleren i stykket",
        "på nyhetene sa de: {}",
    ),
    "nn": (
        "såg ein film der {}",
        "drøymde i natt: {}",
        "i serien eg ser på: {}",
        "las ein krim, {}, spennande",
        "i spelet: {} haha",
        "{}, sa skodespelaren i stykket",
        "på nyhenda sa dei: {}",
    ),
}
TOLD_KINDS = ("fire", "violence", "medical", "other_person", "overdose")
"""Dangers that are none when told of a film or a dream; a wish to die may be meant even so."""


@dataclass(frozen=True)
class Sample:
    """A sentence, what it is (a kind of danger, or `danger`, `look_alike`, `ordinary`, `unclear`), and its block."""

    text: str
    kind: str
    block: str
    lang: str = "sv"
    weight: float = 1.0
    copy: str = ""

    @property
    def danger(self) -> bool | None:
        """Whether it must be caught; None where two careful people would differ."""
        return None if self.kind == "unclear" else self.kind in (*KINDS, "danger")

    @property
    def origin(self) -> str:
        """Where it is from."""
        if self.block.startswith("listed"):
            return "listed"
        file = self.block.split("/")[0]
        if file.startswith(("life", "seen", "intents", "times")):
            return "life" if "danger" in file or "harmless" in file else "wishes"
        return "said" if file.startswith("said") else "frames"


def collect() -> list[Sample]:
    """All sentences that may be learnt from, each once."""
    unique: dict[str, Sample] = {}
    for sample in _every():
        unique.setdefault(sample.text.casefold(), sample)
    return list(unique.values())


def _every() -> Iterator[Sample]:
    yield from _labelled()
    for framed in frames.load():
        weight = SAID if framed.block.startswith("said_") else FRAMED
        yield Sample(framed.text, framed.kind, framed.block, framed.lang, weight)
    for place, each in enumerate(load_listed("tuned")):
        yield Sample(each.text, each.kind, f"listed {place // 4}", each.language, LISTED)


def _labelled() -> Iterator[Sample]:
    dice = random.Random(SEED)
    for file in sorted(TUNE.glob("*.jsonl")):
        if file.name.startswith(("danger_", ONLY_MEASURED)):
            continue
        about = "danger" in file.stem or "harmless" in file.stem
        for place, line in enumerate(map(json.loads, file.read_text("utf-8").splitlines())):
            danger = line.get("danger")
            if danger is None and (about or "crisis" in line.get("intents", ())):
                continue
            if danger:
                kind = "danger"
            elif line.get("kind") == "look_alike" or (about and line.get("kind") != "ordinary"):
                kind = "look_alike"
            else:
                kind = "ordinary"
                if not about and dice.random() > WISHES:
                    continue
            weight = _weight(file.stem) if about or danger or file.stem.startswith("life") else 1.0
            yield Sample(line["text"], kind, f"{file.stem}/{place}", line["lang"], weight)


def _weight(file: str) -> float:
    return AGAINST if file.startswith(WRITTEN_AGAINST) else FROM_LIFE


def with_copies(samples: list[Sample]) -> list[Sample]:
    """The samples, each followed by its copies."""
    around = [each.text for each in samples if each.kind == "ordinary" and len(each.text) < 80]
    told, known = translated(), {bare(each.text) for each in samples} | frames.kept_aside()
    return [
        each
        for sample in samples
        for each in (sample, *_copies(sample, around), *_translations(sample, told, known))
    ]


def key_of(text: str) -> str:
    """What stands for a sentence in the file of translations: long enough that no two have the same."""
    return blake2b(text.casefold().encode(), digest_size=8).hexdigest()


def translated() -> dict[str, dict[str, str]]:
    """For each sentence that was translated its words in other languages."""
    found: dict[str, dict[str, str]] = {}
    for line in TRANSLATED.read_text("utf-8").splitlines() if TRANSLATED.exists() else ():
        key, lang, words = line.split("\t")
        found.setdefault(key, {})[lang] = words
    return found


def _translations(sample: Sample, told: dict[str, dict[str, str]], known: set[str]) -> Iterator[Sample]:
    """The sentence in other languages, but for words that are a sentence already, learnt or kept aside."""
    for lang, words in told.get(key_of(sample.text), {}).items():
        if bare(words) not in known:
            yield replace(sample, text=words, lang=lang, weight=sample.weight * COPY, copy="translated")


def _copies(sample: Sample, around: list[str]) -> Iterator[Sample]:
    dice = random.Random(crc32(sample.text.encode()))

    def copied(text: str, sort: str, kind: str = sample.kind) -> Sample:
        return replace(sample, text=text, kind=kind, weight=sample.weight * COPY, copy=sort)

    if dice.random() < (SLIPPED if sample.kind != "ordinary" else SLIPPED / 2):
        yield copied(slip(sample.text, dice), "slipped")
    if dice.random() < (SPOKEN if sample.kind != "ordinary" else SPOKEN / 3):
        yield copied(speak(sample.text, dice), "spoken")
    if dice.random() < SURROUNDED:
        longer = surround(sample.text, around, dice)
        if not sample.danger or len(longer.split()) <= WINDOW:  # else the danger itself may be cut off
            yield copied(longer, "surrounded")
    if sample.danger is False:
        if dice.random() < IN_LETTERS:
            yield copied(letter(sample.text, around, dice), "letter")
        for stretch in windows(sample.text.split())[1:]:
            yield copied(" ".join(stretch), "rest")
    if sample.kind in TOLD_KINDS and dice.random() < TOLD:
        yield copied(dice.choice(STORIES[sample.lang]).format(sample.text), "told", "look_alike")


def surround(text: str, around: list[str], dice: random.Random) -> str:
    """The text with an ordinary sentence before it, after it, or both."""
    before, after = dice.choice([(True, False), (False, True), (True, True)])
    text = dice.choice(around) + dice.choice(JOINTS) + text if before else text
    return text + dice.choice(JOINTS) + dice.choice(around) if after else text


def letter(text: str, around: list[str], dice: random.Random) -> str:
    """The text somewhere in a letter of ordinary sentences."""
    sentences = [text, *dice.sample(around, dice.randint(2, LETTER))]
    dice.shuffle(sentences)
    return "".join(part for each in sentences for part in (each, dice.choice(JOINTS))).rstrip()


def speak(text: str, dice: random.Random) -> str:
    """The text in some dialect, or some mixture of languages."""
    heard = {name: others for name, *others in map(str.split, SPEECH)}
    words = re.split(r"(\W+)", text)
    return "".join(
        dice.choice(heard[word.casefold()]) if word.casefold() in heard and dice.random() < 0.7 else word
        for word in words
    )


def slip(text: str, dice: random.Random) -> str:
    """The text as a hurried thumb writes it: letters lost, doubled or swapped, spaces and signs gone."""
    letters = list(text)
    for _ in range(1 + len(text) // 25):
        if not letters:
            return text
        at = dice.randrange(len(letters))
        match dice.randrange(6):
            case 0:
                letters[at] = ""
            case 1:
                letters[at] *= 2
            case 2 | 3 if at + 1 < len(letters):
                letters[at], letters[at + 1] = letters[at + 1], letters[at]
            case 4 if " " in letters:
                spaces = [place for place, letter in enumerate(letters) if letter == " "]
                letters[dice.choice(spaces)] = ""
            case _:
                plain = str.maketrans("åäöøæ.,!", "aaooa   ")
                letters = list("".join(letters).translate(plain))
        letters = list("".join(letters))
    return "".join(letters) if "".join(letters).strip() else text
