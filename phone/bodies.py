"""What the people's side sends: the bodies of `/phone/api/…`, checked when they are read."""

from dataclasses import dataclass, field

from phone.faults import KINDS, Kind


@dataclass(frozen=True)
class NewPerson:
    """A new phone."""

    first_name: str
    language_code: str = "sv"
    last_name: str | None = None
    username: str | None = None
    phone_number: str | None = None


@dataclass(frozen=True)
class PersonChange:
    """What is different about a person now."""

    first_name: str | None = None
    language_code: str | None = None


@dataclass(frozen=True)
class Text:
    """Words; also a press on the keyboard below them."""

    text: str


@dataclass(frozen=True)
class Start:
    """A press on Start, from a link with a code or without."""

    code: str | None = None


@dataclass(frozen=True)
class Tap:
    """A tap on a button; `wait` is how many seconds to wait for the bot's answer to it."""

    data: str
    message_id: int | None = None
    wait: float = 5.0


@dataclass(frozen=True)
class Location:
    """A place."""

    lat: float
    lon: float


@dataclass(frozen=True)
class Contact:
    """A number; `own` when it is the sender's."""

    phone_number: str
    first_name: str
    own: bool = False


@dataclass(frozen=True)
class Sticker:
    """A sticker, by its emoji."""

    emoji: str = "🙂"


@dataclass(frozen=True)
class Edit:
    """Other words in one's own message."""

    message_id: int
    text: str


@dataclass(frozen=True)
class Block:
    """Block the bot, or take it back."""

    blocked: bool


@dataclass(frozen=True)
class Switch:
    """On or off."""

    on: bool


@dataclass(frozen=True)
class NewFault:
    """The next `times` calls of `method` fail."""

    kind: Kind
    method: str = "*"
    times: int = 1
    retry_after: int = 1


@dataclass(frozen=True)
class FaultShare:
    """So many of all calls fail, 0 to 1, each with one of the kinds; the same seed makes the same choices."""

    share: float
    seed: int = 1
    kinds: list[Kind] = field(default_factory=lambda: list(KINDS))
