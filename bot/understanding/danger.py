"""Can this message be read as danger? A net, not an assessment: it reads words, and knows nothing about a person.

Missing one is the worst error; crying wolf teaches people not to write. So there are three answers: `certain`
(the card comes first, R20, and an urgent item for the team), not certain (the message is answered as usual, with
one quiet line that names the number), and None.

Two readers work together. The phrases (`danger_net.py`) know what somebody wrote down; the weights
(`danger_weights.py`) know what sentences of danger and their look-alikes have in common, and so find what nobody
wrote down. Where the phrases are certain, little weight is enough; where they say nothing, more is asked, and most
where no word is about anything grave.

What it cannot do: it misses some (see `scripts/measure_danger.py`), most of all quiet farewells and illness that is
told in everyday words; it gives the card to some jokes, denials and old memories; it reads one message and knows
nothing of the one before; it does not read pictures, voice, other languages, or what is not said. So a person reads
every message.
"""

from __future__ import annotations

from bot.understanding import danger_net, danger_weights
from bot.understanding.danger_features import are_grave
from bot.understanding.danger_net import HARMLESS, KINDS, Caught, Danger, DangerKind, catch
from bot.understanding.danger_weights import kind_of, weigh, weigh_clause
from bot.understanding.topics import is_grave

__all__ = ["KINDS", "Danger", "DangerKind", "read_danger"]

CERTAIN, QUIET = -0.1, -1.0
"""Weights from which a message gets the card, and from which it gets the quiet line."""
PLAIN = 0.4
"""Weight that is taken off where no phrase, word or sign names anything grave."""
STRUCK = 1.8
"""Weight that is taken off where a look-alike stands and no phrase of danger: what somebody wrote down counts."""
UNCLEAR = 0.8
"""Weight that gives the card to what the phrases call unclear."""
DOUBT, DOUBT_NOW, DOUBT_AFTER = 0.0, -0.6, -1.5
"""Weights below which the phrases' card becomes a quiet line: else, where the message says `now`, and where that `now`
breaks a frame that tells of then."""

DENIED = 0.5
"""The same where a denial stands before the danger."""

BESIDE = 1.5
"""Weight that what stands in other clauses can take off at most, where the phrases are certain."""


def read_danger(text: str) -> Danger | None:
    """The gravest danger that the message can be read as, whatever its language; None for all other messages."""
    caught = catch(text)
    if not caught.words or (caught.danger is None and HARMLESS in caught.sorts):
        return None
    weight = weigh(caught)
    if caught.danger is not None and caught.danger.certain and weight < DOUBT:
        weight = max(weight, min(weigh_clause(caught), weight + BESIDE))
    certain = is_certain(caught, weight)
    if certain is None:
        return None
    return Danger(kind_of(caught) if caught.danger is None else caught.danger.kind, certain)


def meet(word: str) -> None:
    """Look a folded word up now, so that a message that holds it need not wait."""
    danger_net.meet(word)
    danger_weights.meet(word)


def is_certain(caught: Caught, weight: float) -> bool | None:
    """Whether a message of this weight gets the card; None when it gets nothing."""
    if caught.danger is None:
        plain = 0.0 if are_grave(caught.signs) or is_grave(caught.words) else PLAIN
        heavy = weight - plain - (STRUCK if "look_alike" in caught.sorts else 0.0)
        return heavy >= CERTAIN if heavy >= QUIET else None
    if not caught.danger.certain:
        return weight >= UNCLEAR
    if "denied" in caught.sorts:
        return weight >= DENIED
    if "now" in caught.sorts:
        return weight >= (DOUBT_AFTER if "frame" in caught.sorts else DOUBT_NOW)
    return weight >= DOUBT
