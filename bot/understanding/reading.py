"""`understand`: what a message wants, when, whether it hurries, and whether it can be read as danger.

Three readers see the same words: danger.py (a net, not an assessment), `times` and `intents`. Nothing here acts:
the dialogs show what was understood, and the tenant says yes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from bot.understanding import danger, intents, times
from bot.understanding.danger import Danger, read_danger
from bot.understanding.intents import Wants, look_up, read_wants
from bot.understanding.intents.together import commonest
from bot.understanding.intents.urgent import is_urgent
from bot.understanding.times import Reading, When, read_when

MET = 1_000
"""Words that are looked up when the program starts: a word costs some hundredths of a millisecond when it is first met,
and these are two thirds of all that people write."""
KEPT = 8
"""Messages of which the reading is kept: a turn looks at its words several times."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What was understood of a message."""

    intents: tuple[str, ...]
    """What is wanted, best first: one or two; `other` goes to the team."""
    danger: bool = False
    """Whether the card comes first (R20)."""
    urgent: bool = False
    """Whether the tenant says that it hurries, or tells of what cannot wait (a leak, locked out)."""
    when: When | None = None
    asks: tuple[str, ...] = ()
    """What to offer when unsure: names of intents, or the starts of times in ISO form."""
    found: Danger | None = None
    """The danger that was read; if it is not certain, one quiet line names the number."""
    times: Reading = field(default_factory=Reading)
    """All that the message says about time: both readings of an unclear one, other times that will do."""

    def to_json(self) -> dict[str, object]:
        """The shape that `bofast understand` prints."""
        return {
            "intents": list(self.intents),
            "danger": self.danger,
            "urgent": self.urgent,
            "when": self.when.to_json() if self.when else None,
            "asks": list(self.asks),
        }


def load() -> None:
    """Read every data file now, so that the first message does not wait for them while it holds up the others."""
    understand("kan ni komma i morgon kl 14?", datetime.fromisoformat("2026-01-01T12:00"), "sv")
    for word in commonest(MET):
        danger.meet(word)
        intents.meet(word)
        times.meet(word)


def understand(text: str, now: datetime, lang: str) -> Understood:
    """Read a message. `now` is the wall clock (naive); `lang` only decides between two readings."""
    found = danger_in(text)
    times = read_when(text, now, lang)
    wants, urgent = _wants_in(text)
    certain = found is not None and found.certain
    asked = wants.intents if certain else wants.asks  # danger stands alone: nothing else is done beside it
    return Understood(
        intents=("crisis",) if certain else wants.intents,
        danger=certain,
        urgent=urgent,
        when=_when(times, wants),
        asks=(*(name for name in asked if name != "other"), *_starts(times)),
        found=found,
        times=times,
    )


def says_nothing(text: str, now: datetime, lang: str) -> bool:
    """Whether nothing is understood of these words, be it a wish or a time."""
    wants, _ = _wants_in(text)
    return wants.intents == ("other",) and _when(read_when(text, now, lang), wants) is None


@lru_cache(maxsize=KEPT)
def danger_in(text: str) -> Danger | None:
    """The danger that a message can be read as."""
    return read_danger(text)


@lru_cache(maxsize=KEPT)
def _wants_in(text: str) -> tuple[Wants, bool]:
    """What a message wants, and whether it hurries; the same whenever it is read."""
    message = look_up(text)
    return read_wants(message), is_urgent(message)


def _when(times: Reading, wants: Wants) -> When | None:
    """The time that is asked for; of a visit that is called off, the time that will not do (`kan inte imorgon`)."""
    called_off = times.when is None and times.excluded and "cancel_visit" in wants.intents
    return times.excluded[0] if called_off else times.when


def _starts(times: Reading) -> tuple[str, ...]:
    """The starts of the times to choose between."""
    if not times.ambiguous:
        return ()
    return tuple(each.start.isoformat(timespec="minutes") for each in times.readings if each.start)
