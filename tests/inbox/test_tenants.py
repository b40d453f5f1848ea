"""Adding a tenant, links and cards, lost and new phones, the end."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from storage.tables import Outgoing, Tenant, Visit
from support import messages, people
from support.people import Linked, NotLinked
from tests.inbox.desk import Browser, Office


async def link(browser: Browser, path: str = "/tenants/1/link", **fields: str) -> str:
    """Press, follow to the card, and read the code from it."""
    answer = await browser.post(path, **fields)
    assert answer.status_code == 303, answer.text
    page = await browser.get(answer.headers["location"])
    found = re.search(r"start=([\w-]+)", page.text)
    assert found, page.text
    assert "<svg" in page.text
    return found[1]


def joins(office: Office, code: str, chat: int) -> Linked | NotLinked:
    with office.store.writing() as db:
        return people.link_phone(db, code, chat, now=office.now)


async def test_a_tenant_is_added_with_a_link_that_works_once(office: Office) -> None:
    async with office.browser("jonas") as browser:
        code = await link(
            browser, "/tenants", name="  Noor  ", language="nb", worker=str(office.ids["Amira"])
        )
        with office.store.reading() as db:
            made = db.scalars(select(Tenant).order_by(Tenant.id.desc())).first()
            assert made is not None
            assert (made.first_name, made.language, made.worker.name) == ("Noor", "nb", "Amira")
        assert isinstance(joins(office, code, 555), Linked)
        assert joins(office, code, 556) is NotLinked.USED
        assert (await browser.get(f"/tenants/{made.id}/card")).status_code == 200, "a reload shows it again"
    async with office.browser("amira") as colleague:
        answer = await colleague.get(f"/tenants/{made.id}/card")
        assert answer.status_code == 303, "only who made the link sees it"


@pytest.mark.parametrize(
    "wrong", [{"name": " "}, {"name": "x" * 41}, {"language": "da"}, {"worker": ""}, {"worker": "999"}]
)
async def test_an_incomplete_form_adds_nobody(office: Office, wrong: dict[str, str]) -> None:
    form = {"name": "Noor", "language": "nb", "worker": str(office.ids["Amira"]), **wrong}
    async with office.browser("jonas") as browser:
        assert (await browser.post("/tenants", **form)).status_code in (404, 409)
    with office.store.reading() as db:
        assert len(people.tenants(db)) == 3


async def test_nobody_is_given_a_contact_person_of_another_team(office: Office) -> None:
    form = {"name": "Noor", "language": "nb", "worker": str(office.ids["Ola"])}
    async with office.browser("jonas") as browser:
        assert (await browser.post("/tenants", **form)).status_code == 404
        assert (await browser.post("/tenants/1", worker=form["worker"])).status_code == 404


async def test_the_card_speaks_the_tenants_language(office: Office) -> None:
    async with office.browser("jonas") as browser:
        answer = await browser.post(f"/tenants/{office.ids['Liv']}/link")
        page = (await browser.get(answer.headers["location"])).text
        assert "Skann med kameraet, eller opne" in page
        assert "Länk till Liv" in page


async def test_a_new_contact_person_is_noted_in_the_thread(office: Office) -> None:
    async with office.browser("amira") as browser:
        await browser.post("/tenants/1", name="Kim", worker=str(office.ids["Jonas"]))
        assert (await browser.json("/threads/1"))["messages"][0]["text"] == (
            "Ny kontaktperson: Jonas. Amira ändrade."
        )


async def test_a_lost_phone_is_frozen_in_one_press_and_a_new_link_opens_the_new_one(office: Office) -> None:
    async with office.browser("jonas") as browser:
        await browser.post("/threads/1/answer", text="Hej")
        assert (await browser.post("/tenants/1/freeze")).status_code == 303
        with office.store.reading() as db:
            assert people.tenant_of_chat(db, 101) is None
            assert [row.state for row in db.scalars(select(Outgoing))] == ["dropped"]
        page = (await browser.get("/threads/1")).text
        assert "Telefonen är borta och frånkopplad." in page
        code = await link(browser)
        assert isinstance(joins(office, code, 777), Linked)
        with office.store.reading() as db:
            found = people.tenant_of_chat(db, 777)
            assert found is not None
            assert (found.id, found.state) == (1, "active")


async def test_a_second_link_ends_the_first(office: Office) -> None:
    async with office.browser("jonas") as browser:
        first = await link(browser)
        office.later(minutes=1)
        second = await link(browser)
    assert joins(office, first, 888) is NotLinked.EXPIRED
    assert isinstance(joins(office, second, 888), Linked)


async def test_the_end_stops_everything_and_asks_first(office: Office) -> None:
    with office.store.writing() as db:
        db.add(
            Visit(
                tenant_id=1,
                worker_id=1,
                kind="support",
                starts=office.now + timedelta(days=1),
                minutes=60,
                place="home",
                state="booked",
                revision=1,
                created_at=office.now,
                changed_at=office.now,
            )
        )
    async with office.browser("jonas") as browser:
        assert "Avsluta för Kim" in (await browser.get("/tenants/1/end")).text
        assert (await browser.post("/tenants/1/end")).status_code == 303
        assert (await browser.post("/threads/1/answer", text="hej")).status_code == 409
        assert (await browser.post("/tenants/1/link")).status_code == 409
        assert "Kim" not in (await browser.get("/tenants")).text
        assert "Kim" in (await browser.get("/tenants?ended=true")).text
    with office.store.reading() as db:
        assert db.get_one(Tenant, 1).state == "ended"
        assert db.scalars(select(Visit.state)).all() == ["cancelled"]
        assert [each.author for each in messages.entries(db, db.get_one(Tenant, 1))] == ["bot"]
