"""Tells Telegram who the bot is: its commands in every language. Learns its username, for the join links."""

from __future__ import annotations

import asyncio

from aiogram import Bot
from aiogram.methods import SetMyCommands
from aiogram.types import BotCommand

from bot import addresses
from locales import LANGUAGES, words
from storage.session import Store

COMMANDS = ("visits", "book", "plan", "line", "activities", "language", "help", "privacy", "stop")
PHONE_LANGUAGES = {"sv": ("sv",), "nb": ("nb", "no"), "nn": ("nn",)}
"""How phones call our languages."""


async def introduce(bot: Bot, store: Store, first_language: str) -> None:
    """Say it all once; raises what aiogram raises, and is tried again by the caller."""
    about = await bot.get_me(request_timeout=10)

    def note() -> None:
        with store.writing() as db:
            addresses.note_username(db, about.username)

    await asyncio.to_thread(note)
    await bot(SetMyCommands(commands=_commands(first_language)), request_timeout=10)
    for language in LANGUAGES:
        for code in PHONE_LANGUAGES[language]:
            await bot(SetMyCommands(commands=_commands(language), language_code=code), request_timeout=10)


def _commands(language: str) -> list[BotCommand]:
    return [
        BotCommand(command=name, description=words.text(language, f"command.{name}")) for name in COMMANDS
    ]
