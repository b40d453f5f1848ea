"""The meeting place in words; out of an activity never touches a visit."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from storage.tables import Activity, ActivityJoin, Wish
from support import activities
from support.activities import Draft
from tests.harness import Town
from tests.stories.test_said_visits import booked, has_visit, waits


@pytest.fixture
async def town(town: Town) -> Town:
    """With a film night and a fishing trip."""

    def at(written: str) -> datetime:
        return datetime.fromisoformat(written).replace(tzinfo=town.deployment.zone)

    def add(db: Session) -> None:
        amira = town.worker(db, "Amira")
        for title, start, end in (
            ("Fisketur", "2026-11-25 10:00", "2026-11-25 14:00"),
            ("Filmkväll", "2026-11-27 18:00", "2026-11-27 20:00"),
        ):
            activities.add(db, amira, Draft(title, at(start), at(end)), now=town.now)

    await town.does(add)
    return town


def joined(town: Town) -> list[str]:
    """The activities that somebody is in."""
    return town.sees(
        lambda db: [db.get_one(Activity, each.activity_id).title for each in db.query(ActivityJoin)]
    )


@pytest.mark.parametrize(
    ("language", "words", "title", "press"),
    [
        ("sv", "skriv upp mig på filmkvällen", "Filmkväll", "Jag är med"),
        ("nb", "jeg vil være med på fisketuren", "Fisketur", "Jeg blir med"),
        ("nn", "eg blir med på fisketuren", "Fisketur", "Eg blir med"),
    ],
)
async def test_in_by_name_and_tap(town: Town, language: str, words: str, title: str, press: str) -> None:
    kim = await town.tenant("Kim", language)
    await kim.says(words)
    shown = kim.hears(title)
    assert len(shown.labels) == 2, "this one, and the way to a person"
    assert joined(town) == []
    await kim.taps(press)
    assert joined(town) == [title]


async def test_out_of_the_film_night_leaves_the_visit_alone(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await has_visit(town, kim, "2026-11-27")
    await kim.says("jag vill vara med på filmkvällen")
    await kim.taps("Jag är med")
    await kim.says("jag hoppar av filmkvällen på fredag, orkar inte")
    kim.hears("Filmkväll")
    assert "Avboka" not in kim.buttons
    await kim.taps("Inte den här gången")
    assert joined(town) == []
    assert booked(town) == ["11-27 14:00 booked"]


async def test_out_of_nothing_is_read_by_a_person(town: Town) -> None:
    kim = await town.tenant("Kim", "nb")
    await has_visit(town, kim, "2026-11-27")
    await kim.says("jeg dropper filmkvelden")
    kim.hears("Du er ikke med på noe nå.")
    assert waits(town, kim)
    assert booked(town) == ["11-27 14:00 booked"]


async def test_what_happens_and_a_wish(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await kim.says("vad hittar ni på i veckan på mötesplatsen?")
    kim.hears("Fisketur", "Filmkväll")
    await kim.says("kan vi inte ha en sykväll nån gång")
    kim.hears("Vill du önska det här till mötesplatsen?", "kan vi inte ha en sykväll nån gång")
    assert town.sees(lambda db: db.query(Wish).count()) == 0
    await kim.taps("Ja, spara")
    await kim.taps("Ja, spara")
    assert town.sees(lambda db: [each.words for each in db.query(Wish)]) == [
        "kan vi inte ha en sykväll nån gång"
    ]
