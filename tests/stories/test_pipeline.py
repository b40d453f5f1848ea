"""Nothing lost: failing handlers, a database that is down, a Telegram that refuses, floods, blocks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from storage.tables import Outgoing, Tenant, Update
from support import messages, outbox
from support.say import say
from tests.harness import Town

OpenTown = Callable[..., Awaitable[Town]]


def written(town: Town, who: object) -> list[str | None]:
    return [each.text for each in town.thread(who) if each.author == "tenant"]  # type: ignore[arg-type]


async def test_a_handler_that_fails_keeps_the_message_and_says_so(
    any_town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    kim = await any_town.tenant("Kim", "sv")
    real = messages.receive

    def breaks(db: Session, tenant: Tenant, words: messages.Words, **rest: object) -> object:
        if words.text == "den här går sönder":
            raise KeyError("a mistake of ours")
        return real(db, tenant, words, **rest)  # type: ignore[arg-type]

    monkeypatch.setattr(messages, "receive", breaks)
    monkeypatch.setattr("bot.set_aside.PAUSES", ())
    await kim.says("den här går sönder", "den här går bra")
    assert written(any_town, kim) == ["den här går sönder", "den här går bra"]
    kim.hears("Något gick fel hos oss. Det du skickade är sparat.", "Amira läser")
    kim.hears("Sparat.")
    assert [each.kind for each in any_town.alerts()] == ["set_aside"]
    assert any_town.sees(lambda db: db.scalars(select(Update.state).where(Update.state != "done")).all()) == [
        "set_aside"
    ]


async def test_a_failing_update_is_tried_again_first(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    kim = await town.tenant("Kim", "sv")
    real = messages.receive
    tries: list[int] = []

    def breaks_once(*args: object, **rest: object) -> object:
        tries.append(1)
        if len(tries) == 1:
            raise RuntimeError("only now and then")
        return real(*args, **rest)  # type: ignore[arg-type]

    monkeypatch.setattr(messages, "receive", breaks_once)
    await kim.says("grannen väsnas")
    kim.hears("Sparat.")
    assert len(tries) == 2
    assert written(town, kim) == ["grannen väsnas"]
    assert town.alerts() == []


async def test_the_danger_card_is_sent_once_while_the_database_is_down(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    kim = await town.tenant("Kim", "sv")
    down = [True]
    real = type(town.store).writing

    def writing(store: object, patience: float = 10.0) -> object:
        if down[0]:
            raise OperationalError("BEGIN", {}, Exception("disk I/O error"))
        return real(store, patience)  # type: ignore[arg-type]

    monkeypatch.setattr(type(town.store), "writing", writing)
    await kim.phone.say("jag vill dö")
    (card,) = await kim.phone.answers(1)
    assert card.text.startswith("Är du i fara nu? Ring 112.")
    await kim.phone.nothing(1.2)  # asked again meanwhile, and not carded again
    assert await town.phone.pending() == 1

    down[0] = False
    await kim.phone._until(lambda found: len(found) >= 2, "the receipt", 15)
    await kim.listens()
    assert sum("Ring 112" in text for text in kim.texts) == 1
    kim.hears("Sparat.")
    assert written(town, kim) == ["jag vill dö"]
    assert [each.kind for each in town.alerts("danger")] == ["danger"]


async def test_a_blocked_bot_holds_what_it_has_to_say_until_the_tenant_writes(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await kim.phone.block()
    await town.settles()
    await town.answers(kim, "Jag kommer en timme senare.")
    assert town.sees(
        lambda db: db.scalars(select(Outgoing.state).where(Outgoing.message_id.is_not(None))).all()
    ) == ["held"]
    assert [each.kind for each in town.alerts()] == ["undelivered"], (
        "who answered sees that it did not come through"
    )
    assert town.sees(lambda db: kim.row(db).unreachable_since) is not None
    await kim.phone.block(False)
    await kim.marks()
    await kim.says("hej igen")
    kim.hears("Jag kommer en timme senare.")
    assert town.sees(lambda db: kim.row(db).unreachable_since) is None


async def test_a_block_found_out_by_sending_is_put_before_staff(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await town.phone.fault("403", "sendMessage")
    await town.answers(kim, "Hej")
    assert [each.kind for each in town.alerts()] == ["undelivered"]
    assert town.sees(lambda db: kim.row(db).unreachable_since) is not None


async def test_a_refused_message_is_set_aside_and_never_tried_for_ever(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await town.phone.fault("400", "sendMessage")
    await town.answers(kim, "Hej")
    assert [each.kind for each in town.alerts()] == ["undelivered"]
    await town.answers(kim, "Hej igen")
    await kim.listens()
    assert kim.texts == ["Amira:\nHej igen"]


@pytest.mark.parametrize("fault", ["429", "500", "html", "reset_before"])
async def test_a_telegram_that_stumbles_gets_the_message_in_the_end(town: Town, fault: str) -> None:
    kim = await town.tenant("Kim", "sv")
    await town.phone.fault(fault, "sendMessage")
    await kim.marks()
    await kim.phone.say("grannen väsnas")
    shown = await kim.phone.expect("Sparat.", patience=20)
    assert shown.by_bot
    await town.settles()
    assert town.sees(lambda db: set(db.scalars(select(Outgoing.state)))) == {"sent"}


async def test_with_telegrams_flood_limits_nobody_is_left_without_an_answer(open_town: OpenTown) -> None:
    town = await open_town()
    kim = await town.tenant("Kim", "sv")
    await town.phone.flood(True)
    for number in range(6):
        mark = kim.phone.mark
        await kim.phone.say("/help")
        kim.phone.mark = mark if number else kim.phone.mark
    answers = await kim.phone._until(lambda found: len(found) >= 6, "six answers", 30)
    assert len({each.text for each in answers}) == 1
    await town.settles()
    assert town.sees(lambda db: set(db.scalars(select(Outgoing.state)))) == {"sent"}


async def test_what_is_unasked_stops_while_paused_and_answers_still_come(town: Town) -> None:
    from support import pauses

    kim = await town.tenant("Kim", "sv")
    await town.does(lambda db: pauses.pause(db, kim.row(db), None, now=town.now))
    await kim.marks()

    def news(db: Session) -> None:
        outbox.notify(db, kim.row(db), say("notice.news"), now=town.now, deployment=town.deployment)

    await town.does(news)
    await town.answers(kim, "Svar")
    await kim.listens()
    assert kim.texts == ["Amira:\nSvar"]


async def test_a_message_past_its_time_dies_with_a_line_for_staff(town: Town) -> None:
    from datetime import timedelta

    kim = await town.tenant("Kim", "sv")
    await kim.marks()

    def late(db: Session) -> None:
        outbox.notify(
            db, kim.row(db), say("notice.news"), now=town.now, deployment=town.deployment,
            best_before=town.now - timedelta(minutes=1),
        )  # fmt: skip

    await town.does(late)
    await kim.listens()
    kim.hears_nothing()
    assert [each.kind for each in town.alerts()] == ["late"]


async def test_the_webhook_stores_before_it_answers_and_knows_its_secret(open_town: OpenTown) -> None:
    import httpx

    town = await open_town(webhook=True, inbox=True)
    kim = await town.tenant("Kim", "nb")
    await kim.says("naboen bråker")
    kim.hears("Lagret.")
    async with httpx.AsyncClient(verify=False) as client:
        forged = await client.post(f"{town.url}/telegram", json={"update_id": 1, "message": {}})
        assert forged.status_code == 403
        health = (await client.get(f"{town.url}/health")).json()
    assert health["database"] == "ok"
    assert town.sees(lambda db: db.get(Update, 1)) is None


async def test_the_same_update_twice_has_one_effect(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    update = {
        "update_id": 9_000_000_001,
        "message": {
            "message_id": 5000,
            "date": 1795428000,
            "chat": {"id": kim.phone.id, "type": "private"},
            "from": {"id": kim.phone.id, "is_bot": False, "first_name": "Kim"},
            "text": "bara en gång",
        },
    }
    await town.phone.inject(dict(update))
    await town.settles()
    await town.phone.inject(dict(update))
    await town.settles()
    assert written(town, kim) == ["bara en gång"]


async def test_what_nobody_can_read_is_kept_as_it_came(
    any_town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.set_aside.PAUSES", ())
    kim = await any_town.tenant("Kim", "sv")
    odd = {"message_id": 5000, "date": 1795428000, "chat": {"id": kim.phone.id, "type": "private"}}
    await kim.marks()
    for number, text in enumerate(({"odd": "grannen väsnas"}, "hissen står")):
        await any_town.phone.inject({"update_id": 9_000_000_001 + number, "message": {**odd, "text": text}})
    await kim.listens()
    kim.hears("Något gick fel hos oss. Det du skickade är sparat.", "Amira läser")
    assert written(any_town, kim) == ["hissen står"]
    assert [each.kind for each in any_town.alerts()] == ["set_aside"]
    (kept,) = any_town.sees(lambda db: db.scalars(select(Update.payload).where(Update.state == "set_aside")))
    assert kept is not None
    assert kept["message"]["text"] == {"odd": "grannen väsnas"}


async def test_a_place_whose_turn_fails_stands_in_the_thread(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.set_aside.PAUSES", ())

    def breaks(*args: object, **rest: object) -> object:
        raise KeyError("a mistake of ours")

    kim = await town.tenant("Kim", "sv")
    monkeypatch.setattr(messages, "receive", breaks)
    await kim.sends("location")
    kim.hears("Något gick fel hos oss. Det du skickade är sparat.", "Amira läser")
    assert [each.kind for each in town.thread(kim) if each.author == "tenant"] == ["location"]
    assert town.sees(lambda db: db.scalars(select(Update.state).where(Update.state != "done")).all()) == [
        "set_aside"
    ]


async def test_what_the_thread_cannot_hold_is_kept_as_it_came(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.set_aside.PAUSES", ())

    def breaks(*args: object, **rest: object) -> object:
        raise KeyError("a mistake of ours")

    kim = await town.tenant("Kim", "nb")
    monkeypatch.setattr(messages, "receive", breaks)
    monkeypatch.setattr(messages, "keep", breaks)
    await kim.says("naboen bråker")
    kim.hears("Noe gikk galt hos oss", "Amira leser")
    (kept,) = town.sees(lambda db: db.scalars(select(Update.payload).where(Update.state == "set_aside")))
    assert kept is not None
    assert kept["message"]["text"] == "naboen bråker"
