"""A phone on a free port for every test, with a clock that the test can move."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

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

    def pass_(self, **amount: float) -> None:
        """Let time pass: `hours=25`."""
        self.time += timedelta(**amount)


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
async def bot(address: str) -> AsyncIterator[Bot]:
    """The bot's side, spoken by aiogram."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(address))
    async with Bot(TOKEN, session=session) as bot:
        yield bot


@pytest.fixture
async def kim(phone: PhoneClient, bot: Bot) -> Handset:
    """Somebody who has pressed Start, with nothing waiting for the bot."""
    kim = await phone.handset("Kim", "sv")
    await kim.start()
    await bot.get_updates(offset=-1)
    await bot.get_updates(offset=1 << 60)
    return kim
