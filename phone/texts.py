"""What Telegram does to a text before anybody reads it: cleans it, finds links in it, and splits what is too long."""

import re

from phone.limits import TEXT, units
from phone.state import Json

# Control characters become spaces and direction marks vanish, as on Telegram's servers; emoji and letters stay.
_BLANKED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_DROPPED = re.compile(r"[\r\u2028-\u202e]")

_ENTITIES = re.compile(
    r"(?P<url>https?://[^\s<>\"]+[^\s<>\".,;:!?)\]])"
    r"|(?P<email>\b[\w.+-]+@[\w-]+\.[\w.-]*\w)"
    r"|(?P<bot_command>(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?\b)"
    r"|(?P<mention>(?<!\w)@[A-Za-z]\w{3,31}\b)"
    r"|(?P<hashtag>(?<!\w)#\w*[^\W\d]\w*)"
    r"|(?P<phone_number>(?<![\w+])\+\d(?:[ ()-]{0,2}\d){6,14}\b)"
)


def clean(text: str) -> str:
    """The text as Telegram stores it."""
    return _BLANKED.sub(" ", _DROPPED.sub("", text)).strip()


def entities(text: str) -> list[Json]:
    """Links, commands and numbers in a text; offsets and lengths in UTF-16 code units."""
    return [
        {"type": found.lastgroup, "offset": units(text[: found.start()]), "length": units(found.group())}
        for found in _ENTITIES.finditer(text)
    ]


def split(text: str) -> list[str]:
    """A text in pieces that fit in one message each, cut at a line's end or a space where there is one."""
    pieces = []
    while units(text) > TEXT:
        cut = _cut(text)
        pieces.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [*pieces, text]


def _cut(text: str) -> int:
    end = TEXT
    while units(text[:end]) > TEXT:
        end -= max(1, (units(text[:end]) - TEXT) // 2)
    for mark in ("\n", " "):
        place = text.rfind(mark, end // 2, end)
        if place > 0:
            return place
    return end
