"""What an action needs before it is offered: the weights may guess, but nobody's visit goes on a guess.

The rules lie under [evidence] in `intents.toml`: an action's object must be named (or a day, for a visit), and
what belongs to another matter (the film night, the dentist, the laundry room) bars it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.understanding.intents.kinds import files
from bot.understanding.intents.lexicon import IMAGINED, TAKEN_BACK, Message, Sign

_PLAIN = ("confirm_visit", "change_language", "task_done", "talk_to_human", "add_goal")
"""What a word or two can ask for or tell: *yes*, *Swedish*, *done*. A denial anywhere in the message holds for it."""
_QUOTED = re.compile(r"""["“”„»«]([^"“”„»«]{2,90})["“”„»«]""")


def quotes(text: str) -> bool:
    """Whether somebody else's words stand in it."""
    return _QUOTED.search(text) is not None


def unquoted(text: str) -> str:
    """The text without what stands between quotation marks; all of it where there is nothing else."""
    rest = _QUOTED.sub(" … ", text)
    return rest if any(map(str.isalnum, rest)) else text


def allowed(intent: str, message: Message, *, named: bool = False) -> bool:
    """Whether the message holds what the intent needs (its object, if it must be `named`), and nothing bars it."""
    rules = files()[0]["evidence"].get(intent)
    if rules is None:
        return not named
    found = message.signs
    if named and "lifts" in rules and Sign("lifts", intent) not in found:
        return False
    return not denied(intent, message) and (
        all(key not in rules or Sign(key, intent) in found for key in ("needs", "says"))
        or (not named and intent in message.wholly)
    )


def beside(intent: str, clause: Message) -> bool:
    """Whether a clause says enough of the intent to count beside another: its verb or its object."""
    rules = files()[0]["evidence"].get(intent, {})
    return "beside" not in rules or Sign("beside", intent) in clause.signs


def denied(intent: str, message: Message) -> bool:
    """Whether the message speaks against the intent: it is told of, denied, or of another matter."""
    found = message.signs
    barred = Sign("bars", intent) in found and Sign("lifts", intent) not in found
    asks = Sign("asks", intent) in found and "?" in message.text
    return barred or asks or (Sign("never", intent) in found and Sign("suggests", intent) not in found)


def only_spoken_of(intent: str, message: Message) -> bool:
    """Whether no clause of its own can ask for it: all is imagined (*if I ever …*), or it is taken back."""
    anew = files()[0]["spoken_of"]["anew"].get(intent)
    if anew is not None and (IMAGINED in message.signs or _taken_back(anew, message)):
        return True
    return intent in _PLAIN and denied(intent, message)


def _taken_back(anew: Sequence[str], message: Message) -> bool:
    """Whether what was said is taken back (*no wait, leave it*), and none of these kinds of words says it anew."""
    ends = [each.end for each in message.found if each.rule == TAKEN_BACK and each.start > 1]
    if not ends:
        return False
    after = message.part(max(ends), len(message.words)).signs
    return not any(Sign("slot", kind) in after for kind in anew)
