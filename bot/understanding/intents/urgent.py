"""Whether a message hurries, though it is no danger: the tenant says so, or tells of what cannot wait."""

from __future__ import annotations

from bot.understanding.intents.lexicon import Message, Sign


def is_urgent(message: Message) -> bool:
    """Words of hurry or of trouble at home, unless the tenant says that there is no hurry."""
    return Sign("urgent", "says") in message.signs and Sign("urgent", "bars") not in message.signs
