"""Whatever is written gets an answer that can be sent, and changes nothing that only a tap may change."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from bot.dialogs import route
from bot.dialogs.said import plain
from bot.incoming import Incoming
from bot.render import methods
from bot.talk import Talk
from locales import Voice
from storage.session import Store
from storage.tables import ActivityJoin, Conversation, Message, PlanItem, Tenant, Visit, Wish
from support import activities, activity_joins, messages, outbox, plan, visits
from support.activities import Draft
from support.messages import Words
from support.say import Refused
from tests.support.home import MONDAY, Home, home

SENTENCES = Path(__file__).parent.parent / "understanding" / "sentences" / "tune"
ODD = [
    "",
    " ",
    "\u200b",
    "🙂" * 300,
    "a" * 10_000,
    "fredag " * 1_400,
    "nej " * 900,
    "31 november 29 februari 2027 kl 25.99 vecka 99",
    "kan ni komma " + "eller ".join(f"den {day} " for day in range(1, 40)),
    "שלום عليكم Здравствуйте 你好",
    "{start:when} %s </b> b:visit.cancel:1:1",
    "\x00\x07\ufffd",
    "i år 9999 kl 14 den 31/12/9999",
]
now = MONDAY


@pytest.fixture
def town(store: Store) -> Iterator[Home]:
    """Kim has two visits, a plan, and an activity to go to."""
    with home(store) as made:
        if made.db.get(Conversation, made.kim.id) is None:
            made.db.add(Conversation(tenant_id=made.kim.id, question_args={}, danger_cards={}))
        for days in (2, 4):
            starts = now.replace(hour=13) + timedelta(days=days)
            assert visits.book(
                made.db, made.kim, made.amira, starts, "home", now=now, deployment=made.deployment
            )
        for pane in plan.PANES:
            plan.add(made.db, made.kim, pane, Words("text", f"tvätta {pane}"), now=now)
        film = activities.add(
            made.db, made.amira, Draft("Filmkväll", now + timedelta(days=4), now + timedelta(days=5)), now=now
        )
        assert not isinstance(film, Refused)
        activity_joins.join(made.db, made.kim, film.id, now=now)
        yield made


def says(town: Home, text: str, number: int) -> None:
    """One turn, as far as the dialogs go; every answer is made ready for Telegram."""
    messages.done(town.db, town.kim)
    said = Incoming(number, town.kim.chat_id or 0, "text", text=text, message_id=number)
    talk = Talk(town.db, now, town.deployment, town.kim, town.db.get_one(Conversation, town.kim.id), said)
    for each in route(talk):
        voice = Voice(town.kim.language, town.deployment.zone)
        made = methods(1, each, voice, document=lambda name: (name, b""))
        assert made, f"{text!r} is answered with nothing that can be sent"
        outbox.answer(town.db, town.kim, each, now=now)
    town.db.flush()


def only_tapped(db: Session, kim: Tenant) -> list[object]:
    """What words alone may never change."""
    db.expire_all()
    return [
        [
            (each.id, each.starts, each.state, each.confirmed_at)
            for each in db.query(Visit).order_by(Visit.id)
        ],
        [(each.id, each.words, each.pane, each.done_at, each.removed_at) for each in db.query(PlanItem)],
        [(each.activity_id, each.tenant_id) for each in db.query(ActivityJoin)],
        [each.id for each in db.query(Wish)],
        (kim.language, kim.reminders, kim.paused, kim.chat_id, kim.state),
    ]


def unchanging(town: Home, text: str, number: int) -> None:
    """Say it; unless it is a plain yes, all stands as it stood."""
    before = only_tapped(town.db, town.kim)
    says(town, text, number)
    if plain.answer(text) != "yes":
        assert only_tapped(town.db, town.kim) == before, text


def test_sentences_of_all_kinds_change_nothing(town: Home) -> None:
    files = sorted(SENTENCES.glob("*.jsonl"))
    texts = [json.loads(line)["text"] for file in files for line in file.read_text("utf-8").splitlines()]
    for number, text in enumerate(texts[::97], start=1):
        unchanging(town, text, number)


def test_odd_texts_are_answered(town: Home) -> None:
    for number, text in enumerate(ODD, start=1):
        unchanging(town, text, number)
        unchanging(town, "kan ni komma fredag", number + 1000)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(
    st.text(max_size=60), st.sampled_from(["kan ni komma torsdag", "avboka", "jag vill ha hund", "ja", "nej"])
)
def test_any_text_in_the_middle_of_anything(town: Home, text: str, before: str) -> None:
    count = (town.db.query(Message.id).count() + 1) * 10
    says(town, before, count + 5_000)
    unchanging(town, text.replace("\x00", "").encode("utf-8", "replace").decode(), count + 50_001)
