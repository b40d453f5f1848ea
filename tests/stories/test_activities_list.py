"""What happens at the meeting place: a list on request, *I'm in*, *not this time*, and news for those who are in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from storage.tables import Activity, Visit
from support import activities, activity_joins, wishes
from support.activities import Draft
from support.messages import Words
from support.say import Refused
from tests.harness import Resident, Town


def local(town: Town, time: str) -> datetime:
    return datetime.fromisoformat(time).replace(tzinfo=town.deployment.zone)


async def puts(town: Town, title: str, time: str, **more: str) -> int:
    """Amira enters an activity of two hours."""

    def enter(db: Session) -> int:
        starts = local(town, time)
        draft = Draft(title, starts, starts + timedelta(hours=2), **more)
        made = activities.add(db, town.worker(db, "Amira"), draft, now=town.now)
        assert isinstance(made, Activity)
        return made.id

    return await town.does(enter)


async def changes(town: Town, who: Resident, change: Callable[[Session], object]) -> None:
    """Staff do something; the tenant listens."""
    await who.marks()
    result = await town.does(change)
    assert not isinstance(result, Refused)
    await who.listens()


def joined(town: Town, activity_id: int) -> list[str]:
    return town.sees(
        lambda db: [each.first_name for each in activity_joins.who_is_in(db, row(db, activity_id))]
    )


def row(db: Session, activity_id: int) -> Activity:
    found = activities.get(db, activity_id)
    assert found is not None
    return found


async def test_the_list_has_the_place_its_hours_and_seven_days(town: Town) -> None:
    await puts(town, "Fiske vid kajen", "2026-11-26 14:00", place="Kajen", host="Nils")
    await puts(town, "Frukost", "2026-11-25 09:00", kind="open_house")
    await puts(town, "Julbord", "2026-12-12 17:00")
    kim = await town.tenant("Kim", "sv")
    await kim.presses("Mötesplatsen")
    assert kim.last == (
        "Mötesplatsen Oasen: Storgatan 1\n"
        "Onsdag kl. 10.00–15.00\n"
        "Fredag kl. 10.00–15.00\n\n"
        "De närmaste sju dagarna:\n\n"
        "Onsdag 25 november kl. 9.00–11.00: Frukost\n"
        "Kom när du vill.\n\n"
        "Torsdag 26 november kl. 14.00–16.00: Fiske vid kajen\n"
        "Plats: Kajen\n"
        "Med Nils"
    )
    assert kim.buttons == ["Jag är med: Frukost", "Jag är med: Fiske vid…", "Längre fram", "Jag önskar något"]
    await kim.taps("Längre fram")
    kim.hears("Lördag 12 december kl. 17.00–19.00: Julbord")


async def test_an_empty_week_invites_a_wish(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await kim.says("/activities")
    kim.hears("Storgatan 1", "Inget är bestämt de närmaste sju dagarna.")
    assert kim.buttons == ["Jag önskar något"]


IN_AND_OUT = {
    "sv": ["Mötesplatsen", "Jag är med: Fiske", "Du är med.", "Inte den här gången", "Du är inte med"],
    "nb": ["Møteplassen", "Jeg blir med: Fiske", "Du er med.", "Ikke denne gangen", "Du er ikke med"],
    "nn": ["Møteplassen", "Eg blir med: Fiske", "Du er med.", "Ikkje denne gongen", "Du er ikkje med"],
}


@pytest.mark.parametrize("language", IN_AND_OUT)
async def test_in_and_out_again_without_a_reason(town: Town, language: str) -> None:
    menu, join, is_in, leave, left = IN_AND_OUT[language]
    fishing = await puts(town, "Fiske", "2026-11-26 14:00")
    kim = await town.tenant("Kim", language)
    await kim.presses(menu)
    await kim.taps(join)
    kim.hears(is_in, "26", "14.00–16.00: Fiske")
    assert joined(town, fishing) == ["Kim"]
    await kim.taps(leave)
    kim.hears(left)
    assert "?" not in kim.last
    assert joined(town, fishing) == []


async def test_signing_off_leaves_the_visit_of_that_hour_alone(town: Town) -> None:
    fishing = await puts(town, "Fiske", "2026-11-26 14:00")
    kim = await town.tenant("Kim", "sv")

    def book(db: Session) -> int:
        now = town.now
        visit = Visit(
            tenant_id=kim.row_id, worker_id=town.worker(db, "Amira").id, kind="support", state="booked",
            starts=local(town, "2026-11-26 14:00"), minutes=60, place="meeting_place", revision=1,
            created_at=now, changed_at=now,
        )  # fmt: skip
        db.add(visit)
        db.flush()
        return visit.id

    visit_id = await town.does(book)
    await kim.presses("Mötesplatsen")
    await kim.taps("Jag är med: Fiske")
    await kim.taps("Inte den här gången")
    visit = town.sees(lambda db: db.get(Visit, visit_id))
    assert visit is not None
    assert (visit.state, visit.revision, visit.changed_at) == ("booked", 1, visit.created_at)
    assert joined(town, fishing) == []
    assert town.alerts() == []


async def test_only_those_who_are_in_hear_of_a_new_time_and_that_it_does_not_happen(town: Town) -> None:
    fishing = await puts(town, "Fiske", "2026-11-26 14:00")
    kim, ola = await town.tenant("Kim", "sv"), await town.tenant("Ola", "nb")
    await kim.presses("Mötesplatsen")
    await kim.taps("Jag är med: Fiske")
    later = Draft("Fiske", local(town, "2026-11-27 13:00"), local(town, "2026-11-27 15:00"))
    await ola.marks()
    await changes(
        town, kim,
        lambda db: activities.change(
            db, row(db, fishing), town.worker(db, "Amira"), later, now=town.now, deployment=town.deployment
        ),
    )  # fmt: skip
    assert kim.texts == ["Du har ett meddelande.\nFiske har en ny tid.\nFredag 27 november kl. 13.00–15.00."]
    assert kim.buttons == ["Jag är med", "Inte den här gången"]
    await changes(
        town, kim,
        lambda db: activities.cancel(
            db, row(db, fishing), town.worker(db, "Amira"), now=town.now, deployment=town.deployment
        ),
    )  # fmt: skip
    assert kim.texts == ["Du har ett meddelande.\nFiske, fredag 27 november kl. 13.00.\nDet blir inte av."]
    await kim.taps("Jag är med")
    assert kim.last == "Fiske, fredag 27 november kl. 13.00.\nDet blir inte av."
    await ola.listens()
    ola.hears_nothing()


async def test_nobody_is_reminded_and_who_was_in_is_forgotten(town: Town) -> None:
    fishing = await puts(town, "Fiske", "2026-11-26 14:00")
    kim = await town.tenant("Kim", "sv")
    await kim.presses("Mötesplatsen")
    await kim.taps("Jag är med: Fiske")
    for time in ("2026-11-25 18:00", "2026-11-26 12:00", "2026-11-26 14:00"):
        await town.at(time)
        await kim.listens()
        kim.hears_nothing()
    await town.at("2026-11-26 16:00")
    assert town.app.jobs is not None
    await town.app.jobs.tidy()
    assert joined(town, fishing) == []


async def test_two_of_the_same_title_are_told_apart_by_day(town: Town) -> None:
    await puts(town, "Fiske", "2026-11-24 14:00")
    await puts(town, "Fiske", "2026-11-26 14:00")
    ola = await town.tenant("Ola", "nb")
    await ola.presses("Møteplassen")
    assert ola.buttons[:2] == ["Jeg blir med tirs 24.11.", "Jeg blir med tors 26.11."]
    assert all(len(label) <= 24 for label in ola.buttons)


async def test_a_stranger_reads_what_is_open_to_all(town: Town) -> None:
    await puts(town, "Fiske", "2026-11-26 14:00")
    kim = await town.tenant("Kim", "sv")
    await kim.presses("Mötesplatsen")
    await kim.taps("Jag är med: Fiske")
    alex = await town.stranger("Alex", "nb")
    await alex.says("hei")
    alex.hears("Storgatan 1", "Torsdag 26. november kl. 14.00–16.00: Fiske")
    assert "Kim" not in alex.last
    assert alex.buttons == []


async def test_the_list_says_what_came_from_a_wish(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")

    def grant(db: Session) -> object:
        amira, starts = town.worker(db, "Amira"), local(town, "2026-11-26 14:00")
        wish = wishes.add(db, kim.row(db), Words("text", "fiska"), now=town.now)
        draft = Draft("Fiske", starts, starts + timedelta(hours=2))
        return activities.add(db, amira, draft, now=town.now, wish=wish)

    await town.does(grant)
    await kim.presses("Mötesplatsen")
    kim.hears("14.00–16.00: Fiske\nNågon önskade det här.")
