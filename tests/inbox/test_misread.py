"""What was understood stands beside the words; what was understood wrongly is marked, and leaves without them."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from bot.commands import understand as command
from bot.understanding.intents import INTENTS
from storage.tables import Message, Misread, Tenant
from support import messages, misread
from support.messages import Words
from support.say import line
from tests.inbox.desk import Office

WORDS = "kan Greger på Storgatan 4 få slippa onsdag"
MADE = {
    "intents": ["cancel_visit"],
    "when": {"start": "2026-11-25T00:00", "grain": "day"},
    "answered": True,
}


def writes(office: Office, text: str = WORDS, tenant: str = "Kim", **more: object) -> int:
    """A message that the bot has answered by itself."""
    with office.store.writing() as db:
        row = db.get_one(Tenant, office.ids[tenant])
        made = {**MADE, **more}
        return messages.keep(db, row, Words("text", text), now=office.now, waits=False, understood=made).id


def marks(office: Office) -> list[tuple[str | None, str | None]]:
    """Every mark: the sentence and what was meant."""
    with office.store.reading() as db:
        return [(each.sentence, each.intent) for each in db.query(Misread).order_by(Misread.id)]


def test_the_choice_is_what_understanding_knows() -> None:
    assert set(misread.INTENTS) == set(INTENTS)


async def test_what_was_understood_stands_beside_the_words_never_alone(office: Office) -> None:
    writes(office)
    async with office.browser("jonas") as browser:
        page = (await browser.get("/threads/1")).text
        assert page.index(WORDS) < page.index("Boten svarade på det som:") < page.index("avboka besök")
        assert "onsdag 25 november" in page
        (entry,) = (await browser.json("/threads/1"))["messages"]
        assert (entry["text"], entry["understood"]["intents"]) == (WORDS, ["cancel_visit"])
        assert entry["understood"]["answered"] is True


async def test_what_waits_is_said_to_be_read_only(office: Office) -> None:
    writes(office, answered=False)
    writes(office, "grannen", intents=["other"], when=None)
    async with office.browser("jonas") as browser:
        page = (await browser.get("/threads/1")).text
    assert page.count("Boten läste det som:") == 1
    assert "Boten svarade" not in page


async def test_a_mark_is_put_right_and_taken_away(office: Office) -> None:
    number = writes(office)
    async with office.browser("jonas") as browser:
        answer = await browser.post(f"/messages/{number}/misread")
        assert answer.headers["location"] == f"/threads/1?said=marked#m{number}"
        assert marks(office) == [(None, None)]
        assert "Markerat som fel förstått av Jonas" in (await browser.get("/threads/1?said=marked")).text
        await browser.post(
            f"/messages/{number}/misread",
            sentence=" kan jag byta dag? ",
            intent="move_visit",
            when="2026-11-26T14:00",
        )
        assert marks(office) == [("kan jag byta dag?", "move_visit")]
        page = (await browser.get(f"/messages/{number}/misread")).text
        assert WORDS in page
        assert 'value="2026-11-26T14:00"' in page
        await browser.post(f"/messages/{number}/misread/remove")
        assert marks(office) == []
    assert ("Jonas", "misread", 1) in office.log(), "the tenant may see who looked"


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"sentence": "Greger på Storgatan", "intent": "other"}, "hyresgästens egna ord"),
        ({"sentence": WORDS.upper() + "!", "intent": "other"}, "hyresgästens egna ord"),
        ({"sentence": "kan jag byta dag"}, "Välj också vad som menades."),
        ({"sentence": "kan jag byta dag", "intent": "make_coffee"}, "Välj det som menades i listan."),
        ({"sentence": "a" * 501, "intent": "other"}, "för lång"),
        ({"when": "på tisdag"}, "Tiden går inte att läsa."),
    ],
)
async def test_wrong_input_is_said_and_marks_nothing(
    office: Office, fields: dict[str, str], why: str
) -> None:
    number = writes(office)
    async with office.browser("jonas") as browser:
        answer = await browser.post(f"/messages/{number}/misread", **fields)
    assert answer.status_code == 409
    assert why in answer.text
    assert marks(office) == []


async def test_only_the_own_team_and_only_a_tenants_words(office: Office) -> None:
    number = writes(office)
    with office.store.writing() as db:
        kim = db.get_one(Tenant, office.ids["Kim"])
        messages.event(db, kim, line("event.urgent"), now=office.now)
        event = db.query(Message.id).order_by(Message.id.desc()).limit(1).scalar()
    async with office.browser("ola") as browser:
        assert (await browser.get(f"/messages/{number}/misread")).status_code == 404
        assert (await browser.post(f"/messages/{number}/misread", intent="other")).status_code == 404
    async with office.browser("jonas") as browser:
        assert (await browser.get(f"/messages/{event}/misread")).status_code == 404
    assert marks(office) == []


async def test_the_export_holds_the_persons_sentence_and_nothing_of_the_tenants(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = writes(office), writes(office, "jag heter Liv och är rädd", tenant="Liv")
    writes(office, "en tredje som bara står där")
    async with office.browser("amira") as browser:
        await browser.post(
            f"/messages/{first}/misread",
            sentence="kan jag få byta till torsdag",
            intent="move_visit",
            when="2026-11-26T14:00",
        )
        await browser.post(f"/messages/{second}/misread", sentence="eg er redd no", intent="crisis")
    url = office.store.engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("BOFAST_DATABASE_URL", url)
    monkeypatch.setenv("BOFAST_DATA_DIR", str(tmp_path))
    assert command.run(argparse.Namespace(export_marked=True, json=False)) == 0
    printed = capsys.readouterr().out
    lines = [json.loads(each) for each in printed.splitlines()]
    assert lines == [
        {
            "lang": "sv",
            "text": "kan jag få byta till torsdag",
            "now": "2026-11-24T10:00",
            "intents": ["move_visit"],
            "kind": "marked",
            "when": {"start": "2026-11-26T14:00"},
        },
        {
            "lang": "nn",
            "text": "eg er redd no",
            "now": "2026-11-24T10:00",
            "intents": ["crisis"],
            "kind": "marked",
            "danger": True,
        },
    ]
    for personal in ("Greger", "Storgatan", "Liv", "Kim", "rädd"):
        assert personal not in printed
