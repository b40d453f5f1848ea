"""The wording rules as a lint: `python -m locales.lint [FAMILY…]` says which tenant texts break which rule.

Word lists (R1, R9, R14, R15, R22, R24, R33, R37, terms) come from `avoid.toml`, limits (R38) from `shape.py`.
The lint reads what the bot says to tenants; what staff read and the demo phone's own words are left out. Exit
code 1 when something was found.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from locales import avoid, catalogue, samples, shape
from locales.catalogue import LANGUAGES, Forms, TextClass

HIGHEST_LIX = 25.0
ENOUGH_WORDS = 100
_PLACEHOLDER = re.compile(r"\{[^}]*\}")


@dataclass(frozen=True)
class Text:
    """A tenant text in one language, as the catalogue holds it."""

    key: str
    language: str
    forms: Forms
    text_class: TextClass | None = "personal"


@dataclass(frozen=True)
class Finding:
    """What is wrong, where, by which rule."""

    rule: str
    key: str
    language: str
    problem: str

    def __str__(self) -> str:
        return f"{self.key} [{self.language}] {self.rule}: {self.problem}"


def tenant_texts() -> list[Text]:
    """Every text that a tenant may read, in every language."""
    classes = catalogue.classes()
    return [
        Text(key, language, forms, classes.get(key))
        for language in LANGUAGES
        for key, forms in sorted(catalogue.forms(language).items())
        if not key.startswith(catalogue.UNCLASSED)
    ]


def findings(text: Text) -> Iterator[Finding]:
    """What one text breaks."""
    for form in text.forms:
        yield from _words(text, form)
        yield from _shape(text, form)
    if text.key.startswith("notice.") and text.text_class != "open":
        yield Finding("R33", text.key, text.language, "a first line is of class open")


def _words(text: Text, form: str) -> Iterator[Finding]:
    plain = _PLACEHOLDER.sub("…", form)
    for rule in avoid.rules():
        if rule.concerns(text.key):
            for word in rule.words_in(text.language, plain):
                yield Finding(rule.name, text.key, text.language, f"{word!r}. {rule.why}")


def _shape(text: Text, form: str) -> Iterator[Finding]:
    try:
        shown = samples.shown(text.language, text.key, form)
    except (KeyError, ValueError) as error:
        yield Finding("sample", text.key, text.language, f"cannot be shown: {error}")
        return
    for rule, check in shape.RULES:
        if problem := check(text.key, shown):
            yield Finding(rule, text.key, text.language, problem)


def hard_families(texts: Iterable[Text]) -> Iterator[Finding]:
    """Families whose texts together are harder to read than the limit."""
    families: dict[tuple[str, str], list[str]] = defaultdict(list)
    for text in texts:
        families[text.key.partition(".")[0], text.language] += [
            samples.shown(text.language, text.key, f) for f in text.forms
        ]
    for (family, language), shown in families.items():
        if sum(len(words) for text in shown for words in shape.sentences(text)) >= ENOUGH_WORDS:
            found = shape.lix(shown)
            if found > HIGHEST_LIX:
                yield Finding("LIX", family, language, f"{found:.0f}, at most {HIGHEST_LIX:.0f}")


def main(families: list[str]) -> int:
    """Print what was found, in all families or in those named."""
    texts = [text for text in tenant_texts() if not families or text.key.startswith(tuple(families))]
    found = [finding for text in texts for finding in findings(text)]
    found += hard_families(texts)
    sys.stdout.writelines(f"{finding}\n" for finding in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
