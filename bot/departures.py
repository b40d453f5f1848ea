"""What is about to leave, in this process's memory: in order within a chat, one at a time there, the gravest first."""

from __future__ import annotations

import heapq
from collections.abc import Iterator

from bot.parcels import Parcel


class Departures:
    """Parcels that wait for their turn, and the chats that one is on its way to."""

    def __init__(self) -> None:
        self._lines: dict[int, list[Parcel]] = {}  # chat → a heap of what waits there
        self._next: list[
            tuple[int, int, int]
        ] = []  # (rank, row, chat) of lines that may go; may be out of date
        self._on_its_way: dict[int, Parcel] = {}

    def __len__(self) -> int:
        return sum(map(len, self._lines.values())) + len(self._on_its_way)

    def __iter__(self) -> Iterator[Parcel]:
        yield from list(self._on_its_way.values())
        for line in list(self._lines.values()):
            yield from list(line)

    @property
    def chats(self) -> set[int]:
        """Chats that something waits for or is on its way to."""
        return {*self._lines, *self._on_its_way}

    def put(self, parcel: Parcel) -> None:
        """Line it up behind what is graver or older."""
        heapq.heappush(self._lines.setdefault(parcel.chat_id, []), parcel)
        self._offer(parcel.chat_id)

    def leave(self) -> Parcel | None:
        """The next that may leave; None if nothing may."""
        while self._next:
            rank, row_id, chat_id = heapq.heappop(self._next)
            line = self._lines.get(chat_id)
            if line and chat_id not in self._on_its_way and (line[0].rank, line[0].row_id) == (rank, row_id):
                parcel = heapq.heappop(line)
                if not line:
                    del self._lines[chat_id]
                self._on_its_way[chat_id] = parcel
                return parcel
        return None

    def back(self, parcel: Parcel) -> None:
        """It has come back, however it went: the next of its chat may leave."""
        self._on_its_way.pop(parcel.chat_id, None)
        self._offer(parcel.chat_id)

    def take_back(self, chat_id: int | None = None) -> list[Parcel]:
        """Whatever has not left yet, of one chat or of all: it waits here no more."""
        chats = list(self._lines) if chat_id is None else [chat_id]
        return [parcel for chat in chats for parcel in self._lines.pop(chat, [])]

    def _offer(self, chat_id: int) -> None:
        line = self._lines.get(chat_id)
        if line and chat_id not in self._on_its_way:
            heapq.heappush(self._next, (line[0].rank, line[0].row_id, chat_id))
