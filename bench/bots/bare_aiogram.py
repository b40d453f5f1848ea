"""A bare aiogram bot: polling, one INSERT with its commit, one reply. `python bare_aiogram.py API DATABASE`."""

import asyncio
import sys

import aiosqlite
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message


async def main(api: str, database: str) -> None:
    """Poll until stopped."""
    bot = Bot("1000:bench", session=AiohttpSession(api=TelegramAPIServer.from_base(api)))
    dispatcher = Dispatcher()
    async with aiosqlite.connect(database) as db:
        await db.execute("PRAGMA journal_mode=WAL")
        await db.execute("PRAGMA synchronous=FULL")
        await db.execute(
            "CREATE TABLE IF NOT EXISTS messages (id INTEGER PRIMARY KEY, chat INTEGER, text TEXT)"
        )

        @dispatcher.message()
        async def keep(message: Message) -> None:
            await db.execute(
                "INSERT INTO messages (chat, text) VALUES (?, ?)", (message.chat.id, message.text)
            )
            await db.commit()
            await message.answer(f"{message.text} is stored")

        await dispatcher.start_polling(bot)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
