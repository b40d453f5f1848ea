"""Updates in: what comes at the same time shares a transaction, and nobody hears yes before it is committed."""

from __future__ import annotations

import asyncio
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from bot.intake import Intake, Row
from storage.session import Store
from storage.tables import Update
from support.say import Say
from tests.harness import deployment
from tests.storage.test_queue import NOW


def call(number: int) -> dict[str, Any]:
    """What Telegram brings in one call of the webhook."""
    chat = {"id": number, "type": "private"}
    sender = {"id": number, "is_bot": False, "first_name": "Kim", "language_code": "sv"}
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": 1795000000,
            "chat": chat,
            "from": sender,
            "text": "hej",
        },
    }


async def sent(_chat: int, _what: Say, _language: str) -> None:
    """Nothing dangerous is said here."""
    raise AssertionError("nothing was to be sent")


def intake(store: Store) -> Intake:
    """The intake of a process."""
    return Intake(store, deployment("SE"), lambda: NOW, sent, set())


def stored(store: Store) -> int:
    """How many updates are kept."""
    with store.reading() as db:
        return db.scalar(select(func.count()).select_from(Update)) or 0


async def test_calls_that_come_while_one_is_stored_share_a_transaction(store: Store) -> None:
    commits: list[frozenset[str]] = []
    store.on_change(commits.append)
    taking = intake(store)
    said = await asyncio.gather(*(taking.take([call(number)]) for number in range(1, 41)))
    assert said == [True] * 40
    assert stored(store) == 40
    assert len(commits) <= 2


async def test_a_call_that_is_given_up_takes_nothing_from_the_others(store: Store) -> None:
    taking = intake(store)
    calls = [asyncio.ensure_future(taking.take([call(number)])) for number in range(1, 11)]
    await asyncio.sleep(0)
    calls[0].cancel()
    calls[1].cancel()
    said = await asyncio.gather(*calls, return_exceptions=True)
    assert said[2:] == [True] * 8
    assert stored(store) >= 8


async def test_all_that_shared_a_transaction_hear_that_it_failed(store: Store) -> None:
    taking = intake(store)
    failing = True

    def breaks(_row: Row) -> bool:
        if failing:
            raise OperationalError("INSERT", None, Exception("disk full"))
        return False

    taking.handle_at_once = breaks
    assert await taking.take([call(1)])  # with the note that intake works
    said = await asyncio.gather(taking.take([call(2)]), *(taking.take([call(n)]) for n in (3, 4)))
    assert said == [False, True, True]  # the first was alone; those that waited for it came together
    failing = False
    assert await taking.take([call(2)])
    assert stored(store) == 4


async def test_while_nothing_can_be_stored_one_that_cannot_be_read_hides_no_danger(store: Store) -> None:
    sent_to: list[int] = []

    async def card(chat: int, _what: Say, _language: str) -> None:
        sent_to.append(chat)

    taking = Intake(store, deployment("SE"), lambda: NOW, card, set())
    assert await taking.take([])  # the note that intake works

    def broken(_row: Row) -> bool:
        raise OperationalError("INSERT", None, Exception("disk full"))

    taking.handle_at_once = broken
    unreadable, grave = call(1), call(2)
    unreadable["message"]["text"] = {"odd": True}
    grave["message"]["text"] = "jag har tagit alla tabletterna"
    for update in (unreadable, grave, grave):
        assert not await taking.take([update])
    assert sent_to == [2]
    assert stored(store) == 0
