"""Writing to the team: kept in order, one truthful receipt a burst, a human's answer with a first name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from storage.tables import Thread
from support import messages
from tests.harness import Resident, Town

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082"
)
"""A picture of one point."""

OpenTown = Callable[..., Awaitable[Town]]


def words(town: Town, who: Resident) -> list[str | None]:
    """What the tenant has written, as the thread keeps it."""
    return [each.text for each in town.thread(who) if each.author == "tenant"]


async def test_ten_messages_in_a_burst_are_all_kept_in_order_with_one_receipt(any_town: Town) -> None:
    kim = await any_town.tenant("Kim", "sv")
    burst = [f"rad {number} å ä ö 🙂" for number in range(10)]
    await kim.says(*burst)
    assert words(any_town, kim) == burst
    assert len(kim.heard) == 1
    kim.hears("Sparat.", "Amira läser", "16.00")
    assert kim.buttons == ["Det är bråttom"]


@pytest.mark.parametrize(
    ("country", "language", "stored", "before"),
    [
        ("SE", "sv", "Sparat.", "Ingen av oss läser före tisdag 24 november kl. 8.00."),
        ("SE", "nb", "Lagret.", "Ingen av oss leser før tirsdag 24. november kl. 8.00."),
        ("NO", "sv", "Sparat.", "Ingen av oss läser före tisdag 24 november kl. 8.00."),
        ("NO", "nb", "Lagret.", "Ingen av oss leser før tirsdag 24. november kl. 8.00."),
        ("NO", "nn", "Lagra.", "Ingen av oss les før tysdag 24. november kl. 8.00."),
    ],
)
async def test_at_night_the_receipt_says_that_nobody_reads(
    open_town: OpenTown, country: str, language: str, stored: str, before: str
) -> None:
    town = await open_town(country=country, at="2026-11-24 02:11")
    kim = await town.tenant("Kim", language)
    await kim.says("sover inte", "tänker på allt", "hallå")
    assert len(kim.heard) == 1
    assert kim.hears(stored, before).text.count("+4") <= 1
    kim.hears("08-702 16 80" if country == "SE" else "116 123")


async def test_before_a_holiday_the_receipt_counts_the_countrys_days_off(open_town: OpenTown) -> None:
    sweden = await open_town(country="SE", at="2026-12-23 17:00")
    kim = await sweden.tenant("Kim", "sv")
    await kim.says("julen är svår")
    kim.hears("måndag 28 december kl. 8.00")
    norway = await open_town(country="NO", at="2026-12-23 17:00")
    tove = await norway.tenant("Tove", "nb")
    await tove.says("jula er vanskelig")
    tove.hears("torsdag 24. desember kl. 8.00")


async def test_the_burst_ends_when_the_office_opens(open_town: OpenTown) -> None:
    town = await open_town(at="2026-11-24 02:11")
    kim = await town.tenant("Kim", "sv")
    await kim.says("en sak")
    await kim.says("en sak till")
    kim.hears_nothing()
    await town.at("2026-11-24 09:30")
    await kim.says("och en till")
    kim.hears("Sparat.", "Vi är på plats till kl. 16.00")


async def test_a_human_answers_and_receipts_are_silent_until_done(town: Town) -> None:
    tove = await town.tenant("Tove", "nb")
    await tove.says("kan dere hjelpe med NAV-brevet")
    await town.answers(tove, "Ja. Ta det med på torsdag. {ikke en mal}")
    await tove.listens()
    assert tove.last == "Amira:\nJa. Ta det med på torsdag. {ikke en mal}"
    await tove.says("takk")
    tove.hears_nothing()
    await tove.presses("Skriv til oss")
    tove.hears("Skriv her")

    await town.does(lambda db: messages.done(db, tove.row(db)))
    await tove.says("en ting til")
    tove.hears("Lagret.")


async def test_twelve_hours_after_the_answer_receipts_come_again(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await kim.says("hej")
    await town.answers(kim, "Hej Kim!")
    await town.at("2026-11-23 21:00")
    await kim.says("är du där")
    kim.hears_nothing()
    await town.at("2026-11-23 22:30")
    await kim.says("hallå")
    kim.hears("Sparat.", "Ingen av oss läser före")


async def test_urgent_sorts_the_thread_first(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await kim.says("vattnet rinner i köket")
    await kim.taps("Det är bråttom")
    kim.hears("ligger det först")

    def thread(db: object) -> Thread:
        return messages.thread_of(db, kim.row(db))  # type: ignore[arg-type]

    assert town.sees(thread).urgent
    await town.answers(kim, "Jag ringer vaktmästaren.")
    assert not town.sees(thread).urgent
    await kim.taps("Det är bråttom")
    kim.hears("redan sett det du skrev")


@pytest.mark.parametrize(
    ("language", "cannot"), [("sv", "kan inte lyssna"), ("nb", "kan ikke lytte"), ("nn", "kan ikkje lytte")]
)
async def test_voice_is_kept_and_the_bot_says_that_it_cannot_listen(
    town: Town, language: str, cannot: str
) -> None:
    kim = await town.tenant("Kim", language)
    await kim.sends("voice", b"OggS the voice of Kim")
    kim.hears(cannot, "112", "Amira")
    (entry,) = [each for each in town.thread(kim) if each.kind == "voice"]

    def path(db: object) -> str | None:
        from storage.tables import File

        file = db.get(File, entry.file_id)  # type: ignore[attr-defined]
        assert file.state == "stored"
        return str(file.digest)

    from bot.files import path_of

    assert path_of(town.settings.data_dir, town.sees(path) or "").read_bytes() == b"OggS the voice of Kim"


async def test_every_kind_of_message_is_kept_also_in_the_middle_of_a_dialog(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await kim.presses("Skriv till oss")
    await kim.sends("photo", PNG, caption="brevet")
    await kim.sends("document", b"%PDF-1.4 paper")
    await kim.sends("location")
    await kim.sends("contact", "+46701234567")
    await kim.sends("sticker", "🐕")
    sent = await kim.phone.say("torsdga funkar")
    await kim.listens()
    await kim.edits(sent, "torsdag funkar")
    kinds = [each.kind for each in town.thread(kim) if each.author == "tenant"]
    assert kinds == ["photo", "document", "location", "contact", "sticker", "text", "text"]
    assert words(town, kim)[0] == "brevet"
    newer = town.thread(kim)[-1]
    assert newer.edits is not None
    assert newer.text == "torsdag funkar"


@pytest.mark.parametrize(
    "text",
    [
        "👍",
        "🙂🙂🙂",
        "ÅÄÖ" * 1365,
        "שלום עולם مرحبا",
        "a\x00b\x07c",
        "{name} {0} %s <b>",
        "   .",
        "/okänt kommando",
    ],
)
async def test_odd_texts_are_answered_and_kept(town: Town, text: str) -> None:
    kim = await town.tenant("Kim", "sv")
    await kim.says(text)
    kim.hears("Sparat.")
    kept = words(town, kim)
    assert len(kept) == 1
    assert kept[0] is not None
    assert kept[0].strip() == text.strip() or "\x00" in text


async def test_a_long_answer_is_split_not_cut(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    long = "\n".join(f"Rad {number}: vi gör så här. 🙂" for number in range(400))
    await town.answers(kim, long)
    await kim.listens()
    assert len(kim.heard) > 1
    assert "".join(each.text.replace("\n", "") for each in kim.heard) == "Amira:" + long.replace("\n", "")


async def test_an_unknown_button_and_an_old_label_are_answered(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    for data in ("nonsense", "b:no.such.thing:1:", "b:visit.take:not-a-number:", "b:visit.fits:99999:"):
        await kim.taps_unseen(data)
        assert kim.heard, data
    await kim.says("Planen min")
    assert words(town, kim) == []


async def test_an_internal_note_never_reaches_the_chat(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await kim.marks()
    await town.does(
        lambda db: messages.note(db, kim.row(db), town.worker(db, "Jonas"), "ring vården", now=town.now)
    )
    await kim.listens()
    kim.hears_nothing()


async def test_when_the_worker_is_away_the_receipt_says_who_reads(town: Town) -> None:
    from storage.tables import Absence

    kim = await town.tenant("Kim", "sv")

    def away(db: object) -> None:
        amira = town.worker(db, "Amira")  # type: ignore[arg-type]
        from datetime import timedelta

        db.add(  # type: ignore[attr-defined]
            Absence(
                staff_id=amira.id, starts=town.now, ends=town.now + timedelta(days=1), created_at=town.now
            )
        )

    await town.does(away)
    await kim.says("grannen väsnas")
    kim.hears("Amira är borta. En kollega läser.")
