"""Being rung: asked at night, seen in the morning; the number in any form, erased when it is over."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from sqlalchemy.orm import Session

from storage.tables import Alert, Base
from support import contact_line
from support.say import Refused
from tests.harness import Resident, Town

OpenTown = Callable[..., Awaitable[Town]]
NIGHT = "2026-11-24 02:11"


async def calling(town: Town, *, by: str = "Amira", kind: str = "call") -> bool | Refused:
    """Staff press *calling now*."""

    def press(db: Session) -> bool | Refused:
        alert = contact_line.requests(db)[0]
        assert alert.kind == kind
        return contact_line.calling_now(db, alert, town.worker(db, by), now=town.now)

    return await town.does(press)


async def handled(town: Town) -> None:
    """Staff press *done*."""
    await town.does(
        lambda db: contact_line.done(db, contact_line.requests(db)[0], town.worker(db, "Amira"), now=town.now)
    )


async def tapped(tenant: Resident, data: str) -> None:
    """A button that this chat has never had, or not like this."""
    await tenant.phone.tap_data(data, tenant.heard[-1].id)
    await tenant.listens()


def alert(town: Town) -> Alert:
    """The newest request, whatever became of it."""
    found = town.sees(lambda db: db.query(Alert).order_by(Alert.id.desc()).first())
    assert found is not None
    return found


def everywhere(town: Town) -> str:
    """Every row of every table, as text."""
    return town.sees(
        lambda db: "\n".join(
            str(tuple(row)) for table in Base.metadata.sorted_tables for row in db.execute(table.select())
        )
    )


def events(town: Town, tenant: Resident) -> list[str]:
    """What staff see in the thread, by key."""
    return [each.say["line"][0] for each in town.thread(tenant) if each.say]


async def test_night_nb_in_sweden(open_town: OpenTown) -> None:
    """Scene 3's end: nobody sees it before eight; which number? At 08:04 somebody rings."""
    town = await open_town(at=NIGHT)
    ola = await town.tenant("Ola", "nb")
    await ola.presses("Ring oss")
    ola.hears("Akkurat nå er det ingen av oss som svarer.", "tirsdag 24. november kl. 8.00", "ring 112")
    await ola.taps("Kan dere ringe meg?")
    asked = ola.hears("Ingen av oss leser før tirsdag 24. november kl. 8.00.", "Hvilket nummer kan vi ringe?")
    assert asked.text.index("Ingen av oss leser") < asked.text.index("Hvilket nummer")
    assert "ring 112" in asked.text
    assert [each.kind for each in town.alerts()] == ["call"], "before the team before any number is known"

    await ola.says("412 34 567")
    ola.hears("Nummeret er +47 41 23 45 67.", "Nummeret slettes når samtalen er ferdig.")
    assert alert(town).phone == "+4741234567"

    await town.at("2026-11-24 08:04")
    assert await calling(town) is True
    await ola.listens()
    ola.hears("Amira ringer deg nå. Nummeret kan være skjult.")
    assert alert(town).taken_by is not None

    await ola.marks()
    await handled(town)
    await ola.listens()
    ola.hears_nothing()
    assert (alert(town).phone, alert(town).text) == (None, None)
    assert "41234567" not in everywhere(town), "erased wherever it was"
    assert events(town, ola)[-4:] == [
        "event.call_asked",
        "event.call_number",
        "event.calling",
        "event.call_done",
    ]


async def test_open_sv_in_norway(open_town: OpenTown) -> None:
    town = await open_town(country="NO")
    kim = await town.tenant("Kim", "sv")
    await kim.presses("Ring oss")
    shown = kim.hears("Ring oss på +47 55 12 34 56.", "Vi svarar idag till kl. 16.00.")
    assert "ring 113. Polis 112. Brand 110." in shown.text
    cards = [each.contact["phone_number"] for each in kim.heard if each.contact]
    assert cards == ["+4755123456"], "a card that the phone can save"
    await kim.taps("Kan ni ringa mig?")
    kim.hears("Vi har sparat att du vill bli uppringd.", "Vilket nummer kan vi ringa?")
    await kim.says("070-123 45 67")
    kim.hears("Numret är +46 70 123 45 67.")


async def test_words_without_a_number_reach_the_team_and_the_request_stands(town: Town) -> None:
    kim = await town.tenant()
    await kim.presses("Ring oss")
    await kim.taps("Kan ni ringa mig?")
    await kim.says("jag vet inte vilket nummer jag har")
    kim.hears("Sparat.")
    assert town.thread(kim)[-1].text == "jag vet inte vilket nummer jag har"
    assert len(town.alerts("call")) == 1
    await kim.says("ring 070 123 45 67 efter tio")
    kim.hears("Numret är +46 70 123 45 67.")
    assert alert(town).text == "ring 070 123 45 67 efter tio"
    assert "701234567" in everywhere(town)
    await handled(town)
    assert "701234567" not in everywhere(town) and "efter tio" not in everywhere(town)


