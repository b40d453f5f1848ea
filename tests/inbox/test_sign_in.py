"""Signing in: who gets in, who has to wait, and what a session is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from storage.session import Store
from storage.tables import FailedSignIn, Staff, WebSession
from support import accounts
from tests.inbox.desk import PASSWORD, Office, open_office

COOKIE = "bofast_session"


def rows(office: Office) -> int:
    with office.store.reading() as db:
        return db.scalar(select(func.count()).select_from(WebSession)) or 0


async def test_pages_lead_to_the_sign_in_page_and_back(office: Office) -> None:
    async with office.browser() as browser:
        answer = await browser.get("/threads?show=mine")
        assert answer.status_code == 303
        assert answer.headers["location"] == "/sign-in?next=%2Fthreads%3Fshow%3Dmine"
        assert (await browser.get("/threads", headers={"Accept": "application/json"})).status_code == 401
        answer = await browser.post("/sign-in", login="Amira ", password=PASSWORD, next="/threads?show=mine")
        assert (answer.status_code, answer.headers["location"]) == (303, "/threads?show=mine")
        assert (await browser.get("/threads")).status_code == 200


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example", "evil"])
async def test_nobody_is_led_to_another_site(office: Office, elsewhere: str) -> None:
    async with office.browser() as browser:
        answer = await browser.post("/sign-in", login="amira", password=PASSWORD, next=elsewhere)
        assert answer.headers["location"] == "/inbox"


async def test_the_session_id_is_renewed_at_sign_in(office: Office) -> None:
    async with office.browser() as browser:
        browser.client.cookies.set(COOKIE, "planted", domain="inbox.local")
        answer = await browser.post("/sign-in", login="amira", password=PASSWORD)
        made = answer.cookies[COOKIE]
        assert made != "planted"
        assert len(made) == 64
        answer = await browser.post("/sign-in", login="jonas", password=PASSWORD)
        assert answer.cookies[COOKIE] not in (made, "planted")
    async with office.browser(cookies={COOKIE: made}) as thief:
        assert (await thief.get("/inbox")).status_code == 303, "the session before the renewal has ended"
    async with office.browser(cookies={COOKIE: "planted"}) as thief:
        assert (await thief.get("/inbox")).status_code == 303


async def test_the_database_holds_no_session_id_and_visitors_make_no_row(office: Office) -> None:
    async with office.browser() as browser:
        await browser.get("/sign-in")
        assert rows(office) == 0
        answer = await browser.signs_in("amira")
        with office.store.reading() as db:
            kept = db.scalars(select(WebSession.session_id)).all()
        assert len(kept) == 1
        assert answer.cookies[COOKIE] not in kept


async def test_the_cookie_is_kept_from_scripts_and_from_other_sites(store: Store, tmp_path: Path) -> None:
    office = open_office(store, tmp_path)
    async with office.browser() as browser:
        said = (await browser.signs_in("amira")).headers["set-cookie"]
        assert "HttpOnly" in said
        assert "SameSite=lax" in said
        assert "Secure" not in said


async def test_over_https_cookies_never_travel_without_it(store: Store, tmp_path: Path) -> None:
    office = open_office(store, tmp_path, url="https://inbox.example")
    async with office.browser() as browser:
        first = await browser.client.get("https://inbox/sign-in")
        assert "Secure" in first.headers["set-cookie"]
        assert first.headers["strict-transport-security"]
        token = first.cookies["bofast_csrf"]
        form = {"login": "amira", "password": PASSWORD, "_csrf_token": token}
        answer = await browser.client.post("https://inbox/sign-in", data=form)
        assert "Secure" in answer.headers["set-cookie"]


async def test_moving_the_clock_of_the_demo_signs_nobody_out(office: Office) -> None:
    async with office.browser("amira") as browser:
        office.later(days=9)
        assert (await browser.get("/inbox")).status_code == 200


def time_passes(office: Office, span: timedelta) -> timedelta:
    """As if the session had begun earlier; what is left of it."""
    with office.store.writing() as db:
        row = db.scalars(select(WebSession)).one()
        left = row.expires_at - span - _fresh(office)
        row.expires_at -= span
        row.ends_at = row.ends_at - span if row.ends_at else None
    return left


def _fresh(office: Office) -> datetime:
    """The real time: sessions end by it."""
    with office.store.reading() as db:
        now = db.scalars(select(func.now())).one()
        return datetime.fromisoformat(str(now)).replace(tzinfo=UTC)


async def test_a_session_ends_after_an_idle_hour(office: Office) -> None:
    async with office.browser("amira") as browser:
        assert (await browser.get("/inbox")).status_code == 200
        assert time_passes(office, timedelta(minutes=50)) < timedelta(minutes=11)
        assert (await browser.get("/inbox")).status_code == 200
        assert time_passes(office, timedelta(minutes=50)) > timedelta(minutes=9), "being there renews it"
        time_passes(office, timedelta(minutes=11))
        assert (await browser.get("/inbox")).status_code == 303
        assert rows(office) == 0


async def test_what_an_open_page_asks_by_itself_keeps_nobody_signed_in(office: Office) -> None:
    async with office.browser("amira") as browser:
        await browser.get("/inbox")
        time_passes(office, timedelta(minutes=50))
        assert (await browser.get("/inbox/list")).status_code == 200
        assert time_passes(office, timedelta(minutes=11)) < timedelta(0)
        assert (await browser.get("/inbox/list")).status_code == 303


async def test_a_session_ends_after_twelve_hours_of_work(office: Office) -> None:
    async with office.browser("amira") as browser:
        for _ in range(15):
            assert (await browser.get("/inbox")).status_code == 200
            time_passes(office, timedelta(minutes=48))
        assert (await browser.get("/inbox")).status_code == 303


async def test_signing_out_ends_the_session(office: Office) -> None:
    async with office.browser("amira") as browser:
        cookie = browser.client.cookies[COOKIE]
        answer = await browser.post("/sign-out")
        assert answer.headers["location"] == "/sign-in?said=signed_out"
        assert rows(office) == 0
    async with office.browser(cookies={COOKIE: cookie}) as thief:
        assert (await thief.get("/inbox")).status_code == 303


async def test_somebody_who_has_left_is_signed_out(office: Office) -> None:
    async with office.browser("jonas") as browser:
        with office.store.writing() as db:
            db.get_one(Staff, office.ids["Jonas"]).active = False
        assert (await browser.get("/inbox")).status_code == 303
        assert (await browser.signs_in("jonas")).status_code == 401


async def test_a_new_password_ends_sessions_elsewhere(office: Office) -> None:
    async with office.browser("amira") as here, office.browser("amira") as elsewhere:
        wrong = await here.post("/account/password", present="gissning", password="en annan hemlighet")
        assert wrong.status_code == 422
        short = await here.post("/account/password", present=PASSWORD, password="kort")
        assert short.status_code == 422
        done = await here.post("/account/password", present=PASSWORD, password="en annan hemlighet")
        assert done.headers["location"] == "/account?said=password"
        assert (await here.get("/inbox")).status_code == 200
        assert (await elsewhere.get("/inbox")).status_code == 303
        assert (await elsewhere.signs_in("amira", "en annan hemlighet")).status_code == 303


async def test_five_wrong_tries_close_the_account_for_minutes_from_any_address(office: Office) -> None:
    async with office.browser() as browser:
        for _ in range(5):
            assert (await browser.signs_in("amira", "fel")).status_code == 401
        answer = await browser.signs_in("amira")
        assert answer.status_code == 429
        assert "Vänta 15 minuter" in answer.text
        assert (await browser.signs_in("jonas")).status_code == 303, "a colleague at the same desk gets in"
    async with office.browser(address="10.0.0.9") as elsewhere:
        assert (await elsewhere.signs_in("amira")).status_code == 429
        office.later(minutes=14, seconds=30)
        answer = await elsewhere.signs_in("amira")
        assert "Vänta en minut" in answer.text
        office.later(minutes=1)
        assert (await elsewhere.signs_in("amira")).status_code == 303


async def test_an_address_that_tries_many_names_has_to_wait(office: Office) -> None:
    async with office.browser(address="10.0.0.9") as guesser:
        for number in range(accounts.TRIES_ADDRESS):
            assert (await guesser.signs_in(f"name{number}", "fel")).status_code == 401
        assert (await guesser.signs_in("amira")).status_code == 429
    async with office.browser() as amira:
        assert (await amira.signs_in("amira")).status_code == 303


async def test_an_unknown_name_gets_the_same_answer_as_a_wrong_password(office: Office) -> None:
    async with office.browser() as browser:
        unknown = await browser.signs_in("nobody", "fel")
        wrong = await browser.signs_in("amira", "fel")
        assert unknown.status_code == wrong.status_code
        said = "Användarnamnet eller lösenordet stämmer inte."
        assert said in unknown.text
        assert said in wrong.text


async def test_tries_are_forgotten_after_a_day_and_after_a_sign_in(office: Office) -> None:
    async with office.browser() as browser:
        await browser.signs_in("amira", "fel")
        await browser.signs_in("jonas", "fel")
        await browser.signs_in("amira")
        office.later(hours=25)
        await browser.signs_in("nobody", "fel")
        with office.store.reading() as db:
            assert db.scalars(select(FailedSignIn.login)).all() == ["nobody"]


async def test_a_program_may_sign_in_too(office: Office) -> None:
    async with office.browser(headers={"Accept": "application/json"}) as browser:
        assert (await browser.signs_in("amira", "fel")).json() == {
            "error": "Användarnamnet eller lösenordet stämmer inte."
        }
        assert (await browser.signs_in("amira")).json() == {"signed_in": "amira"}
        assert (await browser.get("/threads")).json()["threads"]
