"""What a message wants. `read_wants(look_up(text))` says it; the words lie in `intents.toml` of each language."""

from bot.understanding.intents.kinds import INTENTS
from bot.understanding.intents.lexicon import Message, look_up
from bot.understanding.intents.reading import Wants, meet, read_intents, read_wants

__all__ = ["INTENTS", "Message", "Wants", "look_up", "meet", "read_intents", "read_wants"]