async def test_a_shared_contact_and_another_number(town: Town) -> None:
    kim = await town.tenant()
    await kim.presses("Ring oss")
    await kim.taps("Kan ni ringa mig?")
    await kim.sends("contact", "46701234567")
    kim.hears("Numret är +46 70 123 45 67.")
    await kim.taps("Ett annat nummer")
    await kim.says("+48 512 345 678")
    kim.hears("Numret är +48 512 345 678.")
    assert [each.phone for each in town.alerts("call")] == ["+48512345678"]


async def test_what_may_be_a_number_is_kept_as_written(town: Town) -> None:
    kim = await town.tenant()
    await kim.presses("Ring oss")
    await kim.taps("Kan ni ringa mig?")
    await kim.says("+46 70 1")
    kim.hears("Jag kan inte läsa det som ett nummer. Teamet ser vad du skrev.")
    assert alert(town).text == "+46 70 1"
    await kim.says("0701234567")
    assert (alert(town).phone, alert(town).text) == ("+46701234567", None)


async def test_asking_twice_makes_one_request(town: Town) -> None:
    kim = await town.tenant()
    await kim.presses("Ring oss")
    await kim.taps("Kan ni ringa mig?")
    await kim.says("0701234567")
    await kim.presses("Ring oss")
    await kim.taps("Kan ni ringa mig?")
    kim.hears("Vi har redan sparat att du vill bli uppringd.", "Numret är +46 70 123 45 67.")
    assert len(town.alerts("call")) == 1


async def test_two_presses_tell_the_tenant_once(any_town: Town) -> None:
    town = any_town
    kim = await town.tenant()
    await kim.presses("Ring oss")
    await kim.taps("Kan ni ringa mig?")
    await kim.marks()
    assert [await calling(town), await calling(town, by="Jonas")] == [True, False]
    await kim.listens()
    assert kim.texts == ["Amira ringer dig nu. Numret kan vara dolt."]
    await town.at("2026-11-23 11:00")
    assert await calling(town, by="Jonas") is True, "a second try later is told again"
    await kim.listens()
    assert kim.texts == ["Jonas ringer dig nu. Numret kan vara dolt."]


async def test_no_longer_needed(town: Town) -> None:
    kim = await town.tenant()
    await kim.presses("Ring oss")
    await kim.taps("Kan ni ringa mig?")
    await kim.says("0701234567")
    withdrawn = alert(town)
    await kim.taps("Behövs inte längre")
    kim.hears("Okej. Vi har tagit bort det.")
    assert town.alerts() == []
    assert "701234567" not in everywhere(town)

    def press(db: Session) -> bool | Refused:
        row = db.get(Alert, withdrawn.id)
        assert row is not None
        return contact_line.calling_now(db, row, town.worker(db, "Amira"), now=town.now)

    await kim.marks()
    assert isinstance(await town.does(press), Refused)
    await kim.listens()
    kim.hears_nothing()


async def test_no_longer_needed_while_somebody_rings(town: Town) -> None:
    ola = await town.tenant("Ola", "nb")
    await ola.presses("Ring oss")
    await ola.taps("Kan dere ringe meg?")
    await calling(town)
    await ola.taps("Trengs ikke lenger")
    ola.hears("Greit. Vi har fjernet det.", "Amira kan allerede ha ringt.")


async def test_old_buttons_answer_with_how_it_is_now(town: Town) -> None:
    kim, ola = await town.tenant(), await town.tenant("Ola", "nb")
    await kim.presses("Ring oss")
    await kim.taps("Kan ni ringa mig?")
    number = alert(town).id
    await tapped(ola, f"b:line.no_call:{number}:")
    ola.hears("Det er allerede ferdig.")
    assert len(town.alerts("call")) == 1, "another tenant's request is not theirs to withdraw"
    await handled(town)
    await tapped(kim, f"b:line.no_call:{number}:")
    kim.hears("Det är redan avslutat.")
    await tapped(kim, f"b:line.other_number:{number}:")
    kim.hears("Det är redan avslutat.")
    await tapped(kim, "b:line.no_call:99999999999999999999999:")
    kim.hears("Det är redan avslutat.")


async def test_a_number_after_the_request_is_over_is_an_ordinary_message(town: Town) -> None:
    kim = await town.tenant()
    await kim.presses("Ring oss")
    await kim.taps("Kan ni ringa mig?")
    await handled(town)
    await kim.says("0701234567")
    kim.hears("Sparat.")
    assert town.thread(kim)[-1].text == "0701234567"
