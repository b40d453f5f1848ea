"""The tenant changes, moves, ticks off, removes, and takes it back; the team reads and writes beside it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.tables import AccessLog, PlanItem
from support import plan, plan_notes
from support.messages import Words
from tests.harness import Resident, Town
from tests.stories.test_plan_own_words import panes, puts, reaches, view


def newest(kim: Resident) -> int:
    """The row of the tenant's newest item."""
    return kim.town.sees(lambda db: db.scalars(select(PlanItem.id).order_by(PlanItem.id.desc())).first()) or 0


async def test_an_item_walks_from_i_do_it_myself_to_help_me_and_back(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await puts(kim, "self", "Handla 1 gång/vecka.")
    await kim.presses("Min plan")
    await kim.taps("Vill klara själv")
    await kim.taps("Handla 1 gång/vecka.")
    await kim.taps("Hjälp mig med det")
    kim.hears("Nu står det här:", "Detta behöver jag stöd", "– Handla 1 gång/vecka.", "Amira läser")
    assert panes(kim)["support"] == ["Handla 1 gång/vecka."]
    await kim.taps("Ångra")
    kim.hears("Så står det nu:", "Detta vill jag klara själv")
    assert panes(kim)["self"] == ["Handla 1 gång/vecka."]


async def test_what_has_happened_is_shown_on_request_in_own_words(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await puts(kim, "self", "Betala räkningarna.")
    await reaches(kim, f"b:plan.done:{newest(kim)}:")
    kim.hears("Klart.")
    await kim.presses("Min plan")
    assert "Betala" not in kim.last
    await kim.taps("Det som har hänt")
    kim.hears("Måndag 23 november\n– Betala räkningarna.")
    await kim.taps("Betala räkningarna.")
    await kim.taps("Inte klart")
    assert panes(kim)["self"] == ["Betala räkningarna."]


async def test_what_happened_long_ago_is_a_tap_further(town: Town) -> None:
    kim = await town.tenant("Kim", "nb")

    def fill(db: Session) -> None:
        for number in range(35):
            item = plan.add(db, kim.row(db), "self", Words("text", f"ting {number}"), now=town.now)
            assert isinstance(item, PlanItem)
            plan.mark_done(db, kim.row(db), item.id, now=town.now)

    await town.does(fill)
    await kim.presses("Planen min")
    await kim.taps("Det som har skjedd")
    assert [label for label in kim.buttons if label != "Eldre"] == [f"ting {n}" for n in range(34, 4, -1)]
    await kim.taps("Eldre")
    assert kim.buttons == [f"ting {n}" for n in range(4, -1, -1)]


async def test_other_words_replace_the_first_and_the_first_can_come_back(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await puts(kim, "self", "städa")
    await reaches(kim, f"b:plan.change:{newest(kim)}:")
    kim.hears("Så står det nu:\nstäda")
    await kim.says("Städa köket!")
    kim.hears("Sparat med dina ord.\nStäda köket!")
    assert panes(kim)["self"] == ["Städa köket!"]
    await kim.taps("Ångra")
    assert panes(kim)["self"] == ["städa"]


async def test_removing_can_be_undone_and_old_buttons_tell_how_it_is_now(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await puts(kim, "self", "städa")
    item = newest(kim)
    await kim.taps("Ta bort")
    assert kim.last == "Borttaget."
    for action in ("item", "done", "change", "way", "remove", "send"):
        await reaches(kim, f"b:plan.{action}:{item}:")
        assert kim.last == "Det står inte i planen nu."
    await kim.taps("Ångra")
    assert panes(kim)["self"] == ["städa"]


async def test_words_meant_for_amira_are_moved_to_her(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await puts(kim, "goal", "kan du ringa mig imorgon?")
    await kim.taps("Skicka till Amira")
    kim.hears("Skickat till Amira. Det står inte i planen nu.")
    kim.hears("Amira läser")
    assert panes(kim)["goal"] == []
    assert town.thread(kim)[-1].text == "kan du ringa mig imorgon?"


async def test_a_way_is_removed_alone(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await puts(kim, "goal", "ny hund")
    await kim.says("fråga grannen")
    await kim.taps("Ta bort")
    assert [(each.words, each.way) for each in view(kim).pane("goal").items] == [("ny hund", None)]


async def test_editing_the_message_changes_the_item(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await reaches(kim, "b:plan.add:goal:")
    written = await kim.phone.say("ny hundd")
    await kim.listens()
    await kim.edits(written, "ny hund")
    kim.hears("Sparat med dina ord.\nny hund")
    assert panes(kim)["goal"] == ["ny hund"]


async def test_a_note_from_the_team_stands_beside_the_plan_with_a_name(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await puts(kim, "support", "Fixa tänder.")
    await kim.marks()

    def opens_and_writes(db: Session) -> None:
        amira = town.worker(db, "Amira")
        db.add(AccessLog(staff_id=amira.id, tenant_id=kim.row_id, what="plan", at=town.now))
        plan_notes.add_note(db, kim.row(db), amira, "Jag ringer på torsdag.", now=town.now)

    await town.does(opens_and_writes)
    await kim.listens()
    kim.hears_nothing()
    await kim.presses("Min plan")
    kim.hears("Från teamet:\nAmira, måndag 23 november: Jag ringer på torsdag.")
    await reaches(kim, f"b:plan.item:{newest(kim)}:")
    kim.hears("Amira öppnade planen måndag 23 november kl. 10.0")


async def test_nobody_reaches_another_tenants_plan(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await puts(kim, "goal", "ny hund")
    item = newest(kim)
    ola = await town.tenant("Ola", "nb")
    for action in ("item", "done", "not_done", "change", "way", "remove", "send", "move", "undo"):
        await reaches(ola, f"b:plan.{action}:{item}:self")
        assert ola.texts == ["Det står ikke i planen nå."]
    assert panes(kim)["goal"] == ["ny hund"]


async def test_broken_buttons_are_answered(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    for data in (
        "b:plan.item::",
        "b:plan.pane:landlord:",
        "b:plan.add::",
        "b:plan.undo:1:x",
        "b:plan.unsure:x:",
    ):
        await reaches(kim, data)
        assert len(kim.heard) == 1
    assert panes(kim) == {"goal": [], "support": [], "self": []}
