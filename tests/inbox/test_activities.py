"""The meeting place: activities, who is in, wishes and their answers."""

from __future__ import annotations

from sqlalchemy import select

from storage.tables import Activity, Outgoing, Tenant, Wish
from support import activity_joins, wishes
from support.messages import Words
from tests.inbox.desk import Office

FORM = {"title": "Fiske", "kind": "activity", "starts": "2026-11-25T10:00", "ends": "2026-11-25T14:00"}


def wish(office: Office, words: str = "bowling nån gång") -> int:
    with office.store.writing() as db:
        return wishes.add(db, db.get_one(Tenant, 1), Words("text", words), now=office.now).id


def outgoing(office: Office) -> int:
    with office.store.reading() as db:
        return len(db.scalars(select(Outgoing)).all())


async def test_an_activity_is_entered_changed_and_cancelled(office: Office) -> None:
    async with office.browser("jonas") as browser:
        assert (await browser.post("/activities", **FORM)).status_code == 303
        with office.store.writing() as db:
            number = db.scalars(select(Activity.id)).one()
            activity_joins.join(db, db.get_one(Tenant, 1), number, now=office.now)
        page = (await browser.get("/activities")).text
        assert "onsdag 25 november kl. 10.00" in page
        assert "Är med: Kim" in page
        moved = {**FORM, "starts": "2026-11-25T11:00"}
        assert (await browser.post(f"/activities/{number}", **moved)).status_code == 303
        assert outgoing(office) == 1
        assert (await browser.post(f"/activities/{number}/cancel")).status_code == 303
        assert outgoing(office) == 2
        assert "Inställt" in (await browser.get("/activities")).text


async def test_an_activity_without_times_or_backwards_is_refused(office: Office) -> None:
    async with office.browser("jonas") as browser:
        for wrong in ({"starts": ""}, {"ends": "2026-11-25T09:00"}, {"title": " "}, {"kind": "course"}):
            assert (await browser.post("/activities", **{**FORM, **wrong})).status_code == 409
    with office.store.reading() as db:
        assert db.scalars(select(Activity)).all() == []


async def test_a_wish_is_read_answered_and_made_into_an_activity(office: Office) -> None:
    number = wish(office, "bowling <3\nnån gång")
    async with office.browser("amira") as browser:
        assert "önskemål till mötesplatsen" in (await browser.get("/inbox")).text
        assert "bowling &lt;3\nnån gång" in (await browser.get("/activities")).text
        assert (await browser.post(f"/wishes/{number}/answer", text=" ")).status_code == 409
        assert (await browser.post(f"/wishes/{number}/answer", text="Ja, på fredag!")).status_code == 303
        assert (await browser.post(f"/wishes/{number}/answer", text="Igen")).status_code == 409
        assert "Önskemål utan svar" not in (await browser.get("/inbox")).text
        assert f'name="wish" value="{number}"' in (await browser.get(f"/activities/new?wish={number}")).text
        await browser.post("/activities", **FORM, wish=str(number))
        assert "Kom från ett önskemål" in (await browser.get("/activities")).text
        assert (await browser.json("/threads/1"))["messages"][-1]["name"] == "Amira"
    with office.store.reading() as db:
        assert db.get_one(Wish, number).answered_by == office.ids["Amira"]
        assert db.scalars(select(Activity.wish_id)).one() == number


async def test_another_teams_wish_is_not_mine_to_answer(office: Office) -> None:
    number = wish(office)
    async with office.browser("ola") as browser:
        assert "bowling" not in (await browser.get("/activities")).text
        assert (await browser.post(f"/wishes/{number}/answer", text="Ja")).status_code == 404
        assert (await browser.post("/activities", **FORM, wish=str(number))).status_code == 404
