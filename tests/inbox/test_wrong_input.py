"""What no form should send, sent all the same: told plainly, never an error of ours, never done twice."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import func, select

from storage.tables import AccessLog, Activity, Message, Tenant, Visit
from support import activity_joins, people
from tests.inbox.desk import Office

HUGE = "99999999999999999999"
INSPECTION = {
    "visitor": "Brandkåren",
    "looks_at": "brandvarnaren",
    "start": "2026-12-01T10:00",
    "minutes": "30",
}


@pytest.mark.parametrize(
    "path",
    [f"/threads/{HUGE}", f"/visits/{HUGE}/move", f"/files/{HUGE}", f"/tenants/1/propose?worker={HUGE}",
     f"/activities/new?wish={HUGE}", "/threads/2147483648"],
)  # fmt: skip
async def test_a_number_that_no_row_can_have_is_not_there(office: Office, path: str) -> None:
    async with office.browser("amira") as browser:
        assert (await browser.get(path)).status_code == 404


@pytest.mark.parametrize("week", ["0001-W01", "9999-W52", "2026-W99", "nonsense"])
async def test_a_week_outside_the_calendar_is_this_week(office: Office, week: str) -> None:
    async with office.browser("amira") as browser:
        assert (await browser.json(f"/visits?week={week}"))["week"] == "2026-W48"


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "9999-12-31T23:59", "2126-12-01T10:00", "x"])
async def test_a_time_beyond_all_planning_cannot_be_read(office: Office, moment: str) -> None:
    async with office.browser("amira") as browser:
        for path, names in (
            ("/tenants/1/propose", ("time1", "time2")),
            ("/tenants/1/inspection", ("start",)),
            ("/activities", ("starts", "ends")),
            ("/hours/1/absences", ("starts", "ends")),
        ):
            form = {**INSPECTION, "title": "Fiske", **dict.fromkeys(names, moment)}
            assert (await browser.post(path, **form)).status_code == 409, path


async def test_a_colleague_with_a_number_that_cannot_be_is_nobody(office: Office) -> None:
    async with office.browser("amira") as browser:
        new = await browser.post("/tenants", name="Bo", language="sv", worker=HUGE)
        assert new.status_code == 409
        assert (await browser.post("/threads/1/assign", staff=HUGE)).status_code == 303


async def test_null_bytes_never_reach_the_database(office: Office) -> None:
    async with office.browser("amira") as browser:
        await browser.post("/tenants/1", name="\x00")
        await browser.post("/threads/1/note", text="ring\x00de\r\nvärden")
        assert (await browser.post("/threads/1/note", text="\x00")).status_code == 409
    with office.store.reading() as db:
        assert db.get_one(Tenant, 1).first_name == "Kim"
    assert office.thread("Kim")[-1].text == "ringde\nvärden"


async def test_a_form_sent_twice_at_once_is_one_press(office: Office) -> None:
    async with office.browser("amira") as browser:
        both = await asyncio.gather(
            *(browser.post("/tenants", name="Bo", language="sv", worker="1") for _ in range(2))
        )
        assert [each.headers["location"] for each in both] == [both[0].headers["location"]] * 2
        assert both[0].cookies == both[1].cookies, "both lead to the same card"
        await browser.post("/threads/1/note", text="samma")
        await browser.post("/threads/1/note", text="samma")
    with office.store.reading() as db:
        assert db.scalar(select(func.count()).where(Tenant.first_name == "Bo")) == 1
        assert db.scalar(select(func.count()).where(Message.text == "samma")) == 1


async def test_the_same_words_later_are_a_new_press(office: Office) -> None:
    async with office.browser("amira") as browser:
        await browser.post("/threads/1/note", text="ringde")
        office.later(seconds=2)
        await browser.post("/threads/1/note", text="ringde")
    assert len(office.thread("Kim")) == 2


async def test_what_was_refused_may_be_tried_again_at_once(office: Office) -> None:
    async with office.browser("amira") as browser:
        for _ in range(2):
            assert (await browser.post("/threads/1/urgent")).status_code == 404
        office.writes("Kim", "hej")
        assert (await browser.post("/threads/1/urgent")).status_code == 303


async def test_urgent_is_as_the_button_said_and_not_turned_round(office: Office) -> None:
    office.writes("Kim", "hej")
    async with office.browser("amira") as browser:
        for _ in range(2):
            await browser.post("/threads/1/urgent", urgent="yes")
            office.later(minutes=1)
            assert (await browser.json("/threads"))["threads"][0]["urgent"] is True
        await browser.post("/threads/1/urgent", urgent="no")
        assert (await browser.json("/threads"))["threads"][0]["urgent"] is False


async def test_nothing_is_planned_for_somebody_whose_support_has_ended(office: Office) -> None:
    with office.store.writing() as db:
        people.end(db, db.get_one(Tenant, 1), now=office.now)
    async with office.browser("amira") as browser:
        assert (await browser.post("/tenants/1/inspection", **INSPECTION)).status_code == 409
    with office.store.reading() as db:
        assert db.scalars(select(Visit)).all() == []


async def test_an_absence_that_is_over_is_refused(office: Office) -> None:
    async with office.browser("amira") as browser:
        past = await browser.post("/hours/1/absences", starts="2026-11-02T08:00", ends="2026-11-02T16:00")
        assert past.status_code == 409
        assert "Tiden har redan varit." in past.text


async def test_other_teams_tenants_are_counted_and_not_named(office: Office) -> None:
    async with office.browser("amira") as browser:
        form = {
            "title": "Fiske",
            "kind": "activity",
            "starts": "2027-06-25T10:00",
            "ends": "2027-06-25T14:00",
        }
        await browser.post("/activities", **form)
        with office.store.writing() as db:
            number = db.scalars(select(Activity.id)).one()
            for tenant in ("Kim", "Tor"):
                row = db.get_one(Tenant, office.ids[tenant])
                activity_joins.join(db, row, number, now=office.now)
        page = (await browser.get("/activities")).text
        assert "Är med: Kim" in page
        assert "En från ett annat team." in page
        assert "Tor" not in page
    async with office.browser("ola") as browser:
        assert "Kim" not in (await browser.get("/activities")).text
    with office.store.reading() as db:
        assert db.scalars(select(AccessLog)).all() == []


async def test_the_form_says_how_long_a_password_is(office: Office) -> None:
    async with office.browser("amira") as browser:
        page = (await browser.get("/account")).text
        assert "Minst 8 tecken." in page or "Minst 8 tegn." in page
        assert 'minlength="8"' in page
