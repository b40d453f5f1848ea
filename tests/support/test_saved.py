"""What is saved: nothing that is kept about a tenant is left out, nothing of anybody else is in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import ForeignKey, inspect

from bot import documents
from locales import LANGUAGES, Voice, words
from storage import tables
from storage.session import Store
from storage.tables import Base, Tenant
from support import alerts, contact_line, messages, outbox, people, plan, saved
from support.messages import Words
from support.say import line, say
from tests.support.home import MONDAY, Home, home

THROUGH = {"plan_versions", "reminders"}
"""Tables about a tenant by way of another table."""
BY_CHAT = {"updates"}


@pytest.fixture
def town(store: Store) -> Iterator[Home]:
    with home(store) as made:
        yield made


def about_tenants() -> set[str]:
    """Tables with a tenant in them."""
    keys: list[tuple[str, ForeignKey]] = [
        (name, key) for name, table in Base.metadata.tables.items() for key in table.foreign_keys
    ]
    direct = {name for name, key in keys if key.column.table.name == "tenants"}
    return direct | THROUGH | BY_CHAT | {"tenants"}


def test_every_table_that_holds_a_tenant_has_its_section(town: Home) -> None:
    covered = {
        table.__tablename__ for section in saved.everything(town.db, town.kim) for table in section.tables
    }
    assert covered == about_tenants()


def fill(town: Home, tenant: Tenant, mark: str) -> None:
    """One row of everything about the tenant, recognisable by `mark`."""
    db, now, amira = town.db, MONDAY, town.amira
    messages.keep(db, tenant, Words("text", f"{mark} ett ord", data={"latitude": 1.5}), now=now)
    messages.answer(db, tenant, amira, f"{mark} svar", now=now)
    messages.note(db, tenant, amira, f"{mark} hemlig anteckning", now=now)
    messages.event(db, tenant, line("event.call_asked"), now=now)
    file = messages.new_file(
        db, tenant, now=now, telegram_id="t", kind="voice", name=f"{mark}.ogg", size=3, seconds=2
    )
    plan.add(db, tenant, "goal", Words("text", f"{mark} mål"), now=now)
    plan.add(db, tenant, "support", Words("voice", file_id=file.id), now=now)
    item = db.query(tables.PlanItem).filter_by(tenant_id=tenant.id).first()
    assert item is not None
    about: dict[str, Any] = {"tenant_id": tenant.id, "created_at": now}
    visit = tables.Visit(
        **about, worker_id=amira.id, starts=now, minutes=60, place="home", changed_at=now,
        kind="inspection", visitor=f"{mark} Berg", looks_at="kranar", answer="yes", state="met",
    )  # fmt: skip
    activity = tables.Activity(
        title=f"{mark} fiske", starts=now, ends=now + timedelta(hours=1), created_at=now, changed_at=now
    )
    db.add_all([visit, activity])
    db.flush()
    db.add_all(
        [
            tables.Reminder(
                visit_id=visit.id, revision=1, kind="soon", due_at=now, state="dropped", reason="quiet"
            ),
            tables.Offer(
                **about,
                batch="a",
                worker_id=amira.id,
                starts=now,
                minutes=60,
                place="phone",
                made_by=amira.id,
            ),
            tables.PlanVersion(item_id=item.id, pane="goal", words=f"{mark} tidigare", until=now),
            tables.PlanNote(**about, staff_id=amira.id, words=f"{mark} bredvid"),
            tables.Wish(
                **about, words=f"{mark} önskan", answer=f"{mark} ja", answered_by=amira.id, answered_at=now
            ),
            tables.ActivityJoin(activity_id=activity.id, tenant_id=tenant.id, at=now),
            tables.AccessLog(staff_id=amira.id, tenant_id=tenant.id, what="plan", at=now),
            tables.Update(
                update_id=tenant.id, chat_id=tenant.chat_id, state="done", next_try_at=now, received_at=now
            ),
        ]
    )
    contact_line.ask(db, tenant, "call", now=now)
    contact_line.number_given(db, tenant, "+46701234567", words=f"{mark} efter tio", now=now)
    for kind in ("danger", "late"):
        alerts.take(db, alerts.raise_alert(db, kind, tenant, now=now, visit=1), amira, now=now)
    people.new_link(db, tenant, now=now, made_by=amira)
    outbox.answer(db, tenant, say("line.number_is", number="+46701234567"), now=now)
    db.flush()
    db.expire_all()


MARKED = (
    "ett ord", "svar", ".ogg", "mål", "Berg", "fiske", "tidigare", "bredvid", "önskan", "ja", "efter tio",
)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_files_hold_everything_and_nothing_of_anybody_else(town: Home, language: str) -> None:
    fill(town, town.kim, "KIM")
    fill(town, town.ola, "OLA")
    voice = Voice(language, ZoneInfo("Europe/Stockholm"))
    _, text = documents.make("saved", town.db, town.kim, voice, MONDAY)
    _, computer = documents.make("saved_json", town.db, town.kim, voice, MONDAY)
    for content in (text.decode(), computer.decode()):
        for part in MARKED:
            separator = "" if part.startswith(".") else " "
            assert f"KIM{separator}{part}" in content
        assert "OLA" not in content
        assert "hemlig anteckning" not in content, "a note's words are asked for from a person"
        assert "Amira" in content
    whole = json.loads(computer)
    assert all(whole[section.name] for section in saved.everything(town.db, town.kim)), "no section is empty"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_to_read_holds_no_code_of_ours(town: Home, language: str) -> None:
    fill(town, town.kim, "KIM")
    voice = Voice(language, ZoneInfo("Europe/Stockholm"))
    name, content = documents.make("saved", town.db, town.kim, voice, MONDAY)
    assert name.endswith("-2026-11-23.txt")
    codes = (
        "team_missed", "inspection", "dropped", "waiting", "evening", "meeting_place", "delete_request",
        "+00:00", "None", "{", "saved.",
    )  # fmt: skip
    assert [code for code in codes if code in content.decode()] == []


def test_every_code_that_is_kept_has_a_word(town: Home) -> None:
    """A `Term` without a text would show our code: every value that the tables name is in the catalogue."""
    families = {
        "saved.visit": ("booked", "cancelled", "met", "missed", "team_missed"),
        "saved.state": (
            "active", "frozen", "ended", "open", "taken", "closed", "waiting", "held", "sent", "failed", "dropped",
        ),
        "saved.file": ("waiting", "stored", "failed", "too_large"),
        "saved.kind": (
            "text", "voice", "photo", "document", "audio", "video", "video_note", "animation", "sticker",
            "location", "contact", "other", "event", "note", "support", "inspection",
        ),
        "saved.request": (
            "danger", "call", "crisis_place", "delete_request", "visit_changed", "inspection", "set_aside",
            "undelivered", "late",
        ),
        "saved.opened": ("thread", "plan", "file", "profile", "alert"),
        "saved.answer": ("yes", "yes_with_worker", "another_time"),
        "saved.author": ("tenant", "staff", "note", "bot", "team"),
        "saved.reminder": ("evening", "soon"),
        "saved.reminders": ("both", "evening", "none"),
        "place": ("home", "outside", "meeting_place", "office", "phone"),
        "plan.pane": ("goal", "support", "self"),
    }  # fmt: skip
    missing = [f"{family}.{value}" for family, values in families.items() for value in values]
    assert [key for key in missing if not words.has(key)] == []


@pytest.mark.parametrize(
    "own", ["  två  mellanslag före", "RINGA BARNA!!1", "🐶👩‍👩‍👧\nringa\n\nmorsan", "שלום {name} %s"]
)
def test_own_words_stand_byte_for_byte(town: Home, own: str) -> None:
    """R4, in both files."""
    plan.add(town.db, town.kim, "goal", Words("text", own), now=MONDAY)
    voice = Voice("nb", ZoneInfo("Europe/Oslo"))
    assert own in documents.make("saved", town.db, town.kim, voice, MONDAY)[1].decode()
    whole = json.loads(documents.make("saved_json", town.db, town.kim, voice, MONDAY)[1])
    assert [item["words"] for item in whole["plan"]] == [own]


def test_a_tenant_without_anything(town: Home) -> None:
    town.kim.chat_id = None
    voice = Voice("nn", ZoneInfo("Europe/Oslo"))
    content = documents.make("saved", town.db, town.kim, voice, MONDAY)[1].decode()
    assert "Ingenting er lagra." in content


def test_every_column_of_a_tenant_is_told() -> None:
    """A new column about a tenant is a new line in the profile, or has its reason here."""
    told = {
        "team_id", "worker_id", "first_name", "language", "chat_id", "state", "usual_place", "reminders", "paused",
        "paused_until", "unreachable_since", "linked_at", "created_at",
    }  # fmt: skip
    columns = {column.key for column in inspect(Tenant).column_attrs}
    assert columns - told == {"id"}, "the row's own number says nothing"
