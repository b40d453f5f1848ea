"""Messages that are handled together: one that fails or never ends takes nothing from the others."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from bot.ledger import Ledger
from storage.session import Store
from storage.tables import Message, Outgoing, Tenant
from support import messages, outbox, people
from support.say import say
from tests.harness import Town, deployment

BAD = "den här går sönder"


def texts(town: Town) -> list[tuple[str, str | None]]:
    """Who wrote what, as it is kept."""
    found = town.sees(lambda db: db.query(Message).order_by(Message.id).all())
    names = town.sees(lambda db: {each.id: each.first_name for each in db.query(Tenant)})
    return [(names[each.tenant_id], each.text) for each in found if each.author == "tenant"]


async def test_one_that_fails_takes_nothing_from_the_others(
    any_town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    town, real = any_town, messages.receive

    def breaks(db: Session, tenant: Tenant, words: messages.Words, **rest: object) -> object:
        if words.text == BAD:
            raise KeyError("a mistake of ours")
        return real(db, tenant, words, **rest)  # type: ignore[arg-type]

    monkeypatch.setattr(messages, "receive", breaks)
    monkeypatch.setattr("bot.set_aside.PAUSES", ())
    kim, bo = await town.tenant("Kim", "sv"), await town.tenant("Bo", "sv")
    with town.store.writing():  # nobody is served meanwhile, so that all of it is handled together
        await kim.phone.say("grannen har bytt lås i porten")
        await bo.phone.say(BAD)
        await kim.phone.say("och hissen står still igen")
        await bo.phone.say("min postlåda är uppbruten")
    await town.settles()
    assert sorted(texts(town)) == sorted(
        [
            ("Kim", "grannen har bytt lås i porten"),
            ("Kim", "och hissen står still igen"),
            ("Bo", BAD),
            ("Bo", "min postlåda är uppbruten"),
        ]
    )
    assert [each.kind for each in town.alerts()] == ["set_aside"]
    await kim.listens()
    assert sum("Sparat." in text for text in kim.texts) == 1


async def test_a_turn_that_never_ends_is_stopped_and_set_aside(
    any_town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    town, real = any_town, messages.receive

    def never_ends(db: Session, tenant: Tenant, words: messages.Words, **rest: object) -> object:
        while words.text == BAD:
            pass
        return real(db, tenant, words, **rest)  # type: ignore[arg-type]

    kim = await town.tenant("Kim", "sv")
    monkeypatch.setattr(messages, "receive", never_ends)
    monkeypatch.setattr("bot.set_aside.PAUSES", ())
    assert town.app.turns is not None
    monkeypatch.setattr(town.app.turns.limit, "seconds", 0.5)
    await kim.phone.say(BAD)
    await kim.phone.say("grannen har bytt lås i porten")
    await town.settles()
    assert texts(town) == [("Kim", BAD), ("Kim", "grannen har bytt lås i porten")]
    assert [each.kind for each in town.alerts()] == ["set_aside"]


def test_two_processes_never_send_to_one_chat_side_by_side(database_url: str) -> None:
    stores = Store(database_url), Store(database_url)
    now = datetime.fromisoformat("2026-11-23T09:00:00+00:00")
    with stores[0].writing() as db:
        worker = people.add_staff(db, name="Amira", login="amira", team="Team", now=now)
        assert worker is not None
        tenant = people.add_tenant(db, first_name="Kim", language="sv", worker=worker, now=now)
        tenant.chat_id = 7
        for _ in range(2):
            outbox.answer(db, tenant, say("start.menu"), now=now)
    first, second = (Ledger(deployment()) for _ in stores)
    with stores[0].writing() as db:
        (taken,) = first.take(db, now, 10, [])
        if not stores[1].is_sqlite:  # SQLite has one writer, so there the other cannot even look
            with stores[1].writing() as other:
                assert second.take(other, now, 10, []) == []
    with stores[1].writing() as other:
        assert second.take(other, now, 10, []) == []
    with stores[0].writing() as db:
        first.mark(db, [taken], now)
    with stores[1].writing() as other:
        (behind,) = second.take(other, now, 10, [])
    assert behind.row_id > taken.row_id
    with stores[0].reading() as db:
        assert [each.state for each in db.query(Outgoing).order_by(Outgoing.id)] == ["sent", "waiting"]
    for each in stores:
        each.close()


def test_answers_are_handed_over_but_for_what_a_later_turn_drops(database_url: str) -> None:
    """A lost phone gets nothing more, also where the answer and the loss are handled together."""
    store, now = Store(database_url), datetime.fromisoformat("2026-11-23T09:00:00+00:00")
    with store.writing() as db:
        worker = people.add_staff(db, name="Amira", login="amira", team="Team", now=now)
        assert worker is not None
        tenant = people.add_tenant(db, first_name="Kim", language="sv", worker=worker, now=now)
        other = people.add_tenant(db, first_name="Bo", language="sv", worker=worker, now=now)
        tenant.chat_id, other.chat_id = 7, 8
        for each in (tenant, other):
            outbox.answer(db, each, say("start.menu"), now=now)
        db.flush()  # as a query in a later turn would
        (parcel,) = Ledger(deployment()).hand_over(db, outbox.fresh(db)[1:], now, [])
        assert parcel.chat_id == 8
    with store.writing() as db:
        tenant, other = db.query(Tenant).order_by(Tenant.id)
        for each in (tenant, other):
            outbox.answer(db, each, say("start.menu"), now=now)
        people.freeze(db, tenant, now=now)
        (parcel,) = Ledger(deployment()).hand_over(db, outbox.fresh(db), now, [parcel.row_id])
        assert parcel.chat_id == 8
    with store.reading() as db:
        states = [(each.chat_id, each.state) for each in db.query(Outgoing).order_by(Outgoing.id)]
        assert states == [(7, "dropped"), (8, "waiting"), (7, "dropped"), (8, "waiting")]
    store.close()
