"""Threads: read everything in order, answer, note, hand over, done."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from sqlalchemy import select

from inbox.files import where
from storage.tables import Outgoing, Tenant, Thread
from support import alerts, messages
from support.messages import Words
from support.say import Say, line
from tests.inbox.desk import Browser, Office


def deliveries(office: Office) -> list[Outgoing]:
    with office.store.reading() as db:
        return list(db.scalars(select(Outgoing).order_by(Outgoing.id)))


async def shown(browser: Browser, tenant: int = 1) -> list[dict[str, object]]:
    found = await browser.json(f"/threads/{tenant}")
    return [{key: each[key] for key in ("author", "name", "text")} for each in found["messages"]]


async def test_an_answer_goes_to_the_tenant_with_a_first_name_and_as_it_was_written(office: Office) -> None:
    office.writes("Kim", "kommer du på torsdag")
    async with office.browser("jonas") as browser:
        answer = await browser.post("/threads/1/answer", text="  Ja!\r\nKl. 14 <b>&amp;</b> {kaffe} 🙂 ")
        assert answer.headers["location"] == "/threads/1?said=answered#end"
        page = (await browser.get("/threads/1?said=answered")).text
        assert "Svaret är sparat och skickas nu." in page
        assert "&lt;b&gt;&amp;amp;&lt;/b&gt; {kaffe} 🙂" in page
        assert "Väntar på att skickas" in page
        assert await shown(browser) == [
            {"author": "tenant", "name": "Kim", "text": "kommer du på torsdag"},
            {"author": "staff", "name": "Jonas", "text": "  Ja!\nKl. 14 <b>&amp;</b> {kaffe} 🙂 "},
        ]
    (row,) = deliveries(office)
    said = Say.from_json(row.say)
    assert (row.chat_id, [each.key for each in said.lines]) == (101, ["message.from_staff", "message.words"])
    assert said.lines[0].args == {"name": "Jonas"}
    assert said.lines[1].args == {"words": "  Ja!\nKl. 14 <b>&amp;</b> {kaffe} 🙂 "}
    with office.store.reading() as db:
        assert db.get_one(Thread, 1).waiting_since is None


async def test_a_note_is_never_sent(office: Office) -> None:
    office.writes("Kim", "hej")
    async with office.browser("jonas") as browser:
        answer = await browser.post("/threads/1/note", text="Ringde värden")
        assert answer.headers["location"] == "/threads/1?said=noted#end"
        assert (await shown(browser))[1] == {"author": "note", "name": "Jonas", "text": "Ringde värden"}
    assert deliveries(office) == []
    with office.store.reading() as db:
        assert db.get_one(Thread, 1).waiting_since is not None, "a note answers nobody"


async def test_an_answer_and_a_note_cannot_be_confused(office: Office) -> None:
    async with office.browser("jonas") as browser:
        page = (await browser.get("/threads/1")).text
        reply, note = page.split('<details class="note"', 1)
        assert 'action="/threads/1/answer" class="reply"' in reply
        assert "Skicka till Kim" in reply
        assert "Skicka till Kim" not in note
        assert 'action="/threads/1/note"' in note.split("</details>")[0]
        assert "Spara för teamet" in note


async def test_two_presses_on_send_are_one_answer(office: Office) -> None:
    async with office.browser("jonas") as browser:
        for _ in range(2):
            await browser.post("/threads/1/answer", text="Ja")
        office.later(minutes=2)
        await browser.post("/threads/1/answer", text="Ja")
    assert len(deliveries(office)) == 2


async def test_nothing_and_too_much_are_refused_and_nothing_is_kept(office: Office) -> None:
    async with office.browser("jonas") as browser:
        for box in ("answer", "note"):
            assert (await browser.post(f"/threads/1/{box}", text=" \r\n ")).status_code == 409
            long = await browser.post(f"/threads/1/{box}", text="å" * 4001)
            assert "högst 4000 tecken" in long.text
            assert (await browser.post(f"/threads/1/{box}", text="å" * 4000)).status_code == 303
    assert [len(each.text or "") for each in office.thread("Kim")] == [4000, 4000]


async def test_null_bytes_and_right_to_left_are_kept_readable(office: Office) -> None:
    async with office.browser("jonas") as browser:
        assert (await browser.post("/threads/1/answer", text="a\x00b مرحبا")).status_code == 303
        assert (await shown(browser))[0]["text"] == "ab مرحبا"
        assert 'dir="auto"' in (await browser.get("/threads/1")).text


async def test_what_became_of_each_answer_is_shown(office: Office) -> None:
    states = {
        "sent": "Skickat 10.00",
        "held": "Inte skickat: telefonen tar inte emot",
        "failed": "Inte skickat",
        "dropped": "(telefonen kopplades från)",
    }
    async with office.browser("jonas") as browser:
        for state, words in states.items():
            await browser.post("/threads/1/answer", text=f"svar {state}")
            with office.store.writing() as db:
                row = db.scalars(select(Outgoing).order_by(Outgoing.id.desc())).first()
                assert row is not None
                row.state, row.sent_at = state, office.now
                row.error = "no_phone" if state == "dropped" else None
            page = (await browser.get("/threads/1/entries")).text
            assert words in " ".join(page.split(f"svar {state}")[1].split())
        with office.store.writing() as db:
            db.get_one(Tenant, 1).chat_id = None
        await browser.post("/threads/1/answer", text="till ingen")
        page = (await browser.get("/threads/1")).text
        assert "Inte skickat: ingen telefon är kopplad" in page.split("till ingen")[1]
        assert "Ingen telefon är kopplad." in page


async def test_an_edited_message_shows_both_wordings(office: Office) -> None:
    with office.store.writing() as db:
        kim = db.get_one(Tenant, 1)
        messages.keep(db, kim, Words("text", "kom inte", telegram_id=7), now=office.now)
        later = office.now + timedelta(minutes=4)
        messages.keep(db, kim, Words("text", "kom gärna", telegram_id=7, edits_telegram_id=7), now=later)
    async with office.browser("jonas") as browser:
        found = (await browser.json("/threads/1"))["messages"]
        assert [(each["text"], each["changes"]) for each in found] == [("kom gärna", None), ("kom gärna", 1)]
        assert found[0]["earlier"][0]["text"] == "kom inte"
        page = (await browser.get("/threads/1")).text
        assert "Till tisdag 24 november kl. 10.04 stod det:" in page
        assert "Kim ändrade ett meddelande" in page


async def test_events_stand_in_the_readers_language(office: Office) -> None:
    with office.store.writing() as db:
        messages.event(db, db.get_one(Tenant, office.ids["Tor"]), line("event.frozen"), now=office.now)
    async with office.browser("ola") as browser:
        text = (await shown(browser, office.ids["Tor"]))[0]["text"]
        await browser.post("/account/language", language="nn")
        assert (await shown(browser, office.ids["Tor"]))[0]["text"] != "event.frozen"
        assert text != "event.frozen"
        page = (await browser.get("/inbox")).text
        assert '<html lang="nn">' in page


def keep_file(office: Office, content: bytes, **about: str) -> int:
    digest = hashlib.sha256(content).hexdigest()
    path = where(office.app.state.desk.data_dir, digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    with office.store.writing() as db:
        kim = db.get_one(Tenant, 1)
        file = messages.new_file(db, kim, now=office.now, telegram_id="x", **about)
        file.digest, file.state = digest, "stored"
        messages.keep(db, kim, Words(file.kind, file_id=file.id), now=office.now)
        return file.id


async def test_a_voice_message_is_played_and_players_may_ask_for_parts(office: Office) -> None:
    voice = keep_file(office, b"OggS" + bytes(96), kind="voice")
    async with office.browser("jonas") as browser:
        assert (
            f'<audio controls preload="none" src="/files/{voice}"' in (await browser.get("/threads/1")).text
        )
        whole = await browser.get(f"/files/{voice}")
        assert (whole.status_code, len(whole.content), whole.headers["content-type"]) == (
            200,
            100,
            "audio/ogg",
        )
        part = await browser.get(f"/files/{voice}", headers={"Range": "bytes=0-3"})
        assert (part.status_code, part.content) == (206, b"OggS")
        assert part.headers["content-range"] == "bytes 0-3/100"
        beyond = await browser.get(f"/files/{voice}", headers={"Range": "bytes=500-"})
        assert beyond.status_code == 200
        assert office.log() == [("Jonas", "thread", 1)], "part of the thread's opening"
        office.later(hours=2)
        await browser.get(f"/files/{voice}")
        assert office.log()[1] == ("Jonas", "file", 1)
    async with office.browser("ola") as browser:
        assert (await browser.get(f"/files/{voice}")).status_code == 404


async def test_what_a_browser_could_run_is_only_downloaded(office: Office) -> None:
    for mime in ("text/html", "image/svg+xml", "application/pdf", ""):
        number = keep_file(
            office, f"<script>{mime}</script>".encode(), kind="document", mime=mime, name='bilaga "å".html'
        )
        async with office.browser("jonas") as browser:
            answer = await browser.get(f"/files/{number}")
            assert answer.headers["content-type"] == "application/octet-stream"
            assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''bilaga%20")
            assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
            assert answer.headers["x-content-type-options"] == "nosniff"


async def test_a_file_that_could_not_be_fetched_says_so(office: Office) -> None:
    with office.store.writing() as db:
        kim = db.get_one(Tenant, 1)
        file = messages.new_file(db, kim, now=office.now, telegram_id="x", kind="photo")
        file.state = "too_large"
        messages.keep(db, kim, Words("photo", file_id=file.id), now=office.now)
    async with office.browser("jonas") as browser:
        assert "Bild: för stor för att hämtas" in (await browser.get("/threads/1")).text
        assert (await browser.get("/files/1")).status_code == 404


async def test_other_kinds_of_messages_are_shown(office: Office) -> None:
    with office.store.writing() as db:
        kim = db.get_one(Tenant, 1)
        for kind, data in (
            ("location", {"latitude": 59.6, "longitude": 16.5}),
            ("contact", {"phone": "+46701234567", "name": "Syrran", "own": False}),
            ("sticker", {"emoji": "🎣"}),
            ("other", None),
        ):
            messages.keep(db, kim, Words(kind, data=data), now=office.now)
    async with office.browser("jonas") as browser:
        page = (await browser.get("/threads/1")).text
        for part in ("geo:59.6,16.5", "tel:+46701234567", "Syrran", "🎣", "Något som inte kan visas här."):
            assert part in page


async def test_urgent_threads_come_first_then_who_has_waited_longest(office: Office) -> None:
    office.writes("Liv", "hei")
    office.later(minutes=5)
    office.writes("Kim", "hej")
    async with office.browser("jonas") as browser:
        assert [each["tenant"] for each in (await browser.json("/threads"))["threads"]] == ["Liv", "Kim"]
        await browser.post("/threads/1/urgent")
        found = (await browser.json("/threads"))["threads"]
        assert [(each["tenant"], each["urgent"]) for each in found] == [("Kim", True), ("Liv", False)]
        mine = (await browser.json("/threads?show=mine"))["threads"]
        assert [each["tenant"] for each in mine] == ["Liv"]
        await browser.post("/threads/1/done")
        waiting = (await browser.json("/threads?show=waiting"))["threads"]
        assert [each["tenant"] for each in waiting] == ["Liv"]
        assert (await browser.post("/threads/1/urgent")).status_code == 404, "nothing waits there"


async def test_calling_now_is_told_once_and_done_erases_the_number(office: Office) -> None:
    with office.store.writing() as db:
        kim = db.get_one(Tenant, 1)
        alerts.raise_alert(db, "call", kim, now=office.now, phone="+46701112233")
    async with office.browser("jonas") as browser:
        assert "+46 70 111 22 33" in (await browser.get("/alerts/1")).text
        first = await browser.post("/alerts/1/calling")
        assert first.headers["location"] == "/alerts/1?said=calling"
        office.later(minutes=1)
        again = await browser.post("/alerts/1/calling")
        assert again.headers["location"] == "/alerts/1?said=called_already"
        assert (await browser.post("/alerts/1/done")).status_code == 303
        assert "70 111 22 33" not in (await browser.get("/alerts/1")).text
        assert (await browser.post("/alerts/1/calling")).status_code == 409
        assert "Inget väntar." in (await browser.get("/inbox")).text
    assert len(deliveries(office)) == 1
