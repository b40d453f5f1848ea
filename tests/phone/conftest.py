"""A phone on a free port for every test, with a clock that the test can move."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from phone.server import create_app
from tests.phone_client import Handset, PhoneClient
from tests.phone_server import serving

TOKEN = "4711:phone-tests"
PAUSES = (0.02, 0.04, 0.08)


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def advance(self, **amount: float) -> None:
        """Let time pass: `hours=25`."""
        self.time += timedelta(**amount)


async def eventually(done: Callable[[], Awaitable[bool]]) -> None:
    """Ask again and again until it is so: what happens behind HTTP rings no bell here."""
    for _ in range(500):
        if await done():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never came about")


class Api:
    """The Bot API without a library between: raw answers."""

    def __init__(self, address: str) -> None:
        self.http = httpx.AsyncClient(base_url=address, timeout=60, verify=False)

    async def __call__(self, method: str, **params: Any) -> dict[str, Any]:
        """Call with JSON; the whole answer."""
        answer: dict[str, Any] = (await self.http.post(f"/bot{TOKEN}/{method}", json=params)).json()
        return answer

    async def result(self, method: str, **params: Any) -> Any:
        """Call and expect success."""
        answer = await self(method, **params)
        assert answer["ok"], answer
        return answer["result"]

    async def error(self, method: str, **params: Any) -> tuple[int, str]:
        """Call and expect a no: code and description."""
        answer = await self(method, **params)
        assert not answer["ok"], answer
        return answer["error_code"], answer["description"]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def address(clock: Clock, tmp_path: Path) -> AsyncIterator[str]:
    async with serving(create_app(now=clock, pauses=PAUSES)) as address:
        yield address


@pytest.fixture
async def phone(address: str) -> AsyncIterator[PhoneClient]:
    async with PhoneClient(address) as phone:
        yield phone


@pytest.fixture
async def api(address: str) -> AsyncIterator[Api]:
    api = Api(address)
    yield api
    await api.http.aclose()


@pytest.fixture
async def bot(address: str) -> AsyncIterator[Bot]:
    """The bot's side, spoken by aiogram."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(address))
    async with Bot(TOKEN, session=session) as bot:
        yield bot


@pytest.fixture
async def kim(phone: PhoneClient, api: Api) -> Handset:
    """Somebody who has pressed Start, with nothing waiting for the bot."""
    kim = await phone.handset("Kim", "sv")
    await kim.start()
    await api.result("getUpdates", offset=1 << 60)
    return kim
