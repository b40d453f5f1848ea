"""Who may open what: closed unless opened, my own team only, every form with its token, every opening logged."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from inbox.app import HEADERS
from storage.tables import Alert, Staff, Tenant, Thread, Visit
from support import absences, activities, alerts, wishes
from support.activities import Draft
from support.messages import Words
from support.say import Line
from tests.inbox.desk import Office

OPEN = {"/sign-in", "/sign-in/{code:str}", "/health", "/static/{file_path:path}"}


def paths(office: Office, method: str) -> list[str]:
    """The address of every page or form, as the route table has it."""
    return sorted(route.path_format for route in office.app.routes if method in getattr(route, "methods", ()))


def filled(path: str) -> str:
    return re.sub(r"\{[^}]*\}", "1", path)


def furnish(office: Office) -> None:
    """One of everything, all numbered 1 and all of Team Väst."""
    with office.store.writing() as db:
        kim, amira = db.get_one(Tenant, office.ids["Kim"]), db.get_one(Staff, office.ids["Amira"])
        alerts.raise_alert(db, "danger", kim, now=office.now)
        db.add(
            Visit(
                tenant_id=kim.id,
                worker_id=amira.id,
                kind="support",
                starts=office.now + timedelta(days=2),
                minutes=60,
                place="home",
                state="booked",
                revision=1,
                created_at=office.now,
                changed_at=office.now,
            )
        )
        absences.enter_absence(db, amira, office.now, office.now + timedelta(days=3), amira, now=office.now)
        wishes.add(db, kim, Words("text", "bowling"), now=office.now)
        draft = Draft("Fiske", office.now + timedelta(days=1), office.now + timedelta(days=1, hours=2))
        activities.add(db, amira, draft, now=office.now)


async def test_every_page_and_form_needs_somebody_who_is_signed_in(office: Office) -> None:
    furnish(office)
    async with office.browser() as browser:
        for path in paths(office, "GET"):
            if path in {re.sub(r":\w+", "", each) for each in OPEN}:
                continue
            answer = await browser.get(filled(path))
            assert answer.status_code == 303, path
            assert answer.headers["location"].startswith("/sign-in"), path
        for path in paths(office, "POST"):
            if not path.startswith("/sign-in"):
                assert (await browser.post(filled(path))).status_code == 401, path


async def test_every_form_needs_its_token(office: Office) -> None:
    furnish(office)
    async with office.browser("amira") as browser:
        for path in paths(office, "POST"):
            answer = await browser.client.post(filled(path), data={"text": "hej"})
            assert answer.status_code == 403, path
            assert "Sidan var för gammal" in answer.text
            wrong = await browser.client.post(filled(path), data={"_csrf_token": "0" * 128})
            assert wrong.status_code == 403, path


async def test_another_team_sees_nothing_of_mine(office: Office) -> None:
    furnish(office)
    async with office.browser("ola") as browser:
        for path in ("/tenants/1", "/tenants/1/plan", "/threads/1", "/threads/1/entries", "/alerts/1", "/visits/1",
                     "/visits/1/move", "/tenants/1/propose", "/tenants/1/inspection", "/tenants/1/end",
                     f"/hours/{office.ids['Amira']}", "/activities/new?wish=1"):  # fmt: skip
            assert (await browser.get(path)).status_code == 404, path
        for path in paths(office, "POST"):
            if (
                path.split("/")[1] in ("alerts", "threads", "visits", "tenants", "wishes", "hours")
                and "{" in path
            ):
                answer = await browser.post(filled(path), text="hej", how="met", start="2026-11-30T10:00")
                assert answer.status_code == 404, path
        for path in ("/inbox", "/threads", "/visits", "/tenants"):
            page = (await browser.get(path)).text
            assert "Kim" not in page
            assert "Liv" not in page
        assert (await browser.json("/threads"))["threads"] == [
            {
                "id": office.ids["Tor"],
                "tenant": "Tor",
                "waiting_since": None,
                "urgent": False,
                "assigned_to": None,
                "last_at": None,
            }
        ]
        assert (await browser.json("/visits"))["visits"] == []
    assert office.log() == []


async def test_a_worker_enters_only_their_own_hours_and_a_coordinator_the_teams(office: Office) -> None:
    async with office.browser("jonas") as browser:
        assert (await browser.get(f"/hours/{office.ids['Jonas']}")).status_code == 200
        assert (await browser.get(f"/hours/{office.ids['Amira']}")).status_code == 403
        answer = await browser.post(f"/hours/{office.ids['Amira']}", monday="10:00-11:00")
        assert answer.status_code == 403
        assert "Det får du inte göra" in answer.text
    async with office.browser("amira") as browser:
        assert (await browser.post(f"/hours/{office.ids['Jonas']}", monday="10-11")).status_code == 409
        answer = await browser.post(f"/hours/{office.ids['Jonas']}", monday="10.00-11:30, 13:00-15:00")
        assert answer.status_code == 303
    with office.store.reading() as db:
        assert db.get_one(Staff, office.ids["Jonas"]).hours == {"monday": ["10:00-11:30", "13:00-15:00"]}


async def test_every_opening_is_one_row_in_the_log(office: Office) -> None:
    furnish(office)
    kim = office.ids["Kim"]
    async with office.browser("jonas") as browser:
        await browser.get(f"/threads/{kim}")
        await browser.json(f"/threads/{kim}")
        await browser.get(f"/tenants/{kim}/plan")
        await browser.json(f"/tenants/{kim}/plan")
        await browser.get(f"/tenants/{kim}")
        await browser.get("/alerts/1")
        await browser.get("/activities")
        for path in ("/inbox", "/threads", "/visits", "/tenants"):
            await browser.get(path)
    assert office.log() == [
        ("Jonas", what, kim) for what in ("thread", "thread", "plan", "plan", "profile", "alert", "wish")
    ]


async def test_an_open_thread_is_one_opening_until_it_has_stood_open_for_long(office: Office) -> None:
    async with office.browser("jonas") as browser:
        await browser.get("/threads/1")
        for _ in range(5):
            office.later(minutes=10)
            await browser.get("/threads/1/entries")
        assert len(office.log()) == 1
        office.later(minutes=10)
        await browser.get("/threads/1/entries")
        assert len(office.log()) == 2


async def test_lists_say_who_and_when_and_never_what(office: Office) -> None:
    office.writes("Kim", "jag orkar inte med tvätten")
    with office.store.writing() as db:
        kim = db.get_one(Tenant, office.ids["Kim"])
        alerts.raise_alert(db, "call", kim, now=office.now, phone="+46701112233", text="ring efter tio")
        wishes.add(db, kim, Words("text", "bowling nån gång"), now=office.now)
    async with office.browser("amira") as browser:
        for path in ("/inbox", "/inbox/list", "/threads", "/tenants"):
            page = (await browser.get(path)).text
            assert "Kim" in page
            for word in ("tvätten", "efter tio", "1112233", "bowling"):
                assert word not in page, path


async def test_every_answer_carries_the_safety_headers(office: Office) -> None:
    async with office.browser("amira") as browser:
        for path in ("/inbox", "/nothing-here", "/threads/999", "/sign-in", "/static/inbox.css"):
            answer = await browser.get(path)
            for name, value in HEADERS.items():
                assert answer.headers[name] == value, path
        assert "unsafe" not in answer.headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/inbox", "/threads/1", "/tenants/1", "/visits", "/hours/1", "/account"])
async def test_pages_hold_no_inline_script_or_style(office: Office, path: str) -> None:
    furnish(office)
    async with office.browser("amira") as browser:
        page = (await browser.get(path)).text
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*src=)|javascript:", page)


async def test_errors_are_pages_that_say_what_to_do(office: Office) -> None:
    async with office.browser("ola") as browser:
        page = await browser.get("/nothing-here", headers={"Accept-Language": "nn"})
        assert page.status_code == 404
        assert "Traceback" not in page.text
        page = await browser.get("/threads/1")
        assert "Det finnes ikke, eller hører til et annet team." in page.text
        asked = await browser.get("/threads/1", headers={"Accept": "application/json"})
        assert asked.json() == {
            "error": "Det finnes ikke, eller hører til et annet team.",
            "status_code": 404,
        }


async def test_a_broken_page_is_told_without_its_insides(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError("a secret inside")

    monkeypatch.setattr("inbox.tenants.people.tenants", breaks)
    async with office.browser("amira") as browser:
        page = await browser.get("/tenants")
        assert page.status_code == 500
        assert "Något gick fel" in page.text
        assert "secret" not in page.text


async def test_health_answers_without_a_session(office: Office) -> None:
    async with office.browser() as browser:
        answer = await browser.get("/health")
        assert answer.json() == {"database": "ok", "telegram": "ok", "scheduler": "ok"}
        assert "set-cookie" not in answer.headers


async def test_a_stranger_in_danger_is_shown_to_every_team_and_the_words_go_when_it_is_done(
    office: Office,
) -> None:
    with office.store.writing() as db:
        alerts.raise_alert(db, "danger", None, now=office.now, chat_id=999, text="hon andas inte")
    async with office.browser("ola") as browser:
        assert "andas" not in (await browser.get("/inbox")).text
        assert "hon andas inte" in (await browser.get("/alerts/1")).text
        assert (await browser.post("/alerts/1/answer", text="Vi er her.")).status_code == 303
        assert (await browser.post("/alerts/1/done")).status_code == 303
        assert (await browser.post("/alerts/1/answer", text="Vi er her.")).status_code == 409
    with office.store.reading() as db:
        alert = db.scalars(select(Alert)).one()
        assert (alert.text, alert.chat_id, alert.taken_by) == (None, None, office.ids["Ola"])
        said = outgoing(office)
    assert [(chat, [line.key for line in lines]) for chat, lines in said] == [
        (999, ["message.from_staff", "message.words"])
    ]
    assert office.log() == [("Ola", "alert", None)]


def outgoing(office: Office) -> list[tuple[int, tuple[Line, ...]]]:
    from storage.tables import Outgoing
    from support.say import Say

    with office.store.reading() as db:
        return [(row.chat_id, Say.from_json(row.say).lines) for row in db.scalars(select(Outgoing))]


async def test_the_thread_that_waits_stays_with_the_team(office: Office) -> None:
    office.writes("Kim", "hej")
    async with office.browser("jonas") as browser:
        assert (await browser.post("/threads/1/assign", staff=str(office.ids["Ola"]))).status_code == 404
        assert (await browser.post("/threads/1/assign", staff=str(office.ids["Jonas"]))).status_code == 303
    with office.store.reading() as db:
        assert db.get_one(Thread, 1).assigned_to == office.ids["Jonas"]
