"""`/stop` deletes nothing: it pauses at once, visits stand, answers come; and the ways on from there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy.orm import Session

from storage.tables import ActivityJoin, Outgoing, Tenant, Visit
from support import activities, alerts, deletion, outbox, pauses, people
from support.activities import Draft
from support.say import say
from tests.harness import Resident, Town

OpenTown = Callable[..., Awaitable[Town]]


def row(town: Town, who: Resident) -> Tenant:
    """The tenant as kept."""
    return town.sees(who.row)


async def booked(town: Town, who: Resident, when: str) -> int:
    """A visit stands."""
    starts = datetime.fromisoformat(when).replace(tzinfo=town.deployment.zone)

    def book(db: Session) -> int:
        visit = Visit(
            tenant_id=who.row_id,
            worker_id=town.worker(db, "Amira").id,
            starts=starts,
            minutes=60,
            place="home",
            created_at=town.now,
            changed_at=town.now,
        )
        db.add(visit)
        db.flush()
        return visit.id

    return await town.does(book)


async def news(town: Town, who: Resident) -> None:
    """Something that the tenant did not ask for."""
    await town.does(
        lambda db: outbox.notify(
            db, who.row(db), say("notice.news"), now=town.now, deployment=town.deployment
        )
    )
    await who.listens()


async def test_stop_sv(town: Town) -> None:
    kim = await town.tenant()
    visit = await booked(town, kim, "2026-11-26 14:00")
    await kim.says("/stop")
    shown = kim.hears(
        "Jag skickar inget av mig själv nu. Inget är raderat.",
        "Svar från oss kommer fram som vanligt.",
        "Besöket torsdag 26 november kl. 14.00 är kvar.",
    )
    assert "Avboka besöket" in shown.labels and "Börja igen" in shown.labels
    await kim.marks()
    await news(town, kim)
    kim.hears_nothing()
    await town.answers(kim, "Hej Kim!")
    await kim.listens()
    kim.hears("Hej Kim!")
    await kim.taps("Avboka besöket")
    assert town.sees(lambda db: db.get_one(Visit, visit).state) == "cancelled"


async def test_stop_nb_in_sweden_and_begin_again(town: Town) -> None:
    ola = await town.tenant("Ola", "nb")
    await ola.says("/stop")
    ola.hears("Jeg sender ingenting av meg selv nå. Ingenting er slettet.")
    await ola.says("/start")
    await ola.taps("Begynn igjen")
    ola.hears("Greit. Pausen er over.")
    assert not row(town, ola).paused
    await news(town, ola)
    ola.hears("Du har en melding.")


async def test_several_visits_and_an_inspection(town: Town) -> None:
    """Each visit has its own button; the landlord's inspection keeps its own name and has none (R28)."""
    kim = await town.tenant()
    await booked(town, kim, "2026-11-26 14:00")
    await booked(town, kim, "2026-11-27 10:00")
    inspection = await booked(town, kim, "2026-11-30 09:00")

    def make_inspection(db: Session) -> None:
        db.get_one(Visit, inspection).kind = "inspection"

    await town.does(make_inspection)
    await kim.says("/stop")
    shown = kim.hears("Hyresvärdens besiktning måndag 30 november kl. 9.00 är kvar.")
    cancels = [label for label in shown.labels if label.startswith("Avboka")]
    assert cancels == ["Avboka tors 26/11 14.00", "Avboka fre 27/11 10.00"]


async def test_stop_with_no_visit_says_none(town: Town) -> None:
    kim = await town.tenant()
    await kim.says("/stop")
    assert "Besöket" not in kim.last and not any("Avboka" in label for label in kim.buttons)


async def test_a_pause_for_a_week_ends_by_itself(town: Town) -> None:
    kim = await town.tenant()
    await kim.presses("Mer")
    await kim.taps("Paus")
    kim.hears("Hur länge vill du ha paus?")
    await kim.taps("En vecka")
    kim.hears("pausade till måndag 30 november. Sedan börjar de igen.")
    await kim.presses("Mer")
    kim.hears("pausade till måndag 30 november")
    assert "Börja igen" in kim.buttons
    await town.at("2026-11-29 12:00")
    await news(town, kim)
    await town.at("2026-11-30 09:01")
    await kim.listens()
    kim.hears_nothing()
    assert not pauses.is_paused(row(town, kim), town.now)
    await news(town, kim)
    kim.hears("Du har ett meddelande.")


async def test_a_month_from_the_last_of_january(open_town: OpenTown) -> None:
    town = await open_town(at="2027-01-31 12:00")
    ola = await town.tenant("Ola", "nb")
    await ola.says("/stop")
    await ola.taps("Pause til …")
    await ola.taps("En måned")
    ola.hears("på pause til søndag 28. februar.")
    until = row(town, ola).paused_until
    assert until is not None
    assert town.deployment.local(until).isoformat() == "2027-02-28T09:00:00+01:00"


