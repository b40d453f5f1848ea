"""The plan's rules: only the tenant changes it, words stay as they were written, everything can be undone."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.session import Store
from storage.tables import AccessLog, PlanItem, PlanVersion
from support import messages, plan
from support.messages import Words
from support.people import ROLES
from support.plan_notes import LONGEST, add_note, remove_note
from support.plan_read import first_read, item_view, plan_view
from support.say import Refused
from tests.support.home import MONDAY, Home, home

LATER = MONDAY + timedelta(hours=1)

PLANS = {  # G35-G38, T13, word for word
    "G35": {
        "goal": ["Kontakt med mina barn"],
        "support": ["Fixa tänder. Kontakt med tandläkare.", "Stöd att ringa mina barn varje torsdag."],
        "self": ["Städa lägenheten. Handla 1 gång/vecka. Betala räkningarna."],
    },
    "G36": {"goal": ["Utbilda mig till läkare"], "self": ["Ställa klockan varje morgon och gå upp före 12."]},
    "G37": {"goal": ["Få bevisat för världen att det är jag som är Gud."], "support": ["Allt."]},
    "G38": {"goal": ["Jag vet inte."], "self": ["Jag vill och klarar ingenting."]},
    "T13": {"goal": ["ny hund"]},
}
WORDS = [
    "  två  mellanslag före",
    "RINGA BARNA!!1",
    "stavvfel å dialækt",
    "🐶👩‍👩‍👧 ringa\nmorsan",
    "שלום",
    "ord " * 1024,
]


@pytest.fixture
def town(store: Store) -> Iterator[Home]:
    with home(store) as made:
        yield made


def put(town: Home, words: str, pane: str = "goal") -> PlanItem:
    item = plan.add(town.db, town.kim, pane, Words("text", words), now=MONDAY)
    assert isinstance(item, PlanItem)
    return item


def panes(town: Home) -> dict[str, list[str | None]]:
    town.db.expire_all()
    return {each.pane: [item.words for item in each.items] for each in plan_view(town.db, town.kim).panes}


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_stands_as_it_was_said_and_a_pane_may_be_empty(town: Home, name: str) -> None:
    for pane, items in PLANS[name].items():
        for words in items:
            put(town, words, pane)
    assert panes(town) == {pane: PLANS[name].get(pane, []) for pane in plan.PANES}


@pytest.mark.parametrize("words", WORDS)
def test_words_are_kept_byte_for_byte(town: Home, words: str) -> None:
    put(town, words)
    stored = panes(town)["goal"][0]
    assert stored is not None
    assert stored.encode() == words.encode()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(words=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_any_words_survive_moving_changing_and_undoing(town: Home, words: str) -> None:
    item = put(town, words)
    plan.move(town.db, town.kim, item.id, "self", now=LATER)
    plan.change(town.db, town.kim, item.id, Words("text", "annat"), now=LATER)
    version = plan.last_version(town.db, item)
    assert version is not None
    plan.undo(town.db, town.kim, item.id, version.id, now=LATER)
    town.db.expire_all()
    assert (item.pane, item.words) == ("self", words)


def changes() -> dict[str, Callable[..., Any]]:
    """Every function of the plan that takes somebody who acts."""
    return {
        name: function
        for name, function in inspect.getmembers(plan, inspect.isfunction)
        if "actor" in inspect.signature(function).parameters and not name.startswith("_")
    }


def call(function: Callable[..., Any], town: Home, actor: object, item: PlanItem) -> Any:
    given = {
        "db": town.db,
        "actor": actor,
        "item_id": item.id,
        "version_id": 1,
        "pane": "support",
        "words": Words("text", "skrivet av någon annan"),
        "now": LATER,
    }
    return function(**{name: given[name] for name in inspect.signature(function).parameters if name in given})


def snapshot(town: Home) -> list[tuple[Any, ...]]:
    town.db.flush()
    rows = [
        *town.db.query(PlanItem).order_by(PlanItem.id),
        *town.db.query(PlanVersion).order_by(PlanVersion.id),
    ]
    return [tuple(getattr(row, column.key) for column in row.__table__.columns) for row in rows]


def test_the_list_of_changes_is_the_one_we_think_of() -> None:
    assert set(changes()) == {
        "add", "change", "go_on", "set_way", "clear_way", "move",
        "mark_done", "mark_not_done", "remove", "undo", "own",
    }  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", changes())
def test_no_staff_role_can_change_a_word(town: Home, role: str, name: str) -> None:
    item = put(town, "ny hund")
    plan.change(town.db, town.kim, item.id, Words("text", "ny hund!"), now=MONDAY)
    before = snapshot(town)
    town.amira.role = role
    refused = call(changes()[name], town, town.amira, item)
    assert isinstance(refused, Refused)
    assert refused.line.key == "inbox.plan.only_tenant"
    assert snapshot(town) == before


@pytest.mark.parametrize("name", sorted(set(changes()) - {"add"}))
def test_another_tenant_reaches_nothing(town: Home, name: str) -> None:
    item = put(town, "ny hund")
    plan.change(town.db, town.kim, item.id, Words("text", "ny hund!"), now=MONDAY)
    before = snapshot(town)
    refused = call(changes()[name], town, town.ola, item)
    assert isinstance(refused, Refused)
    assert refused.line.key == "plan.gone"
    assert snapshot(town) == before


def test_an_item_walks_between_panes_and_back(town: Home) -> None:
    item = put(town, "Handla 1 gång/vecka.", "self")
    for pane in ("support", "goal", "self"):
        plan.move(town.db, town.kim, item.id, pane, now=LATER)
        assert panes(town)[pane] == ["Handla 1 gång/vecka."]
    assert isinstance(plan.move(town.db, town.kim, item.id, "landlord", now=LATER), Refused)


def test_what_is_done_stands_under_what_has_happened_and_can_go_back(town: Home) -> None:
    item = put(town, "Fixa tänder.", "support")
    plan.mark_done(town.db, town.kim, item.id, now=LATER)
    plan.mark_done(town.db, town.kim, item.id, now=LATER + timedelta(days=1))
    view = plan_view(town.db, town.kim)
    assert [(each.words, each.done_at) for each in view.happened] == [("Fixa tänder.", LATER)]
    assert panes(town)["support"] == []
    plan.mark_not_done(town.db, town.kim, item.id, now=LATER)
    assert panes(town)["support"] == ["Fixa tänder."]


def test_removed_can_be_undone_and_an_old_undo_changes_nothing(town: Home) -> None:
    item = put(town, "ny hund")
    plan.change(town.db, town.kim, item.id, Words("text", "ny katt"), now=LATER)
    first = plan.last_version(town.db, item)
    plan.remove(town.db, town.kim, item.id, now=LATER)
    second = plan.last_version(town.db, item)
    assert first is not None
    assert second is not None
    assert panes(town)["goal"] == []
    assert isinstance(plan.undo(town.db, town.kim, item.id, first.id, now=LATER), Refused)
    plan.undo(town.db, town.kim, item.id, second.id, now=LATER)
    assert panes(town)["goal"] == ["ny katt"]
    plan.undo(town.db, town.kim, item.id, second.id, now=LATER)
    assert panes(town)["goal"] == ["ny katt"]


def test_earlier_words_stay_readable(town: Home) -> None:
    item = put(town, "ny hund")
    plan.change(town.db, town.kim, item.id, Words("text", "ny katt"), now=LATER)
    plan.set_way(town.db, town.kim, item.id, Words("text", "fråga hemmet"), now=LATER)
    plan.move(town.db, town.kim, item.id, "self", now=LATER)
    [shown] = plan_view(town.db, town.kim).pane("self").items
    assert [(each.pane, each.words) for each in shown.earlier] == [("goal", "ny katt"), ("goal", "ny hund")]
    assert shown.way == "fråga hemmet"


def test_a_way_is_removed_without_its_item(town: Home) -> None:
    item = put(town, "ny hund")
    plan.set_way(town.db, town.kim, item.id, Words("text", "ringa hemmet"), now=LATER)
    plan.clear_way(town.db, town.kim, item.id, now=LATER)
    assert (item.words, item.way) == ("ny hund", None)


def test_the_next_part_of_a_long_text_is_added_below(town: Home) -> None:
    item = put(town, "a" * 4096)
    plan.go_on(town.db, town.kim, item.id, Words("text", " b"), now=LATER)
    assert item.words == "a" * 4096 + "\n b"


def waits(town: Home) -> bool:
    return messages.thread_of(town.db, town.kim).waiting_since is not None


def test_a_need_for_support_waits_for_the_team_and_its_words_stay_in_the_plan(town: Home) -> None:
    put(town, "ringa tandläkaren", "support")
    [event] = messages.entries(town.db, town.kim)
    assert event.say == {"line": ["event.plan_support", {}]}
    assert event.text is None
    assert waits(town)


def test_goals_and_own_tasks_ask_nothing_of_the_team(town: Home) -> None:
    put(town, "ny hund", "goal")
    put(town, "diska", "self")
    plan.add(town.db, town.kim, "support", Words("text", "Jag vet inte"), now=MONDAY, asks=False)
    assert not waits(town)
    assert messages.entries(town.db, town.kim) == []


def test_help_me_with_this_waits_for_the_team_too(town: Home) -> None:
    item = put(town, "diska", "self")
    plan.move(town.db, town.kim, item.id, "support", now=LATER)
    assert waits(town)


def test_a_need_shows_who_read_it(town: Home) -> None:
    item = put(town, "ringa tandläkaren", "support")
    assert first_read(town.db, item) is None
    for staff, at in ((town.jonas, LATER), (town.amira, LATER + timedelta(hours=1))):
        town.db.add(AccessLog(staff_id=staff.id, tenant_id=town.kim.id, what="plan", at=at))
    town.db.flush()
    read = first_read(town.db, item)
    assert read is not None
    assert (read.staff.name, read.at) == ("Jonas", LATER)


def test_a_note_stands_beside_the_plan_with_its_name(town: Home) -> None:
    put(town, "ny hund")
    note = add_note(town.db, town.kim, town.amira, "Vi ringer hemmet ihop.", now=LATER)
    assert not isinstance(note, Refused)
    view = plan_view(town.db, town.kim)
    assert [(each.name, each.words) for each in view.notes] == [("Amira", "Vi ringer hemmet ihop.")]
    assert panes(town)["goal"] == ["ny hund"]
    assert not remove_note(town.db, note.id, town.jonas)
    assert remove_note(town.db, note.id, town.amira)
    assert plan_view(town.db, town.kim).notes == ()


@pytest.mark.parametrize("words", ["", "  \n", "a" * (LONGEST + 1)])
def test_a_note_that_says_nothing_or_too_much_is_refused(town: Home, words: str) -> None:
    assert isinstance(add_note(town.db, town.kim, town.amira, words, now=LATER), Refused)


def test_an_edit_finds_the_item_that_the_message_became(town: Home) -> None:
    item = plan.add(town.db, town.kim, "goal", Words("text", "hundd", telegram_id=7), now=MONDAY)
    assert plan.written_in(town.db, town.kim, 7) is item
    assert plan.written_in(town.db, town.ola, 7) is None
    assert plan.written_in(town.db, town.kim, 8) is None


def test_a_plan_of_sixty_items_keeps_its_order(town: Home) -> None:
    for number in range(60):
        put(town, f"sak {number}")
    assert panes(town)["goal"] == [f"sak {number}" for number in range(60)]
    assert item_view(put(town, "sista")).earlier == ()
