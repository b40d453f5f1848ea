"""The command line as others script it: names, JSON, exit codes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from phone.server import create_app
from tests.commands.processes import Bofast
from tests.phone_client import PhoneClient
from tests.phone_server import serving


@pytest.fixture
async def telegram() -> AsyncIterator[str]:
    async with serving(create_app()) as address:
        yield address


@pytest.fixture
async def bofast(tmp_path: Path, telegram: str) -> AsyncIterator[Bofast]:
    made = Bofast(tmp_path, telegram)
    yield made
    await made.close()


async def sign_in(client: httpx.AsyncClient, login: str, password: str) -> httpx.Response:
    """As a script does it: the token from the form, then the form."""
    page = await client.get("/sign-in")
    token = page.text.split('name="_csrf_token"')[1].split('value="')[1].split('"')[0]
    return await client.post("/sign-in", data={"login": login, "password": password, "_csrf_token": token})


async def test_a_whole_small_life_by_commands(bofast: Bofast, telegram: str) -> None:
    """Staff, tenant, run, a message, the thread as JSON, a moved clock, the queue. Each process starts from nothing."""
    bofast.cold = True
    bofast.environment["BOFAST_CLOCK"] = "2026-11-23T10:00"
    words = ("--name", "Amira", "--login", "amira", "--team", "Team", "--password-stdin")
    staff = await bofast.command("staff", "add", *words, given="en lång hemlighet\n")
    assert staff["login"] == "amira"
    tenant = await bofast.command("tenant", "add", "--name", "Kim", "--language", "sv", "--worker", "amira")
    code = tenant["link"].split("start=")[1]

    await bofast.run()
    async with PhoneClient(telegram) as phone, httpx.AsyncClient(base_url=bofast.url, verify=False) as web:
        kim = await phone.handset("Kim", "sv")
        await kim.start(code)
        await kim.expect("Vilket språk", patience=90)
        await kim.tap("Svenska")
        await kim.expect("Jag är en bot")
        await kim.say("grannen väsnas igen")
        await kim.expect("Sparat.")

        assert (await web.get("/threads", headers={"Accept": "application/json"})).status_code == 401
        assert (await sign_in(web, "amira", "en lång hemlighet")).status_code in (200, 302, 303)
        threads = (await web.get("/threads", headers={"Accept": "application/json"})).json()
        assert "grannen väsnas igen" not in json.dumps(threads, ensure_ascii=False)
        thread = await web.get(f"/threads/{tenant['id']}", headers={"Accept": "application/json"})
        assert "grannen väsnas igen" in json.dumps(thread.json(), ensure_ascii=False)

        moved = await bofast.command("clock", "2026-11-24T02:11")
        assert moved["now"].startswith("2026-11-24T02:11")
        queue = await bofast.command("queue")
        assert queue["updates"]["done"] >= 3
        assert queue["outgoing"]["oldest_waiting_seconds"] is None


async def test_several_processes_share_the_work_and_one_that_is_killed_loses_nothing(
    bofast: Bofast, telegram: str
) -> None:
    from signal import SIGKILL

    await bofast.command("staff", "add", "--name", "Amira", "--login", "amira", "--team", "Team")
    tenant = await bofast.command("tenant", "add", "--name", "Tove", "--language", "nb", "--worker", "amira")
    await bofast.run("inbox")
    await bofast.run("scheduler")
    bot = await bofast.run("bot")
    async with PhoneClient(telegram) as phone:
        tove = await phone.handset("Tove", "nb")
        await tove.start(tenant["link"].split("start=")[1])
        await tove.expect("Hvilket språk", patience=90)
        await bofast.stop(bot, SIGKILL)
        await tove.say("er det noen der")
        bot = await bofast.run("bot")
        await tove.expect("Lagret.", patience=90)
        assert await bofast.stop(bot) == 0


async def test_many_tenants_from_a_file_all_or_none(bofast: Bofast, tmp_path: Path) -> None:
    await bofast.command("staff", "add", "--name", "Amira", "--login", "amira", "--team", "Team")
    good = [{"name": f"Person {n}", "language": "nn", "worker": "amira"} for n in range(3)]
    path = tmp_path / "tenants.jsonl"
    path.write_text("\n".join(json.dumps(each) for each in [*good, {"name": "X", "language": "fi"}]))
    said = await bofast.command("tenant", "add", "--from", str(path), fails=True)
    assert "number 4" in said
    for broken in ("[1]", '"abc"', "[[1, 2]]", "{"):
        path.write_text(broken)
        assert "line 1" in await bofast.command("tenant", "add", "--from", str(path), fails=True)
    path.write_text("\n".join(json.dumps(each) for each in good), encoding="utf-8-sig")
    added = await bofast.command("tenant", "add", "--from", str(path))
    assert [each["id"] for each in added] == [1, 2, 3]
    assert len({each["link"] for each in added}) == 3


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ((), "COMMAND"),
        (("dance",), "dance"),
        (("config",), "country"),
        (("config", "DK"), "DK"),
        (("staff", "add"), "--login"),
        (("staff", "add", "--name", "A", "--login", "a", "--team", "T", "--role", "boss"), "boss"),
        (("tenant", "add", "--name", "Kim", "--language", "fi", "--worker", "amira"), "fi"),
        (("tenant", "add", "--name", "Kim"), "--worker"),
        (("run", "--only", "phone"), "phone"),
        (("demo", "--port", "many"), "many"),
        (("demo", "--port", "99999"), "99999"),
        (("demo", "--keep", __file__), "--keep"),
    ],
)
async def test_a_wrong_command_is_told_in_one_line(
    bofast: Bofast, words: tuple[str, ...], named: str
) -> None:
    said = await bofast.command(*words, fails=True)
    assert len(said.splitlines()) == 1
    assert named in said


async def test_a_link_that_can_open_no_chat_yet_says_so(bofast: Bofast) -> None:
    await bofast.command("staff", "add", "--name", "Amira", "--login", "amira", "--team", "Team")
    words = ("tenant", "add", "--name", "Kim", "--language", "sv", "--worker", "amira")
    said = await bofast.complaint(*words)
    assert "telegram.username" in said


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        ("BOFAST_TELEGRAM_TOKEN", "nonsense", "BOFAST_TELEGRAM_TOKEN"),
        ("BOFAST_TELEGRAM_TOKEN", "", "BOFAST_TELEGRAM_TOKEN: missing"),
        ("BOFAST_PORT", "many", "BOFAST_PORT"),
        ("BOFAST_HOST", "no.such.host.invalid", "BOFAST_HOST"),
        ("BOFAST_CONFIG", "/nowhere/at/all.toml", "BOFAST_CONFIG: cannot read"),
        ("BOFAST_DATABASE_URL", "mysql://x/y", "BOFAST_DATABASE_URL: use sqlite or postgresql"),
        ("BOFAST_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none", "BOFAST_DATABASE_URL"),
        ("BOFAST_CLOCK", "soon", "BOFAST_CLOCK"),
        ("BOFAST_SEND_LIMIT", "fast", "BOFAST_SEND_LIMIT"),
        ("BOFAST_SECRET", "short", "BOFAST_SECRET"),
        ("BOFAST_URL", "bofast.example.org", "BOFAST_URL"),
    ],
)
async def test_a_wrong_setting_stops_at_start_in_one_line(
    bofast: Bofast, setting: str, value: str, words: str
) -> None:
    bofast.environment[setting] = value
    said = await bofast.command("run", fails=True)
    assert words in said.splitlines()[-1]
    assert "Traceback" not in said


async def test_the_real_clock_cannot_be_moved(bofast: Bofast) -> None:
    assert "BOFAST_CLOCK" in await bofast.command("clock", "2026-11-24T02:11", fails=True)


async def test_a_login_is_taken_once_and_a_sign_in_link_is_printed(bofast: Bofast) -> None:
    words = ("staff", "add", "--name", "Amira", "--login", "amira", "--team", "Team")
    assert "/sign-in/" in (await bofast.command(*words))["link"]
    assert "taken" in await bofast.command(*words, fails=True)


@pytest.mark.parametrize("country", ["SE", "NO"])
async def test_the_printed_file_is_complete_and_valid(bofast: Bofast, country: str, tmp_path: Path) -> None:
    from support.deployment import Deployment

    text = (await bofast.command("config", country))["toml"]
    path = tmp_path / "bofast.toml"
    path.write_text(text)
    read = Deployment.read(path)
    assert read == Deployment.model_validate({"country": country})
    missing = [name for name in Deployment.model_fields if name not in text]
    assert missing == []


async def test_doctor_says_what_is_missing(bofast: Bofast) -> None:
    findings = await bofast.command("doctor")
    said = json.dumps(findings)
    assert "smtp" in said
    assert "verified" in said


async def test_a_scheduler_alone_takes_no_port_and_a_moved_clock_puts_nothing_to_sleep(
    bofast: Bofast,
) -> None:
    """All parts with one environment, as on one host: the webhook's door is the bot's."""
    bofast.environment |= {"BOFAST_CLOCK": "2026-11-24T10:00", "BOFAST_WEBHOOK_URL": f"{bofast.url}/hook"}
    await bofast.run("scheduler")
    await bofast.run("bot", "inbox")
    for _ in range(100):
        if "never" not in (await bofast.answers()).values():
            break
        await asyncio.sleep(0.2)
    await bofast.command("clock", "2026-12-24T10:00")
    await asyncio.sleep(1)
    assert await bofast.answers() == {"database": "ok", "telegram": "ok", "scheduler": "ok"}
