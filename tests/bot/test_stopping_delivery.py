"""Told to stop, delivery lets go of what has not left, and ends."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from bot import telegram
from bot.delivery import Delivery
from bot.limits import SendLimit
from bot.parcels import Parcel
from storage.session import Store
from storage.tables import Outgoing
from storage.wake import Wake
from tests.harness import deployment

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


async def test_what_was_about_to_leave_is_left_to_whoever_comes_after(store: Store) -> None:
    with store.writing() as db:
        row = Outgoing(
            chat_id=1,
            language="sv",
            say={"lines": []},
            rank=1,
            not_before=NOW,
            created_at=NOW,
            leased_until=NOW + timedelta(seconds=10),
        )
        db.add(row)
        db.flush()
        number = row.id
    bot = telegram.client("1:test", "http://127.0.0.1:9")
    delivery = Delivery(store, bot, deployment("SE"), lambda: NOW, SendLimit(0, 0))
    stopping = asyncio.Event()
    stopping.set()
    running = asyncio.ensure_future(delivery.run(Wake(store), stopping))  # it begins before the parcel leaves
    delivery.accept([Parcel(number, 1, [telegram.Text(1, "hej")], 1, NOW)])
    await asyncio.wait_for(running, 10)
    with store.reading() as db:
        left = db.get(Outgoing, number)
        assert left is not None
        assert (left.state, left.leased_until, left.tries) == ("waiting", None, 0)
    await bot.session.close()
