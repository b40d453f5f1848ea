"""The one-time link with which somebody chooses a password."""

from __future__ import annotations

from storage.tables import Staff
from support import accounts
from tests.inbox.desk import Office


def link(office: Office, name: str = "Jonas") -> str:
    with office.store.writing() as db:
        return accounts.make_sign_in_link(db, db.get_one(Staff, office.ids[name]), now=office.now)


async def test_only_sending_the_form_uses_the_link_up(office: Office) -> None:
    code = link(office)
    async with office.browser() as browser:
        for _ in range(3):
            page = await browser.get(f"/sign-in/{code}")
            assert page.status_code == 200
            assert "Hej Jonas." in page.text
        short = await browser.post(f"/sign-in/{code}", password="kort")
        assert short.status_code == 422
        done = await browser.post(f"/sign-in/{code}", password="tre glada grisar")
        assert done.headers["location"] == "/inbox"
        assert (await browser.get("/inbox")).status_code == 200
        again = await browser.post(f"/sign-in/{code}", password="någon annans lösen")
        assert again.status_code == 404
        assert (await browser.get(f"/sign-in/{code}")).status_code == 404
        assert (await browser.signs_in("jonas", "tre glada grisar")).status_code == 303


async def test_a_link_lasts_seven_days_and_only_the_newest_works(office: Office) -> None:
    first, second = link(office), link(office)
    async with office.browser() as browser:
        assert (await browser.get(f"/sign-in/{first}")).status_code == 404
        office.later(days=6, hours=23)
        assert (await browser.get(f"/sign-in/{second}")).status_code == 200
        office.later(hours=1)
        assert (await browser.get(f"/sign-in/{second}")).status_code == 404
        assert "Be om en ny." in (await browser.post(f"/sign-in/{second}", password="tre glada grisar")).text


async def test_a_link_opens_an_account_that_was_closed_by_wrong_tries(office: Office) -> None:
    code = link(office)
    async with office.browser() as browser:
        for _ in range(5):
            await browser.signs_in("jonas", "fel")
        await browser.post(f"/sign-in/{code}", password="tre glada grisar")
        assert (await browser.signs_in("jonas", "tre glada grisar")).status_code == 303
