"""What is to be said: keys and arguments, never wording (decision 2).

A dialog, the scheduler and the inbox all say things with these values. They are kept as rows, so
everything here survives JSON. Times in arguments are ISO strings in UTC; the text decides how they are
spoken (`{start:when}`). A person's own words are an argument like any other and are never formatted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, TypeAlias

Json: TypeAlias = str | int | float | bool | list[str] | None
Arg: TypeAlias = Json | datetime | date

_NO_ARGS: Mapping[str, Json] = {}


@dataclass(frozen=True, slots=True)
class Line:
    """One text of the catalogue with its arguments; lines of one `Say` go out as one message."""

    key: str
    args: Mapping[str, Json] = field(default_factory=lambda: _NO_ARGS)


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message. `action` and `ids` are its whole meaning, so it works for ever (decision 3)."""

    line: Line
    action: str
    ids: tuple[int | str, ...] = ()


@dataclass(frozen=True, slots=True)
class ContactCard:
    """A number that the phone can save and ring; `name` is a catalogue line, `number` international (+46…)."""

    name: Line
    number: str


@dataclass(frozen=True, slots=True)
class Say:
    """One message to one chat."""

    lines: tuple[Line, ...]
    buttons: tuple[tuple[Button, ...], ...] = ()
    menu: bool = False
    """Show the reply keyboard (again)."""
    card: ContactCard | None = None
    file: int | None = None
    """A kept file (`files.id`) that is sent with the lines as its caption: a voice goal, played back."""
    document: str | None = None
    """A document made when it is sent: `saved` is everything kept about the tenant."""
    leave: bool = False
    """Leave the chat after the message: the answer in groups."""

    def to_json(self) -> dict[str, Any]:
        """The row's form; `from_json` reads it back."""
        return {
            "lines": [_line_json(each) for each in self.lines],
            "buttons": [[[*_line_json(b.line), b.action, *b.ids] for b in row] for row in self.buttons],
            "menu": self.menu,
            "card": [*_line_json(self.card.name), self.card.number] if self.card else None,
            "file": self.file,
            "document": self.document,
            "leave": self.leave,
        }

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Say:
        """Read what `to_json` wrote."""
        card = row.get("card")
        return cls(
            lines=tuple(Line(key, args) for key, args in row["lines"]),
            buttons=tuple(
                tuple(Button(Line(b[0], b[1]), b[2], tuple(b[3:])) for b in each) for each in row["buttons"]
            ),
            menu=row.get("menu", False),
            card=ContactCard(Line(card[0], card[1]), card[2]) if card else None,
            file=row.get("file"),
            document=row.get("document"),
            leave=row.get("leave", False),
        )


@dataclass(frozen=True, slots=True)
class Refused:
    """A rule said no. `line` is what the person is told; use cases return it instead of raising."""

    line: Line


def line(key: str, **args: Arg) -> Line:
    """A line with its arguments made ready for JSON."""
    return Line(key, {name: plain(value) for name, value in args.items()})


def button(key: str, action: str, *ids: int | str, **args: Arg) -> Button:
    """A button whose label is the text `key`."""
    return Button(line(key, **args), action, ids)


def say(*lines: str | Line, buttons: Iterable[Sequence[Button]] = (), menu: bool = False, **args: Arg) -> Say:
    """One message. A plain key takes the keyword arguments: `say("visit.booked", start=visit.starts)`."""
    ready = tuple(each if isinstance(each, Line) else line(each, **args) for each in lines)
    return Say(ready, tuple(tuple(row) for row in buttons), menu)


def plain(value: Arg) -> Json:
    """JSON form of an argument: aware datetimes become UTC, dates stay dates."""
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("a time that is to be said needs its zone")
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return value


def _line_json(each: Line) -> list[Any]:
    return [each.key, dict(each.args)]
