"""Visits by week, proposing, covering, closing; hours and absences; the landlord's inspections."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from sqlalchemy import select

from storage.tables import Absence, Offer, Outgoing, Visit
from support.say import Say
from tests.inbox.desk import Office


def book(
    office: Office, *, tenant: str = "Kim", worker: str = "Amira", starts: str = "2026-11-26T14:00"
) -> int:
    with office.store.writing() as db:
        visit = Visit(
            tenant_id=office.ids[tenant],
            worker_id=office.ids[worker],
            kind="support",
            starts=datetime.fromisoformat(starts).replace(tzinfo=office.deployment.zone),
            minutes=60,
            place="home",
            state="booked",
            revision=1,
            created_at=office.now,
            changed_at=office.now,
        )
        db.add(visit)
        db.flush()
        return visit.id


def said(office: Office) -> list[list[str]]:
    """The keys of what is to be said, message by message."""
    with office.store.reading() as db:
        rows = db.scalars(select(Outgoing).order_by(Outgoing.id))
        return [[line.key for line in Say.from_json(row.say).lines] for row in rows]


def visit(office: Office, number: int) -> Visit:
    with office.store.reading() as db:
        return db.get_one(Visit, number)


async def test_the_week_shows_my_teams_visits_by_day(office: Office) -> None:
    book(office)
    book(office, tenant="Liv", worker="Jonas", starts="2026-12-01T09:00")
    book(office, tenant="Tor", worker="Ola")
    async with office.browser("jonas") as browser:
        page = (await browser.get("/visits")).text
        assert "Besök vecka 48" in page
        assert "Torsdag 26 november" in page
        assert "14.00 Kim" in page
        assert "Liv" not in page
        assert "Tor<" not in page
        assert "9.00 Liv" in (await browser.get("/visits?week=2026-W49")).text
        assert "Besök vecka 48" in (await browser.get("/visits?week=2026-W99")).text
        found = await browser.json("/visits")
        assert (found["week"], [each["tenant"] for each in found["visits"]]) == ("2026-W48", ["Kim"])


async def test_two_times_are_proposed_and_one_is_refused(office: Office) -> None:
    async with office.browser("jonas") as browser:
        one = await browser.post("/tenants/1/propose", time1="2026-11-26T14:00", place="home")
        assert one.status_code == 409
        bad = await browser.post(
            "/tenants/1/propose", time1="2026-11-26T14:00", time2="på fredag", place="home"
        )
        assert bad.status_code == 409
        page = (await browser.get("/tenants/1/propose")).text
        assert "Lediga tider för Amira" in page
        assert 'value="2026-11-26T14:00:00+01:00"' in page
        done = await browser.post(
            "/tenants/1/propose",
            picked="2026-11-26T14:00:00+01:00",
            time1="2026-11-27T09:00",
            place="outside",
            worker=str(office.ids["Jonas"]),
        )
        assert done.status_code == 303
    with office.store.reading() as db:
        offers = db.scalars(select(Offer).order_by(Offer.starts)).all()
        assert [(each.starts.isoformat(), each.place, each.worker.name) for each in offers] == [
            ("2026-11-26T13:00:00+00:00", "outside", "Jonas"),
            ("2026-11-27T08:00:00+00:00", "outside", "Jonas"),
        ]
    assert said(office)[0][0].startswith("notice.")


async def test_several_picked_times_are_taken(office: Office) -> None:
    async with office.browser("jonas") as browser:
        token = browser.client.cookies["bofast_csrf"]
        form = {
            "picked": ["2026-11-26T10:00:00+01:00", "2026-11-26T14:00:00+01:00"],
            "place": "home",
            "_csrf_token": token,
        }
        answer = await browser.client.post("/tenants/1/propose", data=form)
        assert answer.status_code == 303, answer.text


async def test_a_moved_visit_stands_until_the_tenant_says_yes(office: Office) -> None:
    number = book(office)
    async with office.browser("amira") as browser:
        assert "gäller tills hyresgästen säger ja" in (await browser.get(f"/visits/{number}/move")).text
        done = await browser.post(
            f"/visits/{number}/move", time1="2026-11-30T10:00", time2="2026-11-30T13:00", place="home"
        )
        assert done.headers["location"] == f"/visits/{number}?said=sent"
    assert visit(office, number).starts.isoformat() == "2026-11-26T13:00:00+00:00"


async def test_only_a_press_says_how_it_went_and_only_after_it_began(office: Office) -> None:
    number = book(office, starts="2026-11-24T10:30")
    async with office.browser("amira") as browser:
        assert (await browser.post(f"/visits/{number}/close", how="met")).status_code == 409
        office.later(hours=1)
        assert visit(office, number).state == "booked"
        page = (await browser.get(f"/visits/{number}")).text
        assert "Hur blev det?" in page
        for how in ("missed", "team_missed", "met"):
            assert (await browser.post(f"/visits/{number}/close", how=how)).status_code == 303
            assert visit(office, number).state == how
        assert (await browser.post(f"/visits/{number}/close", how="late")).status_code == 404
    assert len(said(office)) == 2, "two texts: you did not meet, and the team failed"


async def test_no_page_lists_counts_or_exports_misses(office: Office) -> None:
    number = book(office, starts="2026-11-24T09:00")
    async with office.browser("amira") as browser:
        await browser.post(f"/visits/{number}/close", how="missed")
        for path in ("/inbox", "/threads", "/visits", "/tenants", "/tenants/1", "/threads/1"):
            page = (await browser.get(path)).text
            assert "Vi sågs inte" not in page
            assert "Ni sågs inte" not in page


async def test_cancelling_tells_the_tenant(office: Office) -> None:
    number = book(office)
    async with office.browser("amira") as browser:
        assert (await browser.post(f"/visits/{number}/cancel")).status_code == 303
        office.later(minutes=1)
        assert (await browser.post(f"/visits/{number}/cancel")).status_code == 409
        assert "slip support cancelled" in (await browser.get("/visits")).text
    assert visit(office, number).cancelled_by == "team"
    assert len(said(office)) == 1


async def test_an_absence_lists_its_visits_and_one_press_offers_a_stand_in(office: Office) -> None:
    number = book(office, starts="2026-11-24T13:00")
    later = book(office, starts="2026-11-27T13:00")
    mine = f"/hours/{office.ids['Amira']}"
    async with office.browser("amira") as browser:
        wrong = await browser.post(f"{mine}/absences", starts="2026-11-24T12:00", ends="2026-11-24T08:00")
        assert wrong.status_code == 409
        await browser.post(f"{mine}/absences", starts="2026-11-24T07:00", ends="2026-11-24T23:59")
        page = (await browser.get(mine)).text
        assert "tisdag 24 november kl. 13.00" in page
        assert "27 november" not in page
        assert "Erbjud Jonas" in page
        cover = f"/visits/{number}/cover"
        assert (await browser.post(cover, staff=str(office.ids["Ola"]))).status_code == 404
        assert (await browser.post(cover, staff=str(office.ids["Jonas"]))).status_code == 303
        week = await browser.json("/visits")
        assert [(each["id"], each["in_doubt"]) for each in week["visits"]] == [(number, True), (later, False)]
        with office.store.reading() as db:
            absence = db.scalars(select(Absence)).one()
        assert (await browser.post(f"/absences/{absence.id}/remove")).status_code == 303
    async with office.browser("jonas") as browser:
        assert (await browser.post(f"{mine}/absences", starts="2026-11-25T07:00", ends="2026-11-25T09:00")
                ).status_code == 403  # fmt: skip
    assert "visit.stand_in.meet" in {key for message in said(office) for key in message} or said(office)


async def test_an_inspection_is_the_landlords_and_is_answered_as_such(office: Office) -> None:
    form = {"visitor": "Berit från Mimer", "looks_at": "element och kranar", "start": "2026-11-30T09:30"}
    async with office.browser("amira") as browser:
        assert (await browser.post("/tenants/1/inspection", **{**form, "visitor": ""})).status_code == 409
        assert (await browser.post("/tenants/1/inspection", **{**form, "start": ""})).status_code == 409
        made = await browser.post("/tenants/1/inspection", **form, minutes="30")
        path = made.headers["location"].split("?")[0]
        page = (await browser.get(path)).text
        for part in ("Besiktning (hyresvärden)", "Berit från Mimer", "element och kranar", "Inget svar än"):
            assert part in page
        assert "Hur blev det?" not in page
        assert (await browser.post(f"{path}/attend", staff=str(office.ids["Jonas"]))).status_code == 303
        assert (await browser.post(f"{path}/move-inspection", start="2026-12-01T10:00")).status_code == 303
        assert (await browser.post(f"{path}/move-inspection", start="sen")).status_code == 409
        assert "tisdag 1 december kl. 10.00" in (await browser.get(path)).text


async def test_office_hours_come_back(office: Office) -> None:
    mine = f"/hours/{office.ids['Jonas']}"
    async with office.browser("jonas") as browser:
        await browser.post(mine, tuesday="12:00-16:00")
        assert 'value="12:00-16:00"' in (await browser.get(mine)).text
        await browser.post(f"{mine}/office")
        assert "Samma som kontorets tider nu." in (await browser.get(mine)).text


async def test_times_are_local_also_when_the_clocks_change(office: Office) -> None:
    async with office.browser("amira") as browser:
        await browser.post(
            f"/hours/{office.ids['Amira']}/absences", starts="2027-03-27T12:00", ends="2027-03-28T12:00"
        )
    with office.store.reading() as db:
        absence = db.scalars(select(Absence)).one()
        assert absence.ends - absence.starts == timedelta(hours=23)


async def test_a_time_that_several_offers_share_is_named_once(office: Office) -> None:
    number = book(office)
    async with office.browser("amira") as browser:
        for staff in ("2", ""):
            assert (await browser.post(f"/visits/{number}/cover", staff=staff)).status_code == 303
            office.later(minutes=1)
        page = (await browser.get("/tenants/1/propose")).text
    box = re.search(r'<p class="said">(.*?)</p>', page, re.DOTALL)
    assert box is not None
    times = re.findall(r"\d\d?\.\d\d(?!\.)", box[1].split("svara på")[-1])
    assert len(times) == len(set(times)) > 0