async def test_stop_again_lasts_until_the_tenant_says(town: Town) -> None:
    kim = await town.tenant()
    await kim.says("/stop")
    await kim.taps("Pausa till …")
    await kim.taps("En vecka")
    await kim.says("/stop")
    assert (row(town, kim).paused, row(town, kim).paused_until) == (True, None)


async def test_danger_is_answered_while_paused(town: Town) -> None:
    kim = await town.tenant()
    await kim.says("/stop")
    await kim.says("orkar inte leva längre")
    kim.hears("Är du i fara nu? Ring 112.")


async def test_disconnect_asks_once_more_and_a_new_link_brings_it_all_back(any_town: Town) -> None:
    town = any_town
    kim = await town.tenant()
    await kim.says("hej")
    await kim.says("/stop")
    await kim.taps("Koppla bort telefonen")
    kim.hears("Vill du koppla bort telefonen?", "ger Amira dig en ny länk")
    assert row(town, kim).chat_id is not None
    await kim.taps("Ja, koppla bort")
    kim.hears("Telefonen är bortkopplad.", "Amira ger dig en ny länk när du vill.")
    assert row(town, kim).chat_id is None
    await kim.says("hej igen")
    kim.hears("inte kopplad till någon hos oss")
    code = await town.does(lambda db: people.new_link(db, kim.row(db), now=town.now))
    await kim.starts(code)
    await kim.taps("Svenska")
    assert not row(town, kim).paused, "whoever comes back starts afresh (R35)"
    assert any(each.text == "hej" for each in town.thread(kim))


async def test_no_to_disconnecting_changes_nothing(town: Town) -> None:
    ola = await town.tenant("Ola", "nb")
    await ola.says("/stop")
    await ola.taps("Koble fra telefonen")
    await ola.taps("Nei")
    assert row(town, ola).chat_id is not None


async def test_ask_to_delete_in_two_tiers(any_town: Town) -> None:
    town = any_town
    kim = await town.tenant()

    def join(db: Session) -> None:
        draft = Draft("Fiske", town.now, town.now.replace(hour=23))
        activity = activities.add(db, town.worker(db, "Amira"), draft, now=town.now)
        db.add(ActivityJoin(activity_id=activity.id, tenant_id=kim.row_id, at=town.now))  # type: ignore[union-attr]

    await town.does(join)
    await kim.says("ett ord som kanske är en journal")
    await kim.says("/stop")
    await kim.taps("Be om radering")
    kim.hears("Det här tar jag bort genast", "Det här kan jag inte ta bort själv", "Vill du be om radering?")
    assert town.alerts() == [], "nothing is done before the second yes"
    await kim.taps("Ja, be om radering")
    kim.hears("Påminnelserna är borttagna.")
    kim.hears("din fråga om radering", "Amira läser", "Lagen ger oss en månad att svara.")
    assert [each.kind for each in town.alerts()] == ["delete_request"]
    assert town.sees(lambda db: db.query(ActivityJoin).count()) == 0
    kept = [each.text for each in town.thread(kim)]
    assert "ett ord som kanske är en journal" in kept, "the rest is a person's to decide"
    assert row(town, kim).chat_id is not None, "so that the answer can come"

    await kim.taps("Radera inte")
    kim.hears("Okej.", "Inget mer raderas.")
    assert town.alerts() == []


async def test_asking_to_delete_twice_is_one_request(town: Town) -> None:
    ola = await town.tenant("Ola", "nb")
    for _ in range(2):
        await ola.says("/stop")
        await ola.taps("Be om sletting")
        if "Ja, be om sletting" in ola.buttons:
            await ola.taps("Ja, be om sletting")
    ola.hears("spørsmålet ditt om sletting", "Loven gir oss en måned til å svare.")
    assert len(town.alerts(deletion.KIND)) == 1
    number = town.alerts()[0].id
    await town.does(
        lambda db: alerts.done(db, alerts.open_alerts(db)[0], town.worker(db, "Amira"), now=town.now)
    )
    await ola.phone.tap_data(f"b:setting.delete_not:{number}:", ola.heard[-1].id)
    await ola.listens()
    ola.hears("Det er allerede ferdig.")


async def test_a_pause_stops_what_waits_already(town: Town) -> None:
    """Decided when it is sent: what was to leave after the quiet hours does not."""
    kim = await town.tenant()
    await town.at("2026-11-23 22:00")
    await news(town, kim)
    await kim.says("/stop")
    await town.at("2026-11-24 09:01")
    await kim.listens()
    kim.hears_nothing()
    state = town.sees(lambda db: [each.error for each in db.query(Outgoing) if each.unasked])
    assert state == ["paused"]
