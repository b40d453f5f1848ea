"""A marked sentence goes through every path that fails; no line of the log holds it, and each line says what failed."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import httpx
import pytest
import structlog
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import GetMe
from pydantic import TypeAdapter
from sqlalchemy.exc import IntegrityError, OperationalError

from bot import discretion, logs
from bot.talk import Talk
from storage.session import Store
from storage.tables import Conversation, Tenant
from support import messages, outbox
from support.say import say
from tests.harness import Town
from tests.inbox.desk import Office, open_office

SECRET = "tvattbjornarna sover hos mig"
TOKEN = "7654321:abcdefghijklmnopqrstuvwxyz"


class Lines:
    """What was written to the log."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    @property
    def all(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.stream.getvalue().splitlines()]

    def of(self, logger: str, level: str = "") -> list[dict[str, Any]]:
        return [each for each in self.all if each["logger"] == logger and each["level"].startswith(level)]

    def keep_silent_about(self, *secrets: str) -> None:
        written = self.stream.getvalue()
        for secret in secrets or (SECRET,):
            assert secret not in written
            assert secret.split()[0] not in written


@pytest.fixture(params=["json", "text"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def lines() -> Iterator[Lines]:
    """The log as `bofast run` sets it up, into a stream; afterwards all as it was."""
    with _restored():
        made = Lines()
        logs.set_up("json", {TOKEN}, stream=made.stream)
        yield made


def _restored() -> Any:
    from contextlib import contextmanager

    @contextmanager
    def restored() -> Iterator[None]:
        root = logging.getLogger()
        before = root.handlers[:], root.level, sys.excepthook, threading.excepthook, sys.unraisablehook
        shown = warnings.showwarning
        levels = {name: logging.getLogger(name).level for name in logs.QUIET}
        try:
            yield
        finally:
            root.handlers[:], root.level = before[0], before[1]
            sys.excepthook, threading.excepthook, sys.unraisablehook = before[2:]
            warnings.showwarning = shown
            for name, level in levels.items():
                logging.getLogger(name).setLevel(level)
            structlog.reset_defaults()

    return restored()


def _breaks_with_key(talk: Talk) -> object:
    raise KeyError(talk.said.text)


def _breaks_in_the_database(talk: Talk) -> object:
    words = talk.said.text or ""
    talk.db.add(Conversation(tenant_id=talk.tenant.id, question=words, question_args={"said": words}))
    talk.db.add(Tenant(team_id=1, worker_id=1, first_name=words, language="sv", chat_id=talk.said.chat_id))
    talk.db.flush()
    raise AssertionError("the rows are there already")


def _breaks_in_pydantic(talk: Talk) -> object:
    TypeAdapter(dict[int, int]).validate_python({talk.said.text: talk.said.text})
    raise AssertionError("this is no number")


def _breaks_with_a_cause(talk: Talk) -> object:
    try:
        raise KeyError(talk.said.text)
    except KeyError as error:
        raise ExceptionGroup(f"{talk.said.text}", [ValueError(talk.said.text), error]) from error


BREAKS: list[Callable[..., object]] = [
    _breaks_with_key,
    _breaks_in_the_database,
    _breaks_in_pydantic,
    _breaks_with_a_cause,
]


@pytest.mark.parametrize("breaks", BREAKS)
async def test_a_failing_turn(
    town: Town, lines: Lines, monkeypatch: pytest.MonkeyPatch, breaks: Callable[..., object]
) -> None:
    kim = await town.tenant("Kim", "sv")
    monkeypatch.setattr("bot.turn.route", breaks)
    monkeypatch.setattr("bot.set_aside.PAUSES", ())
    await kim.says(SECRET)
    kim.hears("Något gick fel hos oss.")
    (failed,) = lines.of("bot.turn", "error")
    assert failed["error"]["type"]
    assert any(breaks.__name__ in frame for frame in failed["error"]["at"])
    assert str(kim.phone.id) not in lines.stream.getvalue()
    lines.keep_silent_about()


@pytest.mark.parametrize("fault", ["400", "403", "500", "html", "reset_before"])
async def test_a_telegram_that_refuses_or_stumbles(town: Town, lines: Lines, fault: str) -> None:
    kim = await town.tenant("Kim", "sv")
    await town.phone.fault(fault, "sendMessage")
    await town.answers(kim, SECRET)
    lines.keep_silent_about(SECRET, town.settings.telegram_token or "")


async def test_a_refusal_that_quotes_the_words(
    town: Town, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    kim = await town.tenant("Kim", "sv")

    async def refuses(*_: object) -> None:
        raise TelegramBadRequest(GetMe(), f"can't parse entities: {SECRET}")

    monkeypatch.setattr("bot.telegram.ask", refuses)
    await town.answers(kim, SECRET)
    assert [each.kind for each in town.alerts()] == ["undelivered"]
    lines.keep_silent_about()


async def test_words_that_cannot_be_rendered(
    town: Town, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    kim = await town.tenant("Kim", "sv")

    def breaks(*_: object, **__: object) -> object:
        raise KeyError(SECRET)

    monkeypatch.setattr("bot.render.methods", breaks)
    await town.answers(kim, SECRET)
    assert [each.kind for each in town.alerts()] == ["undelivered"]
    assert [each for each in lines.all if each["level"] == "error"]
    lines.keep_silent_about()


async def test_a_database_that_fails_with_what_it_was_given(
    town: Town, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    kim = await town.tenant("Kim", "sv")
    down, real = [True], Store.writing

    def writing(store: Store, patience: float = 10.0) -> object:
        if down[0]:
            raise OperationalError("INSERT", {"payload": SECRET}, Exception(SECRET))
        return real(store)

    monkeypatch.setattr(Store, "writing", writing)
    await kim.phone.say(SECRET)
    await asyncio.sleep(0.8)
    down[0] = False
    await kim.phone.expect("Sparat.", patience=20)
    await town.settles()
    assert [each for each in lines.all if each["level"] in ("warning", "error")]
    lines.keep_silent_about()


async def test_a_tick_and_a_mail_that_fail(town: Town, lines: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise ValueError(SECRET)

    monkeypatch.setattr("bot.scheduling.reminders.send_due", breaks)
    until = asyncio.get_running_loop().time() + 10
    while not lines.of("apscheduler.executors.default", "error"):
        assert asyncio.get_running_loop().time() < until
        await asyncio.sleep(0.05)
    assert lines.of("apscheduler.executors.default", "error")[0]["error"]["type"] == "ValueError"
    monkeypatch.undo()
    lines.keep_silent_about()


async def test_a_file_that_cannot_be_fetched(town: Town, lines: Lines) -> None:
    kim = await town.tenant("Kim", "sv")
    await town.phone.fault("400", "getFile")
    await kim.phone.document(b"x", name=f"{SECRET}.pdf", caption=SECRET)
    until = asyncio.get_running_loop().time() + 10
    while not lines.of("bot.files"):
        assert asyncio.get_running_loop().time() < until
        await asyncio.sleep(0.05)
    lines.keep_silent_about()


async def test_odd_updates(town: Town, lines: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    """Telegram sends something that cannot be read: pydantic's error holds all of it."""
    kim = await town.tenant("Kim", "sv")
    monkeypatch.setattr("bot.set_aside.PAUSES", ())
    chat = {"id": kim.phone.id, "type": "private"}
    await town.phone.inject({"message": {"message_id": SECRET, "date": SECRET, "chat": chat, "text": SECRET}})
    await town.settles()
    assert [each.kind for each in town.alerts()] == ["set_aside"]
    lines.keep_silent_about()


@pytest.fixture
async def office(store: Store, tmp_path: Any) -> Office:
    return open_office(store, tmp_path)


async def test_a_page_that_fails(office: Office, lines: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object, **__: object) -> object:
        raise KeyError(SECRET)

    monkeypatch.setattr(messages, "answer", breaks)
    async with office.browser("amira") as browser:
        answer = await browser.post("/threads/1/answer", text=SECRET)
        assert answer.status_code == 500
        await browser.get(f"/threads/{SECRET}?q={SECRET}")
    assert lines.of("inbox.errors", "error")[0]["error"]["type"] == "KeyError"
    lines.keep_silent_about()


def test_what_nobody_catches(lines: Lines) -> None:
    """Uncaught in the process, in a thread, in a task, in a destructor; a warning; libraries' own lines."""

    class Leaves:
        def __del__(self) -> None:
            raise ValueError(SECRET)

    def breaks() -> None:
        raise ValueError(SECRET)

    async def forgotten() -> None:
        raise ValueError(SECRET)

    async def forgets() -> None:
        asyncio.get_running_loop().call_soon(breaks)
        task = asyncio.ensure_future(forgotten())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        del task

    with suppress(ValueError):
        breaks()
    try:
        breaks()
    except ValueError as error:
        sys.excepthook(ValueError, error, error.__traceback__)
    thread = threading.Thread(target=breaks)
    thread.start()
    thread.join()
    asyncio.run(forgets())
    leaves = Leaves()
    del leaves
    warnings.showwarning(SECRET, UserWarning, "a.py", 1)
    logging.getLogger("aiohttp.server").error(
        "Error handling request %s", SECRET, exc_info=ValueError(SECRET)
    )
    logging.getLogger("litestar").error(f"{SECRET!r} cannot be read")
    assert len(lines.all) >= 7
    lines.keep_silent_about()


@pytest.mark.parametrize(
    ("logger", "template", "args", "said"),
    [
        ("bot.turn", "a number is %d", (SECRET,), "a number is …"),
        ("bot.turn", "update %s failed: %s", (5, ValueError(SECRET)), "update 5 failed: ValueError"),
        ("litestar", "%s of %(x)s", (SECRET,), "… of %(x)s"),
        ("httpx", "took %.1f s, %d tries, chat %s", (0.25, 3, 7123456789), "took 0.2 s, 3 tries, chat …"),
        ("asyncio", f"Exception in callback f({SECRET!r})\nhandle: {SECRET}", (), "Exception in callback f…"),
        ("uvicorn.error", "Invalid HTTP request received.", (), "Invalid HTTP request received."),
        ("psycopg.pool", f"error connecting: {SECRET}", (), "error connecting…"),
    ],
)
def test_what_a_line_says(logger: str, template: str, args: tuple[object, ...], said: str) -> None:
    record = logging.LogRecord(logger, logging.ERROR, "", 0, template, args, None)
    assert discretion.message(record) == said


def test_codes_are_from_fixed_lists(store: Store) -> None:
    """What helps and cannot hold words: SQLite's names, errno, a status."""
    with pytest.raises(IntegrityError) as broken, store.writing() as db:
        db.add_all([Conversation(tenant_id=1, question=SECRET, question_args={}) for _ in range(2)])
    assert discretion.code_of(broken.value) in (
        "SQLITE_CONSTRAINT_PRIMARYKEY",
        "SQLITE_CONSTRAINT_FOREIGNKEY",
    )
    assert discretion.code_of(OSError(28, SECRET)) == "ENOSPC"
    assert discretion.code_of(KeyError(SECRET)) is None


def test_fields_that_no_line_has(lines: Lines) -> None:
    log = structlog.stdlib.get_logger("bot.turn")
    log.warning("an update failed", update=5, words=SECRET, chat_id=123456789, about={"text": SECRET})
    log.warning("the token", address=f"https://api.telegram.org/bot{TOKEN}/getMe", also=TOKEN)
    log.warning("an error", error=ValueError(SECRET), row=object())
    logging.getLogger("bot.turn").warning("refused: %s", ValueError(SECRET), extra={"payload": SECRET})
    first, second, third, fourth = lines.all
    assert first["update"] == 5 and first["chat_id"] == "…"
    assert second["address"] == "https://api.telegram.org/bot…/getMe"
    assert third["row"] == "object"
    assert fourth["event"] == "refused: ValueError"
    lines.keep_silent_about(SECRET, TOKEN, "123456789")


def test_text_for_people(kind: str) -> None:
    with _restored():
        stream = io.StringIO()
        logs.set_up(kind, stream=stream)
        try:
            raise KeyError(SECRET)
        except KeyError:
            logging.getLogger("bot.turn").exception("update %s failed", 7)
        written = stream.getvalue()
    assert "update 7 failed" in written and "KeyError" in written and "test_text_for_people" in written
    assert "tvattbjornarna" not in written


async def test_a_webhook_that_brings_nonsense(open_town: Callable[..., Any], lines: Lines) -> None:
    town = await open_town(webhook=True)
    header = {"x-telegram-bot-api-secret-token": town.app.webhook_secret}
    async with httpx.AsyncClient(base_url=town.url) as client:
        for body in (SECRET, json.dumps([SECRET]), json.dumps({"update_id": SECRET}), json.dumps(SECRET)):
            answer = await client.post("/telegram", content=body, headers=header)
            assert answer.status_code >= 400
        wrong = await client.post(
            "/telegram", content=SECRET, headers={"x-telegram-bot-api-secret-token": SECRET}
        )
        assert wrong.status_code == 403
    lines.keep_silent_about()


def test_outbox_says_are_no_fields(lines: Lines) -> None:
    """An object of ours is written as its type."""
    structlog.stdlib.get_logger("bot.delivery").warning("odd", what=say("x"), rank=outbox.Rank.DANGER)
    (line,) = lines.all
    assert line["what"] == "Say"
