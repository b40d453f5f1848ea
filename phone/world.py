"""One phone world: a bot, the people who write to it, and what is between them.

A world knows one bot; whoever calls with a well-formed token is that bot.
"""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from phone.bell import Bell
from phone.errors import PhoneError
from phone.faults import Faults
from phone.files import Shelf
from phone.flood import Flood
from phone.state import Bubble, Chat, Json, Person, State
from phone.updates import UpdateQueue

QUERY_KEPT = timedelta(minutes=15)
CALLS_KEPT = 1000
ACTION_KEPT = timedelta(seconds=5)


@dataclass(slots=True)
class Query:
    """A tap on a button; `answer` is set once the bot has answered it."""

    id: str
    date: datetime
    answer: Json | None = None
    answered: asyncio.Event = field(default_factory=asyncio.Event)


class World:
    """Everything that lives as long as the phone runs, around the state that is kept."""

    def __init__(
        self,
        state: State,
        folder: Path,
        now: Callable[[], datetime],
        *,
        zone: ZoneInfo,
        flood: bool = False,
    ) -> None:
        self.state = state
        self.now = now
        self.zone = zone
        self.bot_id = 1  # the number in the bot's token, known from its first call
        self.updates = UpdateQueue(state, now)
        self.shelf = Shelf(folder, state.files)
        self.flood = Flood(flood)
        self.faults = Faults()
        self.calls: deque[Json] = deque(maxlen=CALLS_KEPT)
        self.queries: OrderedDict[str, Query] = OrderedDict()
        self.actions: dict[int, tuple[str, datetime]] = {}
        self.closing = asyncio.Event()
        self.changed = Bell()
        self._bells: dict[int, Bell] = {}

    def bell(self, chat_id: int) -> Bell:
        """Rings when something changes in this chat."""
        return self._bells.setdefault(chat_id, Bell())

    def ring(self, chat: Chat) -> None:
        """Tell the chat's listeners, and whoever keeps the state."""
        self.bell(chat.id).ring()
        self.changed.ring()

    def new_message_id(self) -> int:
        """The next message's number."""
        number = self.state.next_message
        self.state.next_message += 1
        return number

    def add_person(self, person: Person) -> Chat:
        """A new phone, with its chat."""
        chat = self.state.chats[person.id] = Chat(person.id, person=person)
        self.changed.ring()
        return chat

    def chat_of(self, person_id: int) -> tuple[Chat, Person]:
        """A person's chat, for the people's side."""
        chat = self.state.chats.get(person_id)
        if chat is None or chat.person is None:
            raise PhoneError(404, f"no person {person_id}")
        return chat, chat.person

    def people(self) -> list[Person]:
        """Everybody with a phone, in the order they came."""
        return [chat.person for chat in self.state.chats.values() if chat.person is not None]

    def post(self, chat: Chat, bubble: Bubble) -> None:
        """Show a message in a chat."""
        chat.add(bubble)
        self.actions.pop(chat.id, None)
        self.ring(chat)

    def change(self, chat: Chat, bubble: Bubble) -> None:
        """Show that a message has changed."""
        chat.touch(bubble)
        self.ring(chat)

    def open_query(self, query: Query) -> None:
        """Remember a tap until it is answered or too old."""
        while self.queries and query.date - next(iter(self.queries.values())).date > QUERY_KEPT:
            self.queries.popitem(last=False)
        self.queries[query.id] = query

    def close(self) -> None:
        """Let everybody who waits go: the phone shuts down."""
        self.closing.set()
        self.changed.ring()
        self.updates.close()
        for bell in self._bells.values():
            bell.ring()
