"""What an action needs before it is offered: the weights may guess, but nobody's visit goes on a guess.

The rules lie under [evidence] in `intents.toml`: an action's object must be named (or a day, for a visit), and
what belongs to another matter (the film night, the dentist, the laundry room) bars it.
"""

from __future__ import annotations

from bot.understanding.intents.kinds import files
from bot.understanding.intents.lexicon import Message, Sign


def allowed(intent: str, message: Message) -> bool:
    """Whether the message holds what the intent needs, and nothing that bars it."""
    rules = files()[0]["evidence"].get(intent)
    if rules is None:
        return True
    found = message.signs
    barred = Sign("bars", intent) in found and Sign("lifts", intent) not in found
    return (
        not barred
        and Sign("never", intent) not in found
        and ("needs" not in rules or Sign("needs", intent) in found)
    )
