"""What several forms of the inbox share: words as they were written, and numbers of rows."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Annotated

from litestar.enums import RequestEncodingType
from litestar.params import Body

LARGEST_NUMBER = 2**31 - 1
"""No row has a larger one; databases answer such a number with an error of their own."""


@dataclass
class Form:
    """A form. Words stay as they were written: only the browser's line ends become ours.

    Null bytes go: PostgreSQL cannot keep them, and nobody has written them.
    """

    def __post_init__(self) -> None:
        for each in fields(self):
            given = getattr(self, each.name)
            if isinstance(given, str):
                setattr(self, each.name, given.replace("\r\n", "\n").replace("\x00", ""))


@dataclass
class Words(Form):
    """One text."""

    text: str = ""


@dataclass
class Colleague(Form):
    """Somebody of the team; empty: nobody in particular."""

    staff: str = ""


WordsForm = Annotated[Words, Body(media_type=RequestEncodingType.URL_ENCODED)]
ColleagueForm = Annotated[Colleague, Body(media_type=RequestEncodingType.URL_ENCODED)]


def number(written: str) -> int | None:
    """A row's number; None for anything that cannot be one."""
    if not written.isascii() or not written.isdecimal() or len(written) > len(str(LARGEST_NUMBER)):
        return None
    found = int(written)
    return found if found <= LARGEST_NUMBER else None
