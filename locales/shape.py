"""How long and how plain a tenant text is: the limits of words.md, measured on the text as it is read.

Every rule takes the text with sample values in and says what is wrong, or None. LIX (sentence length plus the
share of words over six letters) needs a hundred words to mean anything, so it is taken of a whole family.
"""

import re
from collections.abc import Callable, Iterable

LONGEST_TEXT = 280
MOST_LINES = 4
LONGEST_BUTTON = 24
MOST_WORDS_A_SENTENCE = 10.0
BUTTONS = ("button.", "menu.")

_PHONE_GROUPS = re.compile(r"(?<=\d) (?=\d)")
_ORDINAL = re.compile(r"(?<=\d)\.(?=\s+[a-zåäöæø])")
_SENTENCE_END = re.compile(r"[.!?…]+(?=\s|$)|\n")
_WORD = re.compile(r"[^\W_]+(?:[-.:/][^\W_]+)*")
_CLOCK = re.compile(
    r"\b\d{1,2}:\d{2}\b|\b\d{1,2}\s?[ap]m\b"
    r"|\bhalv (?:et|to|tre|fir|fyr|fem|seks|sex|sju|syv|åt|ni|ti|el|tol)\w*",
    re.IGNORECASE,
)
_NEXT_DAY = re.compile(r"\b(?:imorgon|i övermorgon|i morgen|i morgon|i overmorgen|i overmorgon)\b", re.I)

Shape = Callable[[str, str], str | None]


def sentences(text: str) -> list[list[str]]:
    """The words of each sentence; `kl. 14.00` and `26. november` end none, a telephone number is one word."""
    whole = _PHONE_GROUPS.sub("", _ORDINAL.sub("", text.replace("kl.", "kl")))
    return [words for part in _SENTENCE_END.split(whole) if (words := _WORD.findall(part))]


def lix(texts: Iterable[str]) -> float:
    """Words a sentence, plus the percentage of words with more than six letters."""
    parts = [words for text in texts for words in sentences(text)]
    words = [word for part in parts for word in part]
    if not words:
        return 0.0
    return len(words) / len(parts) + 100 * sum(len(word) > 6 for word in words) / len(words)


def length(key: str, text: str) -> str | None:
    """One message, one matter."""
    if len(text) > LONGEST_TEXT:
        return f"{len(text)} characters, at most {LONGEST_TEXT}"
    lines = text.count("\n") + 1
    return f"{lines} lines, at most {MOST_LINES}" if lines > MOST_LINES else None


def button(key: str, text: str) -> str | None:
    """A label that a small phone shows whole."""
    if key.startswith(BUTTONS) and len(text) > LONGEST_BUTTON:
        return f"{len(text)} characters on a button, at most {LONGEST_BUTTON}"
    return None


def sentence_length(key: str, text: str) -> str | None:
    """Short sentences."""
    parts = sentences(text)
    mean = sum(map(len, parts)) / len(parts) if parts else 0.0
    return f"{mean:.1f} words a sentence, at most 10" if mean > MOST_WORDS_A_SENTENCE else None


def questions(key: str, text: str) -> str | None:
    """R38: at most one question."""
    return f"{text.count('?')} questions, at most one" if text.count("?") > 1 else None


def exclamations(key: str, text: str) -> str | None:
    """No rows of exclamation marks."""
    return "more than one exclamation mark" if text.count("!") > 1 else None


def clock(key: str, text: str) -> str | None:
    """Rule 9: 14.30, never 2 PM, 14:30 or "halv tre"."""
    found = _CLOCK.search(text)
    return f"time written as {found.group()!r}" if found else None


def next_day(key: str, text: str) -> str | None:
    """Rule 9: never only "imorgon"; the date stands beside it. Buttons speak the person's own words."""
    found = _NEXT_DAY.search(text)
    alone = found and not re.search(r"\d", text) and not key.startswith(BUTTONS)
    return f"{found.group()!r} without the date" if found and alone else None


RULES: tuple[tuple[str, Shape], ...] = (
    ("length", length),
    ("button", button),
    ("R38", sentence_length),
    ("R38", questions),
    ("R38", exclamations),
    ("time", clock),
    ("time", next_day),
)
