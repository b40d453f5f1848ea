"""The pages as HTML: a phone, the list, links to the bot, the demo's desk."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from locales import LANGUAGES, words
from phone.desk import STOP_WORDS, Desk
from phone.server import create_app
from tests.phone.conftest import Api, Clock
from tests.phone_client import Handset, PhoneClient
from tests.phone_server import serving

EVENING = datetime(2026, 11, 25, 17, 0, tzinfo=UTC)


@pytest.fixture
async def web(address: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=address, follow_redirects=True) as web:
        yield web


@pytest.mark.parametrize(("code", "language"), [("sv", "sv"), ("no", "nb"), ("nn-NO", "nn"), ("fr", "sv")])
async def test_a_phone_speaks_its_persons_language(
    phone: PhoneClient, web: httpx.AsyncClient, code: str, language: str
) -> None:
    kim = await phone.handset("Kim & Co", code)
    page = (await web.get(f"/phone/{kim.id}")).text
    assert f'<html lang="{language}">' in page
    assert words.text(language, "phone.clear") in page and words.text(language, "phone.keys") in page
    assert "Kim &amp; Co" in page and "Kim & Co" not in page


async def test_nothing_on_the_pages_comes_from_elsewhere(
    kim: Handset, web: httpx.AsyncClient, address: str
) -> None:
    for path in (f"/phone/{kim.id}", "/phone", "/t.me/bofast_demo_bot"):
        page = (await web.get(path)).text
        assert "://" not in page.replace("http://www.w3.org", "")
        for line in page.splitlines():
            if "/phone/static/" in line:
                asset = line.split('"')[3 if "type=" in line and "script" in line else -2]
                found = [part for part in line.split('"') if part.startswith("/phone/static/")]
                assert asset and (await web.get(found[0])).status_code == 200


async def test_unknown_phones_and_bots_are_not_found(web: httpx.AsyncClient) -> None:
    assert (await web.get("/phone/1")).status_code == 404
    assert (await web.get("/t.me/another_bot")).status_code == 404


async def test_a_link_is_opened_on_a_phone_that_is_there(
    kim: Handset, api: Api, web: httpx.AsyncClient
) -> None:
    page = (await web.get("/t.me/Bofast_Demo_Bot", params={"start": "CODE-1"})).text
    assert 'value="CODE-1"' in page and "Kim" in page
    answer = await web.post("/t.me/bofast_demo_bot", data={"person": str(kim.id), "code": "CODE-1"})
    assert answer.url.path == f"/phone/{kim.id}"
    (update,) = await api.result("getUpdates")
    assert update["message"]["text"] == "/start CODE-1"


async def test_a_link_is_opened_on_a_new_phone(phone: PhoneClient, api: Api, web: httpx.AsyncClient) -> None:
    form = {"first_name": "Nils", "language_code": "nb", "code": "CODE-2"}
    await web.post("/t.me/bofast_demo_bot", data=form)
    (update,) = await api.result("getUpdates")
    assert update["message"]["text"] == "/start CODE-2"
    sender = update["message"]["from"]
    assert (sender["first_name"], sender["language_code"]) == ("Nils", "nb")


async def test_a_code_that_no_link_can_carry_is_left_out(web: httpx.AsyncClient) -> None:
    page = (await web.get("/t.me/bofast_demo_bot", params={"start": '"><script>'})).text
    assert "script" not in page and 'name="code" value=""' in page


async def test_a_new_phone_from_the_list(phone: PhoneClient, web: httpx.AsyncClient) -> None:
    await web.post("/phone", data={"first_name": "Åsa", "language_code": "sv"})
    assert [person["first_name"] for person in await phone.people()] == ["Åsa"]
    assert (await web.post("/phone", data={"first_name": " "})).status_code == 400


async def test_pages_elsewhere_cannot_press_buttons_here(kim: Handset, web: httpx.AsyncClient) -> None:
    answer = await web.post(
        f"/phone/api/people/{kim.id}/text", json={"text": "x"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 403
    assert [message.text for message in await kim.messages()] == ["/start"]


@pytest.fixture
async def desk_page(clock: Clock, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    people: list[int] = []
    moved = Desk(
        inbox_url="/inbox",
        people=lambda: people,
        now=clock,
        move_clock=lambda to: setattr(clock, "time", to),
        stops=lambda: [("phone.desk.evening_before", EVENING)],
    )
    app = create_app(now=clock, desk=moved, zone="Europe/Oslo")
    async with serving(app) as address, PhoneClient(address) as phone:
        people += [(await phone.handset("Kim", "sv")).id, (await phone.handset("Jonas", "nb")).id]
        async with httpx.AsyncClient(base_url=address) as web:
            yield web


async def test_the_desk_shows_two_phones_and_the_inbox(desk_page: httpx.AsyncClient) -> None:
    page = (await desk_page.get("/demo?language=nb")).text
    assert page.count("<iframe") == 3 and 'src="/inbox"' in page
    assert "Mandag 23. november kl. 10.00" in page
    assert words.text("nb", "phone.desk.evening_before") in page


async def test_the_desk_moves_the_clock(desk_page: httpx.AsyncClient, clock: Clock) -> None:
    await desk_page.post("/demo/clock", json={"time": EVENING.isoformat()})
    assert clock() == EVENING
    shown = (await desk_page.get("/demo/clock?language=nn")).json()
    assert (shown["text"], shown["field"]) == ("Onsdag 25. november kl. 18.00", "2026-11-25T18:00")
    await desk_page.post("/demo/clock", json={"time": "2026-11-26T11:30"})
    assert clock() == datetime(2026, 11, 26, 10, 30, tzinfo=UTC)
    assert (await desk_page.post("/demo/clock", json={"time": "soon"})).status_code == 400


def test_every_stop_has_words() -> None:
    assert all(words.text(language, key) for language in LANGUAGES for key in STOP_WORDS)
