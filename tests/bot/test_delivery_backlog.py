"""What waits in the table for one chat, after a crash or a night without network, leaves without pauses."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from bot import delivery, telegram
from bot.delivery import Delivery
from bot.limits import SendLimit
from bot.parcels import Parcel
from storage.session import Store
from storage.tables import Outgoing
from storage.wake import Listener, Wake
from support.say import say
from tests.harness import deployment

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
CHAT, WAITING = 7, 5


class _WaitsForARing(Listener):
    """Does not look by itself after a second."""

    async def wait(self, seconds: float) -> bool:
        return await super().wait(3600)


class _OnlyRings(Wake):
    def listen(self, *tables: str) -> Listener:
        listener = _WaitsForARing(frozenset(tables))
        self._listeners.add(listener)
        return listener


async def test_the_next_one_need_not_wait_until_the_table_is_looked_at_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    left: list[int] = []
    all_left = asyncio.Event()

    async def carry(parcel: Parcel, *_: object) -> None:
        left.append(parcel.row_id)
        parcel.telegram_id = parcel.row_id
        if len(left) == WAITING:
            all_left.set()

    monkeypatch.setattr(delivery, "carry", carry)
    with store.writing() as db:
        rows = [_waiting() for _ in range(WAITING)]
        db.add_all(rows)
        db.flush()
        numbers = [row.id for row in rows]
    bot = telegram.client("1:test", "http://127.0.0.1:9")
    stopping = asyncio.Event()
    sender = Delivery(store, bot, deployment("SE"), lambda: NOW, SendLimit(0, 0))
    wake = _OnlyRings(store)
    running = asyncio.ensure_future(sender.run(wake, stopping))
    async with asyncio.timeout(20):
        await all_left.wait()
        stopping.set()
        wake.ring()
        await running
    await bot.session.close()
    assert left == numbers


def _waiting() -> Outgoing:
    what = say("setting.help_bot").to_json()
    return Outgoing(chat_id=CHAT, language="sv", say=what, rank=1, not_before=NOW, created_at=NOW)
