"""What a phone remembers: plain values, so that all of it can be written to a file and read back."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = dict[str, Any]  # an object of the Bot API: its fields are the Bot API's business
Buttons = list[list[Json]]

KEPT_MESSAGES = 2000  # a phone is no archive: the oldest messages of a chat go first


@dataclass(slots=True)
class Person:
    """Somebody with a phone."""

    id: int
    first_name: str
    language_code: str
    last_name: str | None = None
    username: str | None = None
    phone_number: str | None = None


@dataclass(slots=True)
class Shelved:
    """A file that was sent once and may be sent again by its `id`."""

    id: str
    unique: str
    kind: str
    name: str
    mime: str
    size: int
    path: str
    duration: int = 0
    width: int = 0
    height: int = 0


@dataclass(slots=True)
class Bubble:
    """One message in a chat. `text` is the caption when the message holds a file."""

    id: int
    sender: int
    by_bot: bool
    date: datetime
    kind: str = "text"
    text: str = ""
    entities: list[Json] = field(default_factory=list)
    file: Shelved | None = None
    contact: Json | None = None
    location: Json | None = None
    emoji: str = ""
    buttons: Buttons | None = None
    edited: datetime | None = None
    deleted: bool = False
    hidden: bool = False  # cleared on the person's side only
    change: int = 0


@dataclass(slots=True)
class Chat:
    """A chat with the bot. `change` counts up with everything that happens in it."""

    id: int
    type: str = "private"
    title: str | None = None
    person: Person | None = None
    started: bool = False
    blocked: bool = False
    left: bool = False
    messages: dict[int, Bubble] = field(default_factory=dict)
    keyboard: Json | None = None
    keyboard_from: int = 0
    change: int = 0

    def touch(self, bubble: Bubble) -> None:
        """Note that `bubble` is new or different."""
        self.change += 1
        bubble.change = self.change

    def add(self, bubble: Bubble) -> None:
        """Put a new message at the end."""
        self.messages[bubble.id] = bubble
        self.touch(bubble)
        while len(self.messages) > KEPT_MESSAGES:
            del self.messages[next(iter(self.messages))]

    def newest_first(self) -> Iterator[Bubble]:
        """The messages that the person can see, the latest first."""
        return (b for b in reversed(self.messages.values()) if not (b.deleted or b.hidden))


@dataclass(slots=True)
class Waiting:
    """An update that the bot has not confirmed yet; `body` is its JSON, `lane` the chat it belongs to."""

    id: int
    lane: int
    date: datetime
    body: str


@dataclass(slots=True)
class Webhook:
    """Where updates are pushed to."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40
    last_error_date: datetime | None = None
    last_error: str = ""


@dataclass(slots=True)
class Account:
    """The bot as people see it: its names and its lists of commands, each under `scope|language`."""

    username: str
    name: str
    texts: dict[str, str] = field(default_factory=dict)
    commands: dict[str, list[Json]] = field(default_factory=dict)
    menu_button: Json = field(default_factory=lambda: {"type": "commands"})


@dataclass(slots=True)
class State:
    """Everything that outlives a restart."""

    account: Account
    next_update: int
    next_person: int
    next_message: int = 1
    chats: dict[int, Chat] = field(default_factory=dict)
    files: dict[str, Shelved] = field(default_factory=dict)
    waiting: list[Waiting] = field(default_factory=list)
    allowed_updates: list[str] | None = None
    webhook: Webhook = field(default_factory=Webhook)
