"""Whether a message hurries, though it is no danger: the tenant says so, or tells of what cannot wait."""

from __future__ import annotations

from bot.understanding.intents.lexicon import Message, Sign


def is_urgent(message: Message) -> bool:
    """Words of hurry or of trouble at home, unless the tenant says that there is no hurry."""
    found = {each.rule for each in message.found}
    return Sign("urgent", "says") in found and Sign("urgent", "bars") not in found
